/// What a network will hold, before it is built.
#pragma once

#include <cstdint>

#include "bgsim/config/specification.hpp"

namespace bgsim::simulation {

/// How many processes and threads share the work.
struct Layout {
    int ranks = 1;
    int threads = 1;  ///< per rank
};

/// Bytes of one stored synapse: 4 for the target, 4 if weights vary, and if delays vary 1, or 2
/// where they span more than 255 steps.
int bytes_per_synapse(const config::Projection& projection);

/// Expected memory of the stored synapses of `projection` over all ranks [bytes]:
/// synapses * bytes_per_synapse + 4 per source and thread for the offsets of its rows.
double expected_bytes(const config::Specification& specification,
                      const config::Projection& projection,
                      const Layout& layout);

/// Memory of one block of cells [bytes]; cells that only send spikes take none.
struct BlockBytes {
    double state = 0.0;    ///< the rows of engine/row_layout.hpp
    double weights = 0.0;  ///< of inputs, where each cell has its own
    double dynamic = 0.0;  ///< of `state`, the rows that change during a run
};

BlockBytes block_bytes(const config::Specification& specification,
                       const config::Population& population);

/// Memory in which each thread with cells of `population` prepares the input of a few blocks
/// [bytes].
double input_bytes(const config::Specification& specification,
                   const config::Population& population);

/// Lists in which the events of so many blocks of one population and thread wait.
std::size_t lists_of_events(const config::Specification& specification, std::size_t n_blocks);

/// Memory of one synaptic event that waits for its block to advance [bytes].
double event_bytes(const config::Specification& specification);

/// Blocks of `population`; the last is padded.
double blocks_of(const config::Population& population);

/// Memory of the cells of `population` over all ranks [bytes]: its blocks.
double expected_bytes(const config::Specification& specification,
                      const config::Population& population);

/// Length of an interval between two meetings of the ranks [steps], as the engine takes it: the
/// shortest delay of all projections, and no more than engine::longest_interval.
Step interval_steps(const config::Specification& specification);

struct ExpectedSize {
    std::uint64_t neurons = 0;
    double synapses = 0.0;
    double neuron_bytes = 0.0;   ///< over all ranks
    double synapse_bytes = 0.0;  ///< over all ranks
};

ExpectedSize expected_size(const config::Specification& specification, const Layout& layout);

}  // namespace bgsim::simulation
