#include "network/partition.hpp"

#include <algorithm>

#include "bgsim/error.hpp"

namespace bgsim::network {

Partition::Partition(std::vector<PopulationShape> populations,
                     config::PartitionRule rule,
                     int n_ranks,
                     int n_threads)
    : populations_(std::move(populations)), n_ranks_(n_ranks), n_threads_(n_threads) {
    BGSIM_EXPECT(n_ranks > 0 && n_threads > 0);
    blocks_.resize(static_cast<std::size_t>(n_ranks) * static_cast<std::size_t>(n_threads));
    std::vector<Block> blocks;
    for (PopulationId p = 0; p != populations_.size(); ++p) {
        const std::uint32_t n = (populations_[p].size + block_size - 1) / block_size;
        for (std::uint32_t b = 0; b != n; ++b) blocks.push_back({p, b});
    }
    if (rule == config::PartitionRule::round_robin) {
        deal_round_robin(blocks);
    } else {
        deal_by_population(blocks);
    }
}

void Partition::deal_by_population(const std::vector<Block>& blocks) {
    double total = 0.0;
    for (const Block& b : blocks) total += populations_[b.population].cost_per_block;
    const auto n_workers = static_cast<double>(blocks_.size());
    double before = 0.0;
    for (const Block& b : blocks) {
        // A block belongs to the worker in whose share of the total cost its middle lies.
        const double cost = populations_[b.population].cost_per_block;
        const double middle = (before + 0.5 * cost) / total;
        const auto owner = static_cast<std::size_t>(middle * n_workers);
        blocks_[std::min(owner, blocks_.size() - 1)].push_back(b);
        before += cost;
    }
}

void Partition::deal_round_robin(const std::vector<Block>& blocks) {
    const auto ranks = static_cast<std::size_t>(n_ranks_);
    const auto threads = static_cast<std::size_t>(n_threads_);
    for (std::size_t i = 0; i != blocks.size(); ++i) {
        blocks_[(i % ranks) * threads + (i / ranks) % threads].push_back(blocks[i]);
    }
}

std::size_t Partition::worker(int rank, int thread) const {
    return static_cast<std::size_t>(rank) * static_cast<std::size_t>(n_threads_) +
           static_cast<std::size_t>(thread);
}

const std::vector<Block>& Partition::blocks_of(int rank, int thread) const {
    return blocks_[worker(rank, thread)];
}

std::vector<Block> Partition::blocks_of_rank(int rank) const {
    std::vector<Block> all;
    for (int t = 0; t != n_threads_; ++t) {
        const auto& own = blocks_of(rank, t);
        all.insert(all.end(), own.begin(), own.end());
    }
    return all;
}

std::vector<int> Partition::ranks_of(PopulationId population) const {
    std::vector<int> ranks;
    for (int r = 0; r != n_ranks_; ++r) {
        for (int t = 0; t != n_threads_; ++t) {
            const auto& own = blocks_of(r, t);
            const bool has = std::ranges::any_of(
                own, [&](const Block& b) { return b.population == population; });
            if (has && (ranks.empty() || ranks.back() != r)) ranks.push_back(r);
        }
    }
    return ranks;
}

NeuronIndex Partition::n_neurons(const Block& block) const {
    return std::min(block_size, populations_[block.population].size - block.first_neuron());
}

}  // namespace bgsim::network
