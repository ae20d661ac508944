/// The memory that each rank of a run would take.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "engine/activity.hpp"
#include "simulation/shares.hpp"

namespace bgsim::simulation {

enum class MemoryPart {
    synapses,
    state,
    input,
    events,
    plasticity,
    spikes,
    recording,
    building,
    base,
};

inline constexpr std::array<std::string_view, 9> memory_part_names = {"synapses",
                                                                      "cells: state and parameters",
                                                                      "cells: input buffers",
                                                                      "events that wait",
                                                                      "short-term plasticity",
                                                                      "spikes and exchange",
                                                                      "recording buffers",
                                                                      "while building",
                                                                      "program and MPI"};

/// Of one rank [bytes].
struct RankMemory {
    std::array<double, memory_part_names.size()> bytes{};

    double& operator[](MemoryPart part) { return bytes[static_cast<std::size_t>(part)]; }
    double operator[](MemoryPart part) const { return bytes[static_cast<std::size_t>(part)]; }
    double total() const;
};

/// What memory depends on besides the network.
struct MemoryInputs {
    const std::vector<engine::AssumedRate>& rates;  ///< [population]
    double buffered_s = 0.0;  ///< model time between two writes to the result file
};

/// [rank]. Synapses, state, input buffers and plasticity are what the engine counts (synapses of
/// random number: their expectation); spikes and recording follow from the assumed rates.
std::vector<RankMemory> rank_memory(const config::Specification& specification,
                                    const Division& division,
                                    const MemoryInputs& inputs);

/// Stored synapses of `projection` on a worker with `share` of its target [bytes].
double synapse_bytes(const config::Specification& specification,
                     const config::Projection& projection,
                     const Share& share);

}  // namespace bgsim::simulation
