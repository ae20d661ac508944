/// What a run writes around the simulation: the head of the log and the result on stdout.
#pragma once

#include <filesystem>
#include <string>

#include "bgsim/config/specification.hpp"
#include "cli/launch.hpp"
#include "cli/result_files.hpp"
#include "core/readable.hpp"
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

/// Rates beside published targets, speed, spike digest and where the result is.
std::string result_text(const config::Specification& specification,
                        const simulation::RunSummary& summary);

}  // namespace bgsim::cli
