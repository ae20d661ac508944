/// Which rank and which thread owns which block of neurons.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/ids.hpp"

namespace bgsim::network {

/// Block `index` of a population: its neurons [index * block_size, (index + 1) * block_size).
struct Block {
    PopulationId population = 0;
    std::uint32_t index = 0;

    NeuronIndex first_neuron() const { return index * block_size; }
    friend bool operator==(const Block&, const Block&) = default;
};

/// What one population costs, for laying blocks over workers.
struct PopulationShape {
    NeuronIndex size = 0;
    double cost_per_block = 1.0;  ///< in any unit
};

/// Blocks of all populations, in population order, laid over ranks x threads ("workers").
///
/// by_population: each worker holds a contiguous piece of the order, pieces of equal cost.
/// round_robin: block after block to the next rank. Memory: 8 bytes per block of the network.
class Partition {
public:
    Partition(std::vector<PopulationShape> populations,
              config::PartitionRule rule,
              int n_ranks,
              int n_threads);

    int n_ranks() const { return n_ranks_; }
    int n_threads() const { return n_threads_; }

    /// Blocks of a worker, ascending in population order.
    const std::vector<Block>& blocks_of(int rank, int thread) const;

    /// Blocks of a rank: those of its threads, one thread after the other.
    std::vector<Block> blocks_of_rank(int rank) const;

    /// Ranks that own neurons of `population`, ascending.
    std::vector<int> ranks_of(PopulationId population) const;

    /// Neurons of `block` that exist (the last block of a population may be filled in part).
    NeuronIndex n_neurons(const Block& block) const;

private:
    std::size_t worker(int rank, int thread) const;
    void deal_by_population(const std::vector<Block>& blocks);
    void deal_round_robin(const std::vector<Block>& blocks);

    std::vector<PopulationShape> populations_;
    int n_ranks_;
    int n_threads_;
    std::vector<std::vector<Block>> blocks_;  ///< [n_ranks * n_threads]
};

}  // namespace bgsim::network
