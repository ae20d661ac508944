/// What the steps of a run cost: the numbers behind predicted wall times.
///
/// Measured with tests/benchmark/plan (its README says where, when and how to measure anew) on one
/// core of an AMD EPYC with AVX-512. Another processor is easily twice as fast or as slow, and
/// `bgsim plan` says so.
#pragma once

namespace bgsim::simulation::cost {

// [ns] each
constexpr double unit_double = 1.2;  ///< one unit of engine::relative_cost
constexpr double unit_single = 0.6;
constexpr double state_byte = 0.15;      ///< a byte of state or input in an interval, if it is not
                                         ///< found in the cache any more
constexpr double cache_bytes = 3e6;      ///< of a thread
constexpr double block_step = 20.0;      ///< looking for those that fired
constexpr double poisson_draw = 22.0;    ///< number of events of a block in a step
constexpr double poisson_event = 12.0;   ///< one event to its ports
constexpr double far_event = 20.0;       ///< more, if they are not found in the cache
constexpr double noise_draw = 13.0;      ///< a normal number
constexpr double noise_added = 1.0;      ///< to the current of a cell, and its process advanced
constexpr double row_visit = 40.0;       ///< finding what of a source's row arrives in an interval
constexpr double synaptic_event = 10.0;  ///< one synapse
constexpr double edge_generated = 12.0;  ///< more, of a procedural row
constexpr double spike_sent = 10.0;      ///< to one rank
constexpr double spike_received = 50.0;  ///< sorting, histories
constexpr double spike_recorded = 25.0;  ///< counting, digest, sorting and writing
constexpr double interval = 1500.0;      ///< waking the threads

// Building [ns] each
constexpr double edge_drawn = 20.0;     ///< with the counting of those that go in batches
constexpr double edge_kept = 18.0;      ///< placed and sorted
constexpr double value_drawn = 10.0;    ///< a weight or delay that varies
constexpr double bernoulli_row = 20.0;  ///< a source and a block of targets
constexpr double edge_nearby = 600.0;   ///< in place of edge_drawn with a kernel: 200 to 1300, as
                                        ///< often as candidates are too far
constexpr double nearby_row = 60.0;     ///< a target and 64 sources of a row of their grid

constexpr double flush_s = 0.05;  ///< writing what is buffered, every 10 s of wall time
constexpr double start_s = 0.3;   ///< of MPI, reading, creating the result

// A message in a collective [ns]: through shared memory as measured; over a network as is common,
// not measured here.
constexpr double message_in_node = 400.0;
constexpr double message_between_nodes = 1500.0;
constexpr double byte_between_ranks = 1.0;  ///< [ns] 1 GB/s per rank

}  // namespace bgsim::simulation::cost
