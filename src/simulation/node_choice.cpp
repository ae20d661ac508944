#include "simulation/node_choice.hpp"

#include <algorithm>

namespace bgsim::simulation {
namespace {

constexpr int most_nodes = 4096;
constexpr double least_efficiency = 0.6;  // of nodes that are worth while
constexpr double usable_memory = 0.95;

bool fits(const RunPlan& plan) {
    const auto& memory = plan.request.node.memory_bytes;
    return !memory || plan.fullest_node <= usable_memory * *memory;
}

RunPlan plan_on(const config::Specification& specification,
                PlanRequest request,
                int nodes,
                int ranks_per_node) {
    request.layout.ranks = nodes * ranks_per_node;
    return plan_run(specification, request);
}

/// The fewest nodes between one that is too few and one that is enough.
int fewest_between(const config::Specification& specification,
                   const PlanRequest& request,
                   int ranks_per_node,
                   std::pair<int, int> range) {
    auto [too_few, enough] = range;
    while (enough - too_few > 1) {
        const int middle = (too_few + enough) / 2;
        if (fits(plan_on(specification, request, middle, ranks_per_node))) {
            enough = middle;
        } else {
            too_few = middle;
        }
    }
    return enough;
}

/// More nodes would have nothing to do, or do it badly.
bool is_enough(const NodeChoice& choice) {
    constexpr double hopeless = 0.3;
    return choice.fewest && choice.options.back().efficiency < hopeless;
}

}  // namespace

int usual_ranks_per_node(int cores) {
    constexpr int cores_per_rank = 16;
    return std::max(1, cores / cores_per_rank);
}

NodeChoice choose_nodes(const config::Specification& specification,
                        const PlanRequest& request,
                        int ranks_per_node) {
    NodeChoice choice;
    double smallest_effort = 0.0;  // nodes x time
    for (int nodes = 1; nodes <= most_nodes; nodes *= 2) {
        NodeOption option{.nodes = nodes,
                          .plan = plan_on(specification, request, nodes, ranks_per_node)};
        option.fits = fits(option.plan);
        const double effort = nodes * option.plan.time.loop_s;
        if (option.fits && !choice.fewest) {
            choice.fewest =
                fewest_between(specification, request, ranks_per_node, {nodes / 2, nodes});
            smallest_effort = effort;
        }
        if (option.fits) option.efficiency = effort > 0.0 ? smallest_effort / effort : 1.0;
        if (option.fits && option.efficiency >= least_efficiency) choice.recommended = nodes;
        choice.options.push_back(std::move(option));
        if (is_enough(choice)) break;
    }
    return choice;
}

}  // namespace bgsim::simulation
