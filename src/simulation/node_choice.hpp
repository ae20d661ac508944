/// On how many nodes a run would do well.
#pragma once

#include <optional>
#include <vector>

#include "simulation/run_plan.hpp"

namespace bgsim::simulation {

/// A number of nodes that was looked at.
struct NodeOption {
    int nodes = 1;
    RunPlan plan;
    bool fits = true;         ///< into the memory of the nodes
    double efficiency = 1.0;  ///< cores x time of the smallest option that fits, over those of this
};

struct NodeChoice {
    std::vector<NodeOption> options;  ///< ascending: 1, 2, 4, ...
    std::optional<int> fewest;        ///< nodes that the run needs for its memory; none: too many
    std::optional<int> recommended;   ///< the most of the options that are used well
};

/// Look at 1, 2, 4, ... nodes of `ranks_per_node` ranks, until more do not pay any more.
NodeChoice choose_nodes(const config::Specification& specification,
                        const PlanRequest& request,
                        int ranks_per_node);

/// Ranks for a node of so many cores: one for 16 cores, which usually share a memory controller.
int usual_ranks_per_node(int cores);

}  // namespace bgsim::simulation
