#include "config/values.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "core/units.hpp"

namespace bgsim::config {

namespace {

using core::Quantity;
using core::QuantityFault;

/// "write for example '10 ms'".
std::string advice(const Wanted& wanted) {
    return fmt::format("write for example '{}'", with_unit(wanted.example, wanted.unit));
}

/// The same with the number that was found, or without its sign, if that makes sense.
std::string advice(const Wanted& wanted, double found) {
    Wanted similar = wanted;
    if (std::isfinite(found) && satisfies(std::abs(found), wanted.constraint)) {
        similar.example = satisfies(found, wanted.constraint) ? found : std::abs(found);
    }
    return advice(similar);
}

std::string described(const Quantity& quantity) {
    return quantity.has_unit ? "is " + core::described(quantity.unit_text) : "has no unit";
}

/// The fault of a text that is not a number with a known unit, if there is one.
std::optional<std::string> syntax_fault(const Quantity& quantity,
                                        std::string_view name,
                                        const std::string& text,
                                        const Wanted& wanted) {
    switch (quantity.fault) {
        case QuantityFault::none:
            return std::nullopt;
        case QuantityFault::not_finite:
            return fmt::format("'{}' must be a finite number ('{}' found)", name, text);
        case QuantityFault::unknown_unit:
            return fmt::format("'{}' has the unknown unit '{}' ('{}' found)", name,
                               quantity.unit_text, text);
        case QuantityFault::not_a_number:
            break;
    }
    return fmt::format("'{}' needs {}, '{}' is not a number", name, core::described(wanted.unit),
                       text);
}

bool dimension_fits(const Quantity& quantity, const core::Unit& wanted) {
    if (!std::isfinite(quantity.value) && !quantity.has_unit) return true;
    return quantity.unit.dimension == wanted.dimension;
}

}  // namespace

std::string plain(double value) { return fmt::format("{:.6g}", value); }

std::string with_unit(double value, std::string_view unit) {
    if (unit.empty() || unit == "1") return plain(value);
    return fmt::format("{} {}", plain(value), unit);
}

bool satisfies(double value, model::Constraint constraint) {
    switch (constraint) {
        case model::Constraint::positive:
            return value > 0.0;
        case model::Constraint::non_negative:
            return value >= 0.0;
        case model::Constraint::any:
            break;
    }
    return true;
}

std::string_view name_of(model::Constraint constraint) {
    return constraint == model::Constraint::positive ? "positive" : "zero or positive";
}

void report_kind(const Node& node,
                 std::string_view name,
                 std::string_view needed,
                 std::string_view example_text,
                 Diagnostics& diagnostics) {
    diagnostics.error(node.location,
                      node.is_null() ? fmt::format("'{}' needs {}, nothing was found", name, needed)
                                     : fmt::format("'{}' needs {}, {} was found ('{}')", name,
                                                   needed, kind_name(node), preview(node)),
                      fmt::format("write for example '{}'", example_text));
}

std::optional<double> read_quantity(const Node& node,
                                    std::string_view name,
                                    const Wanted& wanted,
                                    Diagnostics& diagnostics) {
    if (!node.is_scalar()) {
        report_kind(node, name, core::described(wanted.unit),
                    with_unit(wanted.example, wanted.unit), diagnostics);
        return std::nullopt;
    }
    const std::string text = preview(node);
    const Quantity quantity = core::parse_quantity(node.text);
    if (const auto fault = syntax_fault(quantity, name, text, wanted)) {
        const bool has_number = quantity.fault == QuantityFault::unknown_unit;
        diagnostics.error(node.location, *fault,
                          has_number ? advice(wanted, quantity.value) : advice(wanted));
        return std::nullopt;
    }
    const auto unit = core::parse_unit(wanted.unit).value_or(core::Unit{});
    if (!dimension_fits(quantity, unit)) {
        diagnostics.error(node.location,
                          fmt::format("'{}' needs {}, '{}' {}", name, core::described(wanted.unit),
                                      text, described(quantity)),
                          advice(wanted, quantity.value));
        return std::nullopt;
    }
    const double value = std::isfinite(quantity.value)
                             ? core::convert(quantity.value, quantity.unit, unit)
                             : quantity.value;
    if (!std::isfinite(value) && !wanted.may_be_infinite) {
        diagnostics.error(node.location,
                          fmt::format("'{}' must be a finite number ('{}' found)", name, text),
                          advice(wanted));
        return std::nullopt;
    }
    if (!satisfies(value, wanted.constraint)) {
        diagnostics.error(
            node.location,
            fmt::format("'{}' must be {} ('{}' found)", name, name_of(wanted.constraint), text),
            advice(wanted, value));
        return std::nullopt;
    }
    return value;
}

std::optional<std::uint64_t> read_integer(const Node& node,
                                          std::string_view name,
                                          std::uint64_t smallest,
                                          Diagnostics& diagnostics,
                                          std::uint64_t largest) {
    constexpr double exact_in_double = 9007199254740992.0;
    std::optional<std::uint64_t> number;
    if (node.is_scalar()) {
        std::uint64_t digits = 0;
        const char* const end = node.text.data() + node.text.size();
        const auto read = std::from_chars(node.text.data(), end, digits);
        const Quantity quantity = core::parse_quantity(node.text);
        if (read.ec == std::errc{} && read.ptr == end) {
            number = digits;
        } else if (quantity.fault == QuantityFault::none && !quantity.has_unit &&
                   quantity.value >= 0.0 && quantity.value <= exact_in_double &&
                   std::floor(quantity.value) == quantity.value) {
            number = static_cast<std::uint64_t>(quantity.value);
        }
    }
    if (number && *number >= smallest && *number <= largest) return number;
    const std::string range = largest == std::numeric_limits<std::uint64_t>::max()
                                  ? fmt::format("a whole number from {}", smallest)
                                  : fmt::format("a whole number from {} to {}", smallest, largest);
    diagnostics.error(node.location,
                      fmt::format("'{}' must be {} ('{}' found)", name, range, preview(node)),
                      fmt::format("write for example '{}'", std::max<std::uint64_t>(smallest, 1)));
    return std::nullopt;
}

std::optional<bool> read_flag(const Node& node, std::string_view name, Diagnostics& diagnostics) {
    const std::string text = node.is_scalar() ? lower_case(node.text) : std::string();
    if (text == "yes" || text == "true" || text == "on") return true;
    if (text == "no" || text == "false" || text == "off") return false;
    diagnostics.error(node.location,
                      fmt::format("'{}' is either yes or no ('{}' found)", name, preview(node)),
                      "write 'yes' or 'no'");
    return std::nullopt;
}

std::optional<std::string> read_text(const Node& node,
                                     std::string_view name,
                                     Diagnostics& diagnostics) {
    if (node.is_scalar() && !node.text.empty()) return node.text;
    diagnostics.error(node.location,
                      fmt::format("'{}' needs a text ('{}' found)", name, preview(node)),
                      "write some words after the colon");
    return std::nullopt;
}

std::optional<std::size_t> read_choice(const Node& node,
                                       std::string_view name,
                                       std::span<const std::string> choices,
                                       Diagnostics& diagnostics) {
    const auto found = node.is_scalar() ? std::ranges::find(choices, node.text) : choices.end();
    if (found != choices.end()) return static_cast<std::size_t>(found - choices.begin());
    diagnostics.error(node.location, fmt::format("'{}' cannot be '{}'", name, preview(node)),
                      choices.size() <= 6 ? "use " + join_names(choices)
                                          : suggestion(preview(node), choices, ""));
    return std::nullopt;
}

}  // namespace bgsim::config
