/// One thread's share of the network: it alone writes to its blocks, so there are no locks.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "core/phase.hpp"
#include "engine/interval.hpp"
#include "engine/loop.hpp"
#include "engine/sampling.hpp"
#include "engine/spike_exchange.hpp"
#include "engine/spike_history.hpp"
#include "network/partition.hpp"

namespace bgsim::engine {

/// What a rank's workers share while an interval is worked on; written by the main thread only.
struct SharedSpikes {
    std::vector<SpikeHistory> histories;                  ///< [population]
    std::vector<std::optional<ReleaseHistory>> releases;  ///< [projection] of plastic ones
    ActivityHistories activity;                           ///< [population] of followed ones
};

/// A membrane potential that is not finite.
struct NumericalFault {
    PopulationId population = 0;
    NeuronIndex neuron = 0;
    double V_m = 0.0;
    Step before = 0;  ///< it happened before this step
};

struct WorkerCounts {
    std::uint64_t synapses = 0;
    std::uint64_t synapse_bytes = 0;
    std::uint64_t state_bytes = 0;
    std::uint64_t synaptic_events = 0;
    std::uint64_t external_events = 0;
};

/// Column `column` of a sample of `report` comes from one row of one cell.
struct SampleColumn {
    std::size_t report = 0;
    std::size_t column = 0;
    Step every = 1;
    PopulationId population = 0;
    NeuronIndex neuron = 0;
    std::size_t row = 0;
    int port = -1;  ///< whose gain it is multiplied by; -1: none
};

/// Samples of an interval: [report][sample in the interval * columns + column].
using SampleBuffers = std::vector<std::vector<float>>;

/// What of one block changes as it advances: [n_changing_rows * block_size], for reading and
/// writing.
struct BlockState {
    PopulationId population = 0;
    std::uint32_t index = 0;
    std::variant<std::span<double>, std::span<float>> rows;
};

class Worker {
public:
    virtual ~Worker() = default;

    /// Deliver, drive, integrate and emit for one interval.
    virtual void run(const Interval& interval,
                     const SharedSpikes& shared,
                     SampleBuffers& samples) = 0;

    /// Synaptic currents of own cells in the last interval, in `current_unit_pA`:
    /// [populations of the LFP recording * samples in the interval].
    virtual std::span<const std::uint64_t> lfp() const = 0;

    /// Spikes of the last interval.
    virtual std::span<const OwnSpike> spikes() const = 0;
    virtual const std::optional<NumericalFault>& fault() const = 0;
    virtual const core::PhaseTimes& times() const = 0;
    virtual WorkerCounts counts() const = 0;

    /// All own blocks that have state.
    virtual std::vector<BlockState> block_states() = 0;
};

struct WorkerSetup {
    const config::Specification& specification;
    std::span<const network::Block> blocks;  ///< own blocks
    std::uint32_t first_block = 0;           ///< of the rank's count of blocks
    std::vector<SampleColumn> columns;       ///< of own cells
    std::span<const std::size_t> n_columns;  ///< [report] columns of the rank
    int interval_steps = 1;
    std::string isa;
};

/// Build a worker: draw its cells and its synapses. Called on the thread that will run it, so that
/// memory lies near.
std::unique_ptr<Worker> make_worker(const WorkerSetup& setup);

}  // namespace bgsim::engine
