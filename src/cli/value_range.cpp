#include "cli/value_range.hpp"

#include <fmt/format.h>

#include <cmath>

#include "bgsim/error.hpp"
#include "core/units.hpp"

namespace bgsim::cli {
namespace {

/// Nothing if `text` is empty. @throws std::string with what is wrong
std::optional<double> parse_end(const std::string& text, const std::string& unit) {
    if (text.empty()) return std::nullopt;
    const core::Unit wanted = *core::parse_unit(unit);
    const core::Quantity value = core::parse_quantity(text);
    const bool is_valid = value.fault == core::QuantityFault::none && value.has_unit &&
                          value.unit.dimension == wanted.dimension && std::isfinite(value.value);
    if (!is_valid) {
        throw fmt::format("'{}' is not {} with its unit", text, core::described(unit));
    }
    return core::convert(value.value, value.unit, wanted);
}

}  // namespace

ValueRange parse_range(const std::string& option,
                       const std::string& text,
                       const std::string& example,
                       const std::string& unit) {
    try {
        const auto colon = text.find(':');
        if (colon == std::string::npos) throw std::string("it needs a beginning and an end");
        const ValueRange range{.from = parse_end(text.substr(0, colon), unit),
                               .to = parse_end(text.substr(colon + 1), unit)};
        if (range.from && range.to && *range.from >= *range.to) {
            throw std::string("it ends before it begins");
        }
        return range;
    } catch (const std::string& why) {
        throw InputError(fmt::format("{} {}: {}; write for example {}", option, text, why, example),
                         ExitCode::usage);
    }
}

}  // namespace bgsim::cli
