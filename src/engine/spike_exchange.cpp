#include "engine/spike_exchange.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <set>

namespace bgsim::engine {

int longest_interval(const config::Specification& specification) {
    return static_cast<int>(specification.interval_steps());
}

SpikeExchange::SpikeExchange(const config::Specification& specification,
                             const network::Partition& partition,
                             int interval_steps)
    : interval_steps_(interval_steps), ranks_with_targets_(specification.populations.size()) {
    std::size_t most_blocks = 1;
    for (int r = 0; r != partition.n_ranks(); ++r) {
        blocks_of_.push_back(partition.blocks_of_rank(r));
        most_blocks = std::max(most_blocks, blocks_of_.back().size());
    }
    const std::uint64_t room = std::numeric_limits<std::uint32_t>::max() / block_size;
    const std::uint64_t most_steps = std::max<std::uint64_t>(1, room / most_blocks);
    interval_steps_ = static_cast<int>(
        std::min<std::uint64_t>(static_cast<std::uint64_t>(interval_steps), most_steps));
    std::vector<std::set<int>> ranks(specification.populations.size());
    for (const auto& p : specification.projections) {
        for (const int r : partition.ranks_of(p.target)) ranks[p.source].insert(r);
    }
    for (std::size_t p = 0; p != ranks.size(); ++p) {
        ranks_with_targets_[p].assign(ranks[p].begin(), ranks[p].end());
    }
}

comm::RankBuckets<std::uint32_t> SpikeExchange::pack(std::span<const OwnSpike> spikes,
                                                     const Interval& interval) const {
    comm::RankBuckets<std::uint32_t> buckets(static_cast<int>(blocks_of_.size()));
    for (const auto& [spike, block] : spikes) {
        for (const int r : ranks_with_targets_[spike.population]) {
            ++buckets.counts[static_cast<std::size_t>(r)];
        }
    }
    std::vector<std::size_t> next(buckets.counts.size(), 0);
    for (std::size_t r = 1; r < next.size(); ++r) next[r] = next[r - 1] + buckets.counts[r - 1];
    buckets.items.resize(next.back() + buckets.counts.back());
    for (const auto& [spike, block] : spikes) {
        const auto step = static_cast<std::uint32_t>(spike.step - interval.first - 1);
        const std::uint32_t packed = word(block, spike.neuron % block_size, step);
        for (const int r : ranks_with_targets_[spike.population]) {
            buckets.items[next[static_cast<std::size_t>(r)]++] = packed;
        }
    }
    return buckets;
}

/// The words of a rank come in the order of its blocks, and within a block of its cells and steps.
/// Where ranks hold one piece of a population after the other, sorting by (population, step) alone
/// leaves the cells in order, too.
std::vector<Spike> SpikeExchange::unpack(const comm::RankBuckets<std::uint32_t>& received,
                                         const Interval& interval) const {
    const auto steps = static_cast<std::uint32_t>(interval_steps_);
    std::vector<Spike> arrived;
    arrived.reserve(received.items.size());
    std::vector<std::size_t> end(ranks_with_targets_.size() * steps, 0);  // [population][step]
    std::size_t i = 0;
    for (std::size_t r = 0; r != received.counts.size(); ++r) {
        for (const std::size_t last = i + received.counts[r]; i != last; ++i) {
            const std::uint32_t word = received.items[i];
            const std::uint32_t cell = word / steps;
            const std::uint32_t step = word % steps;
            const network::Block& block = blocks_of_[r][cell / block_size];
            arrived.push_back({.population = block.population,
                               .neuron = block.first_neuron() + cell % block_size,
                               .step = step});
            ++end[std::size_t{block.population} * steps + step];
        }
    }
    std::exclusive_scan(end.begin(), end.end(), end.begin(), std::size_t{0});
    std::vector<Spike> spikes(arrived.size());
    for (const Spike& s : arrived) {
        const std::size_t group =
            std::size_t{s.population} * steps + static_cast<std::size_t>(s.step);
        spikes[end[group]++] = {s.population, s.neuron, interval.first + 1 + s.step};
    }
    std::size_t first = 0;
    for (const std::size_t last : end) {
        const auto group = std::span(spikes).subspan(first, last - first);
        if (!std::ranges::is_sorted(group, {}, &Spike::neuron)) {
            std::ranges::sort(group, {}, &Spike::neuron);
        }
        first = last;
    }
    return spikes;
}

}  // namespace bgsim::engine
