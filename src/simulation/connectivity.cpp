#include "simulation/connectivity.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string>

#include "bgsim/random.hpp"
#include "core/host.hpp"
#include "engine/activity.hpp"
#include "network/edges.hpp"
#include "simulation/rank_memory.hpp"

namespace bgsim::simulation {
namespace {

using config::Connectivity;
using config::Projection;
using config::Specification;

/// Model time between two writes of results.
constexpr double buffered_s = 1.0;

/// Rate of cells without a published one.
constexpr double otherwise_hz = 10.0;

bool is_open(const Projection& projection) {
    return projection.connectivity == Connectivity::automatic && !projection.is_procedural &&
           network::has_rows(projection.rule);
}

/// The projection whose synapses take most, of those that are open.
Projection* largest_open(Specification& specification) {
    Projection* largest = nullptr;
    double most = 0.0;
    for (Projection& projection : specification.projections) {
        if (!is_open(projection)) continue;
        const NeuronIndex n_targets = specification.populations[projection.target].size;
        const double bytes =
            synapse_bytes(specification, projection, {.blocks = 1, .cells = n_targets});
        if (bytes <= most) continue;
        most = bytes;
        largest = &projection;
    }
    return largest;
}

double fullest_rank(const Specification& specification, const Division& division) {
    const auto rates = engine::assumed_rates(specification, otherwise_hz);
    double most = 0.0;
    for (const RankMemory& rank :
         rank_memory(specification, division, {.rates = rates, .buffered_s = buffered_s})) {
        most = std::max(most, rank.total());
    }
    return most;
}

double ranks_of_this_node(const comm::Communicator& communicator) {
    const std::uint64_t here = hash_text(core::host_name());
    return static_cast<double>(std::ranges::count(communicator.all_gather(here), here));
}

}  // namespace

Specification with_connectivity(Specification specification,
                                const Layout& layout,
                                double memory_bytes) {
    for (Projection& projection : specification.projections) {
        projection.is_procedural = projection.connectivity == Connectivity::procedural;
    }
    // Generated synapses cost more, so each decision may move blocks.
    while (fullest_rank(specification, Division(specification, layout)) > memory_bytes) {
        Projection* const projection = largest_open(specification);
        if (projection == nullptr) break;
        projection->is_procedural = true;
    }
    return specification;
}

Specification with_connectivity_here(const Specification& specification,
                                     const comm::Communicator& communicator,
                                     int n_threads) {
    double memory = std::numeric_limits<double>::max();
    const double n_ranks = ranks_of_this_node(communicator);
    const auto free = static_cast<double>(core::available_memory_bytes());
    if (specification.limits.memory_bytes) {
        memory = static_cast<double>(*specification.limits.memory_bytes);
    } else if (free > 0.0) {
        memory = usable_share * free / n_ranks;
    }
    // All ranks decide alike.
    memory = std::stod(communicator.broadcast(std::to_string(memory)));
    return with_connectivity(specification, {.ranks = communicator.size(), .threads = n_threads},
                             memory);
}

}  // namespace bgsim::simulation
