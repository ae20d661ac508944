#include "core/readable.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstddef>
#include <ctime>

namespace bgsim::core {
namespace {

/// Three significant digits at most, and no exponent, for a value below 1000.
std::string three_digits(double value) {
    if (value >= 99.95) return fmt::format("{:.0f}", value);
    if (value >= 9.995) return fmt::format("{:.1f}", value);
    return fmt::format("{:.2f}", value);
}

std::string calendar(const char* format, const std::tm& time) {
    std::array<char, 64> text{};
    const std::size_t length = std::strftime(text.data(), text.size(), format, &time);
    return {text.data(), length};
}

}  // namespace

std::string readable_bytes(double bytes) {
    constexpr std::array units = {"B", "kB", "MB", "GB", "TB", "PB"};
    std::size_t unit = 0;
    while (bytes >= 999.5 && unit + 1 != units.size()) {
        bytes /= 1000.0;
        ++unit;
    }
    const int decimals = unit == 0 || bytes >= 99.95 ? 0 : 1;
    return fmt::format("{:.{}f} {}", bytes, decimals, units[unit]);
}

std::string readable_count(double count) {
    constexpr std::array units = {"", " k", " M", " G", " T", " P"};
    if (count < 9999.5) {
        return count == std::round(count) ? fmt::format("{:.0f}", count)
                                          : fmt::format("{:.1f}", count);
    }
    std::size_t unit = 0;
    while (count >= 999.5 && unit + 1 != units.size()) {
        count /= 1000.0;
        ++unit;
    }
    return three_digits(count) + units[unit];
}

std::string fixed_or_dash(const std::optional<double>& value, int decimals) {
    return value ? fmt::format("{:.{}f}", *value, decimals) : "-";
}

std::string hours_minutes_seconds(double seconds) {
    if (!std::isfinite(seconds) || seconds < 0.0 || seconds > 1e12) return "?";
    const auto whole = static_cast<std::int64_t>(std::llround(seconds));
    return fmt::format("{}:{:02}:{:02}", whole / 3600, whole / 60 % 60, whole % 60);
}

std::string local_clock(WallTime time) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm broken_down{};
    localtime_r(&seconds, &broken_down);
    return calendar("%a %H:%M", broken_down);
}

std::string utc_date_time(WallTime time) {
    const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
    std::tm broken_down{};
    gmtime_r(&seconds, &broken_down);
    return calendar("%Y-%m-%dT%H:%M:%SZ", broken_down);
}

}  // namespace bgsim::core
