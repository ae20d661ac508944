/// From what the ranks counted to the summary of a run.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "checkpoint/metadata.hpp"
#include "comm/communicator.hpp"
#include "core/phase.hpp"
#include "engine/engine.hpp"
#include "simulation/recorder.hpp"
#include "simulation/summary.hpp"

namespace bgsim::simulation {

/// Counts over all ranks, continued from those of `before`. Collective.
checkpoint::RunCounts counts_so_far(const checkpoint::RunCounts& before,
                                    const engine::Engine& engine,
                                    const Recorder& recorder,
                                    const comm::Communicator& communicator);

/// Rate of each population [Hz] from its spikes after step `from`, at `now`; not a number if no
/// time has passed since.
std::vector<std::pair<std::string, double>> mean_rates(const config::Specification& specification,
                                                       const std::vector<std::uint64_t>& counts,
                                                       Step from,
                                                       Step now);

/// Everything that the engine and the counts know: populations, synapses, digest, rates since
/// `discard` or, if later, step `start`. Collective.
RunSummary summarise(const config::Specification& specification,
                     const checkpoint::RunCounts& counts,
                     const engine::Engine& engine,
                     Step start,
                     const comm::Communicator& communicator);

/// Over ranks; complete on rank 0. Collective.
PhaseStatistics statistics_of(const core::PhaseTimes& own, const comm::Communicator& communicator);

}  // namespace bgsim::simulation
