/// What a run writes around the simulation: the head of the log and the result on stdout.
#pragma once

#include <string>

#include "bgsim/config/specification.hpp"
#include "cli/launch.hpp"
#include "cli/result_files.hpp"
#include "simulation/summary.hpp"

namespace bgsim::cli {

/// Version, compiler, MPI, hosts, ranks, threads, seed, files of the configuration, the network.
std::string log_head(const config::Specification& specification,
                     const Placement& placement,
                     int n_ranks);

/// Rates beside published targets, speed, spike digest and where the result is.
std::string result_text(const config::Specification& specification,
                        const simulation::RunSummary& summary);

}  // namespace bgsim::cli
