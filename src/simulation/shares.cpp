#include "simulation/shares.hpp"

#include <algorithm>

#include "engine/block_cost.hpp"
#include "network/partition.hpp"

namespace bgsim::simulation {

Division::Division(const config::Specification& specification, const Layout& layout)
    : layout_(layout), destinations_(specification.populations.size(), 0) {
    const std::size_t n_populations = specification.populations.size();
    const network::Partition partition(engine::shapes_of(specification, layout.ranks),
                                       specification.partition, layout.ranks, layout.threads);
    for (int r = 0; r != layout.ranks; ++r) {
        Shares& rank = ranks_.emplace_back(n_populations);
        for (int t = 0; t != layout.threads; ++t) {
            Shares& worker = workers_.emplace_back(n_populations);
            for (const network::Block& block : partition.blocks_of(r, t)) {
                worker[block.population] += {1, partition.n_neurons(block)};
            }
            for (std::size_t p = 0; p != n_populations; ++p) rank[p] += worker[p];
        }
        for (PopulationId p = 0; p != n_populations; ++p) {
            if (receives(specification, rank, p)) ++destinations_[p];
        }
    }
}

const Shares& Division::of_worker(int rank, int thread) const {
    return workers_[static_cast<std::size_t>(rank) * static_cast<std::size_t>(layout_.threads) +
                    static_cast<std::size_t>(thread)];
}

int Division::n_busy_workers() const {
    return static_cast<int>(std::ranges::count_if(workers_, [](const Shares& shares) {
        return std::ranges::any_of(shares, [](const Share& s) { return s.blocks != 0; });
    }));
}

bool receives(const config::Specification& specification,
              const Shares& shares,
              PopulationId source) {
    return std::ranges::any_of(specification.projections, [&](const config::Projection& p) {
        return p.source == source && shares[p.target].blocks != 0;
    });
}

}  // namespace bgsim::simulation
