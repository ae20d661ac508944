/// Noisy currents.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "bgsim/config/specification.hpp"
#include "bgsim/random.hpp"
#include "engine/interval.hpp"
#include "engine/population_store.hpp"
#include "engine/receivers.hpp"

namespace bgsim::engine {

/// An Ornstein-Uhlenbeck process around 0, of one cell each or the same for all,
///
///     x(t + dt) = x(t) exp(-dt / tau) + sd sqrt(1 - exp(-2 dt / tau)) N(0, 1),
///
/// exact for any dt. The normal number is a function of input seed, input, cell and step.
class NoiseCourse {
public:
    NoiseCourse(const config::Specification& specification, const config::Input& input);

    /// The values of the cells of a block at the start, from the distribution that they keep.
    /// @param x  [block_size]
    template <typename Real>
    void start(std::uint32_t block, Real* x) const;

    /// From the values during `step` to those during the next.
    template <typename Real>
    void advance(std::uint32_t block, Step step, Real* x) const;

private:
    /// Normal numbers of the cells of a block.
    std::array<double, block_size> normals(std::uint32_t block, Step step) const;

    StreamKey key_;
    bool is_shared_;
    double sd_;
    double kept_;  // of the value from step to step
    double new_;   // standard deviation of what is added in a step
};

/// The current of one input that is noise into the cells of one worker. The state of the process
/// is a row of each block.
class NoiseDrive {
public:
    NoiseDrive(const config::Specification& specification,
               const config::Input& input,
               std::span<const std::uint32_t> blocks,
               std::size_t row);

    /// Add what one block receives, and advance the process.
    /// @param current [step of the interval][block_size]
    template <typename Real>
    void add(PopulationStore<Real>& cells,
             std::size_t block,
             const Interval& interval,
             Real* current) const;

private:
    const config::Waveform* waveform_;
    Receivers receivers_;
    NoiseCourse course_;
    std::size_t row_;
};

}  // namespace bgsim::engine
