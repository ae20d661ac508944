/// Cells without a model: they fire at given times, at recorded ones, or at random.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/random.hpp"
#include "engine/interval.hpp"
#include "engine/loop.hpp"
#include "engine/poisson_table.hpp"

namespace bgsim::engine {

/// The spikes of a population that only sends.
///
/// At random, a cell fires in a step with the probability rate x dt, independent of all others and
/// of other steps. Like the trains of inputs, what a block does in a step depends on the input
/// seed, the name of the population, the block, the step and the rate alone.
class SpikeSource {
public:
    /// @param blocks  that will be asked for; recorded spikes are kept for these
    SpikeSource(const config::Specification& specification,
                const config::Population& population,
                std::span<const std::uint32_t> blocks);

    /// Take the rates of the steps of `interval`.
    /// @param activity  of the populations that loops follow; may be empty if the rate is given
    void prepare(const Interval& interval, const ActivityHistories& activity = {});

    /// Set [step of the interval][block_size], all 0, to 1 where a cell of `block` fires. A spike
    /// at a time ends the step before it.
    /// @return whether one does
    bool fire(std::uint32_t block, const Interval& interval, std::uint8_t* fired) const;

private:
    /// Of one cell of own blocks.
    struct Recorded {
        std::uint32_t block = 0;
        std::uint32_t lane = 0;
        Step step = 0;
    };

    bool fire_at_times(const Interval& interval, std::uint8_t* fired) const;
    bool repeat(std::uint32_t block, const Interval& interval, std::uint8_t* fired) const;

    const config::Specification* specification_;
    const config::Population* population_;
    StreamKey key_;
    StreamKey jitter_;
    double dt_;
    std::vector<PoissonTable> tables_;  // [step of the interval]; none without a rate
    std::vector<Recorded> recorded_;    // by block, then step
};

}  // namespace bgsim::engine
