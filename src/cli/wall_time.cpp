#include "cli/wall_time.hpp"

#include <fmt/format.h>

#include "core/slurm_job.hpp"
#include "core/wall_duration.hpp"

namespace bgsim::cli {

std::optional<double> parse_wall_time(const std::string& text) {
    const bool has_colon = text.find(':') != std::string::npos;
    const auto seconds = has_colon ? core::slurm_time_s(text) : core::parse_wall_duration(text);
    constexpr double longest_s = 1e9;
    if (!seconds || !(*seconds > 0.0) || !(*seconds < longest_s)) return std::nullopt;
    return seconds;
}

std::string must_be_a_wall_time(const std::string& text) {
    if (parse_wall_time(text)) return "";
    return fmt::format("must be a wall time such as 90s, 15min, 3h50min or 3:50:00, not '{}'",
                       text);
}

std::string must_be_a_wall_time_or_never(const std::string& text) {
    if (text == "never" || parse_wall_time(text)) return "";
    return fmt::format("must be a wall time such as 15min, or never, not '{}'", text);
}

}  // namespace bgsim::cli
