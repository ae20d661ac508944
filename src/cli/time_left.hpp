/// How long the program may still run.
#pragma once

#include <optional>
#include <string>

#include "comm/communicator.hpp"

namespace bgsim::cli {

/// Wall time from now on [s]: as `wanted` on the command line, else what Slurm says is left of the
/// job; nothing if there is no limit. Collective.
std::optional<double> time_left(const std::optional<std::string>& wanted,
                                const comm::Communicator& ranks);

}  // namespace bgsim::cli
