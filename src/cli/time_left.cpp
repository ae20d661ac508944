#include "cli/time_left.hpp"

#include <fmt/format.h>

#include "cli/wall_time.hpp"
#include "comm/agreement.hpp"
#include "core/slurm_job.hpp"

namespace bgsim::cli {

std::optional<double> time_left(const std::optional<std::string>& wanted,
                                const comm::Communicator& ranks) {
    if (wanted) return parse_wall_time(*wanted);
    const std::string left = comm::from_root(ranks, [] {
        const auto variables = core::environment_variables();
        const auto job = core::current_slurm_job(variables);
        if (!job) return std::string();
        const auto seconds = core::remaining_s(*job, variables, core::output_of_commands());
        return seconds ? fmt::format("{}", *seconds) : std::string();
    });
    if (left.empty()) return std::nullopt;
    return std::stod(left);
}

}  // namespace bgsim::cli
