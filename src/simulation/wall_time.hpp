/// How long a run would take.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "core/phase.hpp"
#include "simulation/activity.hpp"
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

/// From the work of each rank and thread and the constants of cost_constants.hpp.
WallTime wall_time(const config::Specification& specification,
                   const Division& division,
                   const std::vector<AssumedRate>& rates,
                   const Machine& machine);

}  // namespace bgsim::simulation
