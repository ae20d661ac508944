/// Running a member of an ensemble, with the files that a run of its own would leave.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "cli/launch.hpp"
#include "comm/communicator.hpp"
#include "simulation/run.hpp"
#include "simulation/session.hpp"

namespace bgsim::cli {

/// What all members have in common.
struct MemberSettings {
    std::filesystem::path configuration;  ///< as given
    std::string command_line;
    Placement placement;  ///< of the group
    std::optional<double> checkpoint_every_s;
    simulation::TimeLimit time_limit;
    std::string isa;
    std::function<bool()> stop_wanted;
};

/// Simulate, with log and summary; silent. Collective. @return the exit code, the same on all ranks
int run_member(const MemberSettings& settings,
               const config::Specification& specification,
               const simulation::Session& session,
               const comm::Communicator& group);

}  // namespace bgsim::cli
