#include "cli/option_checks.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <regex>
#include <system_error>

#include "core/units.hpp"

namespace bgsim::cli {
namespace {

/// Whether all of `text` is a number.
template <typename Number>
bool parse(const std::string& text, Number& number) {
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && stop == end;
}

}  // namespace

std::string must_be_a_seed(const std::string& text) {
    std::uint64_t seed = 0;
    if (parse(text, seed)) return "";
    return "must be a whole number from 0 to 18446744073709551615, not " + text;
}

std::string must_be_a_factor(const std::string& text) {
    double factor = 0.0;
    if (parse(text, factor) && factor > 0.0 && std::isfinite(factor)) return "";
    return "must be a factor above 0, for example 0.1, not " + text;
}

std::string must_be_an_assignment(const std::string& text) {
    const auto equals = text.find('=');
    if (equals != std::string::npos && equals != 0) return "";
    return fmt::format("'{}' is not PATH=VALUE; write for example --set time.duration=2s", text);
}

std::string must_be_a_quantity(const std::string& text,
                               const std::string& unit,
                               const std::string& example) {
    const core::Quantity quantity = core::parse_quantity(text);
    const auto wanted = core::parse_unit(unit);
    if (quantity.fault == core::QuantityFault::none && quantity.value > 0.0 &&
        std::isfinite(quantity.value) && quantity.unit.dimension == wanted->dimension) {
        return "";
    }
    return fmt::format("must be {} above 0, for example '{}', not {}", core::described(unit),
                       example, text);
}

std::string must_be_a_time(const std::string& text, const std::string& example) {
    const core::Quantity quantity = core::parse_quantity(text);
    if (quantity.fault == core::QuantityFault::none && std::isfinite(quantity.value) &&
        quantity.unit.dimension == core::parse_unit("ms")->dimension) {
        return "";
    }
    return fmt::format("must be a time, for example '{}', not {}", example, text);
}

double quantity_in(const std::string& unit, const std::string& text) {
    const core::Quantity quantity = core::parse_quantity(text);
    return core::convert(quantity.value, quantity.unit, *core::parse_unit(unit));
}

std::string must_be_an_array(const std::string& text) {
    static const std::regex pattern(R"(\d+(-\d+(:\d+)?)?(,\d+(-\d+(:\d+)?)?)*(%\d+)?)");
    if (std::regex_match(text, pattern)) return "";
    return "must name seeds, for example 1-100, 1,5,9 or 1-100%8, not " + text;
}

std::string must_be_a_rank(const std::string& text) {
    constexpr int most_ranks = 65536;
    const auto [rank, ranks] = rank_of(text);
    if (rank >= 0 && rank < ranks && ranks <= most_ranks) return "";
    return fmt::format(
        "must be a rank, counted from 0, and how many there are (at most {}), for "
        "example 3/64, not {}",
        most_ranks, text);
}

std::pair<int, int> rank_of(const std::string& text) {
    const auto slash = text.find('/');
    int rank = -1;
    int ranks = -1;
    const bool is_whole = slash != std::string::npos && parse(text.substr(0, slash), rank) &&
                          parse(text.substr(slash + 1), ranks);
    return is_whole ? std::pair{rank, ranks} : std::pair{-1, -1};
}

void must_be_one_of(CLI::Option& option, const std::vector<std::string>& names) {
    const std::string list = fmt::format("{}", fmt::join(names, ", "));
    option.type_name(fmt::format("{}", fmt::join(names, "|")));
    option.check([names, list](const std::string& text) -> std::string {
        if (std::ranges::find(names, text) != names.end()) return "";
        return fmt::format("must be one of: {}; not {}", list, text);
    });
}

}  // namespace bgsim::cli
