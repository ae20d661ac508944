/// Lengths of wall time as people and Slurm write them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace bgsim::core {

/// Seconds of "4h", "3h50min", "15 min", "90s", "1d 12h" or "0.5 h"; each unit at most once, from
/// the largest down. Nothing if the text is something else, or not above 0.
std::optional<double> parse_wall_duration(std::string_view text);

/// "3-02:30:00" (days-hours:minutes:seconds) or "02:30:00", rounded up to whole seconds.
std::string slurm_duration(double seconds);

}  // namespace bgsim::core
