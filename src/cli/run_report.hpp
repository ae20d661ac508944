/// What a run writes around the simulation: the head of the log and the result on stdout.
#pragma once

#include <filesystem>
#include <string>

#include "bgsim/config/specification.hpp"
#include "bgsim/error.hpp"
#include "cli/launch.hpp"
#include "cli/result_files.hpp"
#include "core/log.hpp"
#include "core/readable.hpp"
#include "simulation/progress.hpp"
#include "simulation/session.hpp"
#include "simulation/summary.hpp"

namespace bgsim::cli {

/// Where a run comes from.
struct RunOrigin {
    std::filesystem::path configuration;  ///< as given
    std::string command_line;
    core::WallTime start;
};

/// Version, compiler, MPI, hosts, ranks, threads, start, command line, files of the configuration,
/// seed, the network.
std::string log_head(const config::Specification& specification,
                     const RunOrigin& origin,
                     const Placement& placement,
                     int n_ranks);

/// Begin the log of a run, or go on with that of the part before; the summary of that is removed.
void open_log(core::Log& log, const simulation::Session& session);

/// Write where a run comes from, its network and what the user should know of its start.
void tell_start(core::Log& log,
                const config::Specification& specification,
                const RunOrigin& origin,
                const Placement& placement,
                int n_ranks,
                const simulation::Start& start);

/// Why a run ends before its time; one that was asked to stop has not failed.
void tell_stop(core::Log& log, ExitCode code, const std::string& why);

/// Progress as lines of `log`, which must outlive the device.
simulation::ProgressDevice device_of(core::Log& log);

/// Rates beside published targets, speed, spike digest and where the result is.
std::string result_text(const config::Specification& specification,
                        const simulation::RunSummary& summary);

}  // namespace bgsim::cli
