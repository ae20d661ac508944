/// Recorded spikes from files of others, or from results of bgsim.
#pragma once

#include "bgsim/recorded_spikes.hpp"

namespace bgsim::io {

/// From SONATA (/spikes/<population>/timestamps and node_ids, sorted or not; results of bgsim are
/// such files) or from comma-separated values with the names of columns in the first line: the time
/// in ms (time_ms, time, t), the cell (cell, neuron, node_id) and, if there are several, the
/// `population`; others are ignored. Local. @throws UnreadableSpikes
RecordedSpikes read_spike_file(const SpikeSelection& selection);

}  // namespace bgsim::io
