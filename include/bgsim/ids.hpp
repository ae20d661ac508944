/// Identifiers and counts that cross the borders of modules.
#pragma once

#include <cstdint>

namespace bgsim {

/// A count of time steps of length dt, or a point on that grid (step s is the time s * dt).
using Step = std::int64_t;

/// Position of a population in `Specification::populations` (the order of the file).
using PopulationId = std::uint32_t;

/// Position of a neuron in its population, from 0; this is what result files call `node_id`.
using NeuronIndex = std::uint32_t;

/// Neurons per block, the unit that ranks and threads own (docs/architecture.md).
inline constexpr NeuronIndex block_size = 256;

/// Cells of the largest population, so that the end of its last block is still a NeuronIndex.
inline constexpr NeuronIndex largest_population = 0xffffffffU - block_size + 1;

/// A spike: neuron `neuron` of `population` crossed its threshold in the step that ended at `step`.
struct Spike {
    PopulationId population;
    NeuronIndex neuron;
    Step step;

    friend bool operator==(const Spike&, const Spike&) = default;
};

}  // namespace bgsim
