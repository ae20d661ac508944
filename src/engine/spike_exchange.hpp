/// Spikes as words on the wire: 4 bytes each, packed and unpacked by pure functions.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/ids.hpp"
#include "comm/communicator.hpp"
#include "engine/interval.hpp"
#include "network/partition.hpp"

namespace bgsim::engine {

/// A spike of a cell on this rank; `block` counts the blocks of the rank.
struct OwnSpike {
    Spike spike;
    std::uint32_t block = 0;
};

/// Which ranks hold targets of which population, and how spikes become words.
///
/// A word is (block of the sending rank * block_size + lane) * longest interval + step in the
/// interval; the receiver knows the sender's blocks, so nothing else needs to be sent.
class SpikeExchange {
public:
    /// @param interval_steps longest interval; lowered here if words would not fit 32 bits
    SpikeExchange(const config::Specification& specification,
                  const network::Partition& partition,
                  int interval_steps);

    int interval_steps() const { return interval_steps_; }

    /// Ranks that receive the spikes of `population`, ascending.
    std::span<const int> ranks_with_targets(PopulationId population) const {
        return ranks_with_targets_[population];
    }

    /// The word of a spike of a cell of this rank, in step `step` of the interval.
    std::uint32_t word(std::uint32_t block, NeuronIndex lane, std::uint32_t step) const {
        return (block * block_size + lane) * static_cast<std::uint32_t>(interval_steps_) + step;
    }

    /// One bucket of words for each rank that has targets of the spike's population.
    comm::RankBuckets<std::uint32_t> pack(std::span<const OwnSpike> spikes,
                                          const Interval& interval) const;

    /// The spikes of all buckets, ordered by (population, step, neuron).
    std::vector<Spike> unpack(const comm::RankBuckets<std::uint32_t>& received,
                              const Interval& interval) const;

private:
    int interval_steps_;
    std::vector<std::vector<int>> ranks_with_targets_;    // [population]
    std::vector<std::vector<network::Block>> blocks_of_;  // [rank]
};

/// min over the projections of their smallest delay, between 1 and an upper limit that keeps
/// inputs small and the run responsive.
int longest_interval(const config::Specification& specification);

}  // namespace bgsim::engine
