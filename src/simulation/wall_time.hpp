/// How long a run would take.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "core/phase.hpp"
#include "engine/activity.hpp"
#include "simulation/shares.hpp"

namespace bgsim::simulation {

/// Where the ranks of a run are.
struct Machine {
    int ranks_per_node = 1;
};

struct WallTime {
    double build_s = 0.0;      ///< of the slowest rank
    double loop_s = 0.0;       ///< of the time loop: the slowest rank and all exchanges
    core::PhaseTimes slowest;  ///< each phase of its slowest rank, without waiting for others
    double imbalance = 1.0;    ///< work of the slowest worker over the mean of all
    double exchange_s = 0.0;   ///< of all collectives, without waiting

    double total_s() const { return build_s + loop_s; }
};

/// The work of one rank [s]: each phase of its slowest thread, and what it sends and records;
/// without waiting and without what the network needs.
core::PhaseTimes rank_times(const config::Specification& specification,
                            const Division& division,
                            const std::vector<engine::AssumedRate>& rates,
                            int rank);

/// What the network between the ranks needs [s]: a latency for each message of each collective, and
/// the bytes that `rank` sends over its bandwidth.
double network_s(const config::Specification& specification,
                 const Division& division,
                 const std::vector<engine::AssumedRate>& rates,
                 const Machine& machine,
                 int rank);

/// From the work of each rank and thread and the constants of cost_constants.hpp.
WallTime wall_time(const config::Specification& specification,
                   const Division& division,
                   const std::vector<engine::AssumedRate>& rates,
                   const Machine& machine);

}  // namespace bgsim::simulation
