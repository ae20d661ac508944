/// The interval loop on one rank: deliver, drive, integrate, emit, exchange.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "comm/communicator.hpp"
#include "core/phase.hpp"
#include "core/thread_team.hpp"
#include "engine/interval.hpp"
#include "engine/other_ranks.hpp"
#include "engine/sampling.hpp"
#include "engine/spike_exchange.hpp"
#include "engine/worker.hpp"
#include "network/partition.hpp"

namespace bgsim::engine {

/// Where the engine puts what it computes; knows no files. Called on the main thread.
class Output {
public:
    virtual ~Output() = default;
    /// Spikes of own cells in a finished interval.
    virtual void spikes(std::span<const Spike> own) = 0;
    /// One sample of a report: [own recorded neurons * variables].
    virtual void sample(std::size_t report, Step step, std::span<const float> values) = 0;
    /// The synaptic currents of own cells at one time, in `current_unit_pA`:
    /// [populations of the LFP recording].
    virtual void lfp(std::span<const std::uint64_t> sums) = 0;
};

/// What a restart needs of an engine beside its specification; for reading and for writing.
///
/// Ranks with targets of a population keep the same history of its spikes, ranks with targets of a
/// plastic projection the same releases: one rank speaks for all of them.
struct EngineState {
    Step& now;
    std::vector<BlockState> blocks;  ///< own
    SharedSpikes& spikes;
    std::vector<bool> speaks_for_history;   ///< [population] this rank is the one
    std::vector<bool> speaks_for_releases;  ///< [projection]
};

/// Builds this rank's part of the network and advances it, interval by interval.
class Engine {
public:
    /// Collective. The specification must outlive the engine.
    /// @param emulation  with a serial communicator: this rank of a larger run, whose other ranks'
    ///                   spikes are drawn; for measuring, since what it simulates is not the
    ///                   network
    Engine(const config::Specification& specification,
           const comm::Communicator& communicator,
           int n_threads,
           const std::string& isa,
           const std::optional<Emulation>& emulation = {});

    Step now() const { return now_; }
    bool is_done() const { return now_ >= specification_.duration; }

    /// Collective. One interval; every rank gets the or of all ranks' `flags`.
    std::uint32_t advance(std::uint32_t flags, Output& output);

    /// Own recorded neurons of each report.
    const std::vector<OwnReport>& own_reports() const { return reports_; }

    /// The first membrane potential of this rank that is not finite.
    std::optional<NumericalFault> fault() const;

    WorkerCounts counts() const;     ///< of this rank
    core::PhaseTimes times() const;  ///< of this rank; threads: the largest of each phase
    int interval_steps() const { return exchange_.interval_steps(); }

    /// Between two intervals; may be replaced by that of another engine for the same network.
    EngineState state();

private:
    void build_reports();
    void build_workers(const std::string& isa);
    std::vector<SampleColumn> columns_of_rank() const;
    void collect_spikes(Output& output);
    void hand_over_samples(const Interval& interval, Output& output);
    void hand_over_lfp(const Interval& interval, Output& output) const;
    comm::Exchanged exchange(const Interval& interval, std::uint32_t flags, core::Stopwatch& watch);
    void receive(const comm::RankBuckets<std::uint32_t>& received, const Interval& interval);
    void follow_activity(const Interval& interval);
    /// @param first  [population] place of its first step in `spikes`
    void add_activity_of_others(const Interval& interval,
                                std::span<const std::size_t> first,
                                std::span<std::uint64_t> spikes) const;

    const config::Specification& specification_;
    comm::Communicator communicator_;
    int rank_;  // the communicator's, or the emulated one
    core::ThreadTeam team_;
    network::Partition partition_;
    SpikeExchange exchange_;
    std::optional<OtherRanks> others_;  // of an emulated run
    std::vector<OwnReport> reports_;
    std::vector<std::size_t> n_columns_;  // [report]
    std::vector<std::unique_ptr<Worker>> workers_;
    SharedSpikes shared_;
    std::vector<std::vector<std::size_t>> plastic_of_;  // [population] projections with releases
    SampleBuffers samples_;
    std::vector<OwnSpike> own_spikes_;
    std::vector<Spike> plain_spikes_;
    core::PhaseTimes times_;
    Step now_ = 0;
};

}  // namespace bgsim::engine
