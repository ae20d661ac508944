#include "engine/other_ranks.hpp"

#include <algorithm>

#include "core/random_sequence.hpp"

namespace bgsim::engine {

OtherRanks::OtherRanks(const config::Specification& specification,
                       const network::Partition& partition,
                       const SpikeExchange& exchange,
                       const Emulation& emulation)
    : exchange_(exchange),
      rank_(emulation.rank),
      populations_(specification.populations.size()),
      words_(static_cast<std::size_t>(emulation.ranks)) {
    for (int r = 0; r != emulation.ranks; ++r) {
        if (r == rank_) continue;
        std::uint32_t place = 0;
        for (const network::Block& block : partition.blocks_of_rank(r)) {
            add_block(partition, block, r, place++);
        }
    }
    for (PopulationId p = 0; p != populations_.size(); ++p) {
        Cells& cells = populations_[p];
        cells.spikes_per_step = emulation.rates_hz[p] * cells.n * specification.dt * 1e-3;
        cells.has_targets_here = std::ranges::binary_search(exchange.ranks_with_targets(p), rank_);
        cells.key = stream_key(specification.seed, Purpose::poisson,
                               specification.populations[p].name, "other ranks");
        cells.in_step.prepare(cells.spikes_per_step);
    }
}

/// Only the last block of a population may be filled in part, so that in a piece each block but the
/// last has all of its cells.
void OtherRanks::add_block(const network::Partition& partition,
                           const network::Block& block,
                           int rank,
                           std::uint32_t place) {
    Cells& cells = populations_[block.population];
    const bool goes_on = !cells.pieces.empty() && cells.pieces.back().rank == rank &&
                         cells.n - cells.pieces.back().first_cell ==
                             (place - cells.pieces.back().first_block) * block_size;
    if (!goes_on) {
        cells.pieces.push_back({.rank = rank, .first_block = place, .first_cell = cells.n});
    }
    cells.n += partition.n_neurons(block);
}

comm::RankBuckets<std::uint32_t> OtherRanks::received(
    const comm::RankBuckets<std::uint32_t>& outgoing,
    const Interval& interval) {
    for (auto& words : words_) words.clear();
    std::size_t before = 0;
    for (int r = 0; r != rank_; ++r) before += outgoing.counts[static_cast<std::size_t>(r)];
    const auto own = outgoing.items.begin() + static_cast<std::ptrdiff_t>(before);
    const auto me = static_cast<std::size_t>(rank_);
    words_[me].assign(own, own + static_cast<std::ptrdiff_t>(outgoing.counts[me]));
    for (Cells& cells : populations_) {
        if (cells.has_targets_here && cells.n != 0) draw(cells, interval);
    }
    comm::RankBuckets<std::uint32_t> received(static_cast<int>(words_.size()));
    for (std::size_t r = 0; r != words_.size(); ++r) {
        received.counts[r] = words_[r].size();
        received.items.insert(received.items.end(), words_[r].begin(), words_[r].end());
    }
    return received;
}

void OtherRanks::draw(Cells& cells, const Interval& interval) {
    core::RandomSequence random(cells.key, static_cast<std::uint32_t>(interval.first), 0);
    cells.in_interval.prepare(cells.spikes_per_step * interval.n_steps);
    const std::uint32_t n_spikes = cells.in_interval(open_uniform(random.next()));
    for (std::uint32_t i = 0; i != n_spikes; ++i) {
        const NeuronIndex cell = random.below(cells.n);
        const auto piece = std::ranges::upper_bound(cells.pieces, cell, {}, &Piece::first_cell) - 1;
        const NeuronIndex in_piece = cell - piece->first_cell;
        const std::uint32_t step = random.below(static_cast<std::uint32_t>(interval.n_steps));
        words_[static_cast<std::size_t>(piece->rank)].push_back(exchange_.word(
            piece->first_block + in_piece / block_size, in_piece % block_size, step));
    }
}

std::uint64_t OtherRanks::spikes_in_step(PopulationId population, Step step) const {
    const Cells& cells = populations_[population];
    if (cells.n == 0) return 0;
    core::RandomSequence random(cells.key, static_cast<std::uint32_t>(step), 1);
    return cells.in_step(open_uniform(random.next()));
}

}  // namespace bgsim::engine
