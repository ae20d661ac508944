/// Measuring one rank of a large run on a machine that could not hold the whole.
#pragma once

#include <cstdint>
#include <string>

#include "bgsim/config/specification.hpp"
#include "core/phase.hpp"
#include "engine/worker.hpp"
#include "simulation/rank_memory.hpp"
#include "simulation/run_plan.hpp"

namespace bgsim::simulation {

/// What was predicted for a rank, and what it took.
struct EmulatedRank {
    int rank = 0;
    PlanRequest request{};
    double model_s = 0.0;
    RankMemory predicted_memory{};
    core::PhaseTimes predicted{};
    core::PhaseTimes measured{};
    double network_s = 0.0;  ///< of the exchange: predicted, since no other rank is there
    double loop_s = 0.0;     ///< measured, without network and drawing what others would send
    std::uint64_t peak_memory_bytes = 0;  ///< of this process
    engine::WorkerCounts counts{};
};

/// Build what rank `rank` of `request.layout` would hold and run it, with spikes of others drawn at
/// their assumed rates. Records no file. On a single rank.
EmulatedRank emulate(const config::Specification& undecided, const PlanRequest& request, int rank);

/// For people; ends with a newline.
std::string emulation_text(const EmulatedRank& emulated);

/// For scripts; ends with a newline.
std::string emulation_json(const EmulatedRank& emulated);

}  // namespace bgsim::simulation
