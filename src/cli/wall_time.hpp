/// Wall times on the command line.
#pragma once

#include <optional>
#include <string>

namespace bgsim::cli {

/// "90 s", "15min", "3h50min", "1d12h", or as Slurm writes them, "3:50:00" and "1-12:00:00", in
/// seconds; nothing if `text` is none of these or not above 0.
std::optional<double> parse_wall_time(const std::string& text);

/// For the parser: what is wrong, or nothing.
std::string must_be_a_wall_time(const std::string& text);

/// A wall time, or "never".
std::string must_be_a_wall_time_or_never(const std::string& text);

}  // namespace bgsim::cli
