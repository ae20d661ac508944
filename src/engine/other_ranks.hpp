/// One rank of a large run, alone: what the other ranks would send is drawn.
#pragma once

#include <cstdint>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/random.hpp"
#include "comm/communicator.hpp"
#include "engine/interval.hpp"
#include "engine/poisson_table.hpp"
#include "engine/spike_exchange.hpp"
#include "network/partition.hpp"

namespace bgsim::engine {

/// Which rank of how many is run in place of the one that MPI gives.
struct Emulation {
    int rank = 0;
    int ranks = 1;
    std::vector<double> rates_hz{};  ///< [population] of the cells of other ranks
};

/// Spikes of other ranks' cells: Poisson trains, each cell with the rate of its population.
class OtherRanks {
public:
    OtherRanks(const config::Specification& specification,
               const network::Partition& partition,
               const SpikeExchange& exchange,
               const Emulation& emulation);

    /// What the exchange would bring: the words that this rank sends to itself, and those of
    /// others.
    comm::RankBuckets<std::uint32_t> received(const comm::RankBuckets<std::uint32_t>& outgoing,
                                              const Interval& interval);

    /// Spikes of others' cells of `population` in one step.
    std::uint64_t spikes_in_step(PopulationId population, Step step) const;

private:
    /// Blocks of one population that follow each other on one rank.
    struct Piece {
        int rank = 0;
        std::uint32_t first_block = 0;  // among the blocks of its rank
        NeuronIndex first_cell = 0;     // among the cells of others
    };
    struct Cells {
        std::vector<Piece> pieces{};
        NeuronIndex n = 0;
        double spikes_per_step = 0.0;
        bool has_targets_here = false;
        StreamKey key{};
        PoissonTable in_interval{};
        PoissonTable in_step{};
    };

    void add_block(const network::Partition& partition,
                   const network::Block& block,
                   int rank,
                   std::uint32_t place);
    void draw(Cells& cells, const Interval& interval);

    const SpikeExchange& exchange_;
    int rank_;
    std::vector<Cells> populations_;
    std::vector<std::vector<std::uint32_t>> words_;  // [rank]
};

}  // namespace bgsim::engine
