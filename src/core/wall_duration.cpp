#include "core/wall_duration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <system_error>

namespace bgsim::core {
namespace {

struct WallUnit {
    std::string_view name;
    double seconds;
};

constexpr std::array units = {WallUnit{"d", 86400.0}, WallUnit{"h", 3600.0}, WallUnit{"min", 60.0},
                              WallUnit{"s", 1.0}};

void skip_blanks(std::string_view& text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
}

/// The number at the start of `text`, which is taken off.
std::optional<double> take_number(std::string_view& text) {
    double number = 0.0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || !std::isfinite(number) || number < 0.0) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(stop - text.data()));
    return number;
}

/// The index of the unit at the start of `text`, which is taken off.
std::optional<std::size_t> take_unit(std::string_view& text) {
    const std::string_view name = text.substr(0, text.find_first_of(" 0123456789."));
    for (std::size_t i = 0; i != units.size(); ++i) {
        if (units[i].name != name) continue;
        text.remove_prefix(name.size());
        return i;
    }
    return std::nullopt;
}

}  // namespace

std::optional<double> parse_wall_duration(std::string_view text) {
    double seconds = 0.0;
    std::size_t next_unit = 0;
    skip_blanks(text);
    while (!text.empty()) {
        const auto number = take_number(text);
        if (!number) return std::nullopt;
        skip_blanks(text);
        const auto unit = take_unit(text);
        if (!unit || *unit < next_unit) return std::nullopt;
        next_unit = *unit + 1;
        seconds += *number * units[*unit].seconds;
        skip_blanks(text);
    }
    if (seconds <= 0.0) return std::nullopt;
    return seconds;
}

std::string slurm_duration(double seconds) {
    constexpr double longest = 1e9;
    const auto whole = static_cast<std::int64_t>(std::ceil(std::min(seconds, longest)));
    const std::int64_t days = whole / 86400;
    const std::string clock =
        fmt::format("{:02}:{:02}:{:02}", whole / 3600 % 24, whole / 60 % 60, whole % 60);
    return days == 0 ? clock : fmt::format("{}-{}", days, clock);
}

}  // namespace bgsim::core
