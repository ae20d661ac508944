/// Numbers and times as people read them.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

namespace bgsim::core {

using WallTime = std::chrono::system_clock::time_point;

std::string readable_bytes(double bytes);  ///< "5.1 GB", "880 B"; powers of 1000
std::string readable_count(double count);  ///< "53.1 M", "1.23 G", "970"; "1.3" if not whole
/// "0.25" with two decimals; "-" for nothing.
std::string fixed_or_dash(const std::optional<double>& value, int decimals);
std::string hours_minutes_seconds(double seconds);  ///< "0:04:16"; "?" if not finite
std::string local_clock(WallTime time);             ///< "Thu 23:59" in the local time zone
std::string utc_date_time(WallTime time);           ///< ISO 8601: "2025-03-01T12:00:00Z"

}  // namespace bgsim::core
