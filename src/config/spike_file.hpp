/// Populations that repeat recorded spikes.
#pragma once

#include "config/context.hpp"
#include "config/section.hpp"

namespace bgsim::config {

/// Read `file`, `population` and `digest` of the spikes of `id`, and the spikes: on the grid, in
/// the order of time, each cell at most once in a step. What had to be changed for that is noted.
SpikeFile read_spike_file(const Section& section, PopulationId id, Context& context);

}  // namespace bgsim::config
