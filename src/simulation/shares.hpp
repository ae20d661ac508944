/// What each rank and thread of a run would own, without building anything.
#pragma once

#include <cstdint>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "simulation/expected_size.hpp"

namespace bgsim::simulation {

/// Cells of one population.
struct Share {
    std::uint32_t blocks = 0;
    std::uint32_t cells = 0;

    Share& operator+=(const Share& other) {
        blocks += other.blocks;
        cells += other.cells;
        return *this;
    }
};

/// Cells of all populations: [population].
using Shares = std::vector<Share>;

/// The partition that the engine would make, counted.
class Division {
public:
    Division(const config::Specification& specification, const Layout& layout);

    const Layout& layout() const { return layout_; }
    const Shares& of_worker(int rank, int thread) const;
    const Shares& of_rank(int rank) const { return ranks_[static_cast<std::size_t>(rank)]; }

    /// Workers that own any cell.
    int n_busy_workers() const;

    /// Ranks to which a spike of each population goes: those with targets of it.
    const std::vector<int>& destinations() const { return destinations_; }

private:
    Layout layout_;
    std::vector<Shares> workers_;  // [rank * threads + thread]
    std::vector<Shares> ranks_;    // [rank]
    std::vector<int> destinations_;
};

/// Whether a rank with `shares` receives the spikes of `source`.
bool receives(const config::Specification& specification,
              const Shares& shares,
              PopulationId source);

}  // namespace bgsim::simulation
