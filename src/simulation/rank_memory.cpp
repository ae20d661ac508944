#include "simulation/rank_memory.hpp"

#include <algorithm>
#include <cstddef>
#include <numeric>
#include <vector>

#include "engine/spike_exchange.hpp"
#include "engine/spike_history.hpp"
#include "model/tsodyks.hpp"
#include "network/edge_batch.hpp"
#include "network/edges.hpp"
#include "network/expected_pairs.hpp"

namespace bgsim::simulation {
namespace {

using config::Projection;
using config::Specification;

/// Resident memory of a rank with a tiny network [bytes]: the program, HDF5 and Open MPI 4.1 with
/// shared memory alone, measured with tests/benchmark/plan. A fast network's driver takes more.
constexpr double base_bytes = 32e6;

/// Arrays that grow hold up to twice what they need.
constexpr double growth = 2.0;

double n_blocks(const Specification& specification) {
    double n = 0.0;
    for (const auto& population : specification.populations) n += blocks_of(population);
    return n;
}

/// One rank, part by part.
class Estimate {
public:
    Estimate(const Specification& specification,
             const Division& division,
             const MemoryInputs& inputs,
             int rank)
        : spec_(specification),
          division_(division),
          inputs_(inputs),
          rank_(rank),
          shares_(division.of_rank(rank)) {}

    RankMemory memory() {
        add_synapses();
        add_cells();
        add_plasticity();
        add_spikes();
        add_recorded_spikes();
        add_recording();
        memory_[MemoryPart::base] = base_bytes;
        return memory_;
    }

private:
    double n_sources(const Projection& p) const { return spec_.populations[p.source].size; }

    /// Spikes of all cells of a population in a second.
    double spikes_per_s(PopulationId p) const {
        return inputs_.rates[p].rate_hz * spec_.populations[p].size;
    }
    double own_spikes_per_s(PopulationId p) const {
        return inputs_.rates[p].rate_hz * shares_[p].cells;
    }
    double seconds(Step steps) const { return static_cast<double>(steps) * spec_.dt * 1e-3; }

    /// The lengths of rows; where edges go to their rows in batches, then how much of each is
    /// filled, and a batch. Few slots are drawn by target, too.
    double bytes_while_built(const Projection& p, const Share& own) const {
        const double lengths = sizeof(std::uint32_t) * n_sources(p);
        if (network::has_rows(p.rule) && !network::fills_slots(p.rule)) return lengths;
        const double fraction = own.cells / static_cast<double>(spec_.populations[p.target].size);
        const double in_batch = std::min(static_cast<double>(network::EdgeBatch::capacity),
                                         network::expected_synapses(spec_, p) * fraction);
        return lengths + static_cast<double>(network::EdgeBatch::bytes_per_edge) * in_batch;
    }

    /// Each thread stores its own.
    void add_synapses() {
        for (int t = 0; t != division_.layout().threads; ++t) {
            const Shares& own = division_.of_worker(rank_, t);
            double longest = 0.0;
            for (const Projection& p : spec_.projections) {
                if (own[p.target].blocks == 0) continue;
                if (p.is_procedural) continue;
                memory_[MemoryPart::synapses] += synapse_bytes(spec_, p, own[p.target]);
                longest = std::max(longest, bytes_while_built(p, own[p.target]));
            }
            memory_[MemoryPart::building] += longest;
        }
    }

    /// All ranks know all recorded spikes, and those that repeat them keep their own apart.
    void add_recorded_spikes() {
        constexpr double bytes_of_own = 16.0;
        for (std::size_t p = 0; p != shares_.size(); ++p) {
            const auto& population = spec_.populations[p];
            if (!population.spike_file) continue;
            const auto n = static_cast<double>(population.spike_file->spikes.size());
            const double own = shares_[p].cells / static_cast<double>(population.size);
            memory_[MemoryPart::spikes] +=
                n * (sizeof(std::uint64_t) + growth * bytes_of_own * own);
        }
    }

    void add_cells() {
        for (std::size_t p = 0; p != shares_.size(); ++p) {
            const BlockBytes bytes = block_bytes(spec_, spec_.populations[p]);
            memory_[MemoryPart::state] += shares_[p].blocks * bytes.state;
            memory_[MemoryPart::input] += shares_[p].blocks * bytes.weights;
            add_input(static_cast<PopulationId>(p));
        }
        for (const Projection& p : spec_.projections) add_arrivals(p);
    }

    void add_input(PopulationId p) {
        for (int t = 0; t != division_.layout().threads; ++t) {
            const Share& own = division_.of_worker(rank_, t)[p];
            if (own.blocks == 0) continue;
            memory_[MemoryPart::input] += input_bytes(spec_, spec_.populations[p]) +
                                          static_cast<double>(lists_of_events(spec_, own.blocks) *
                                                              sizeof(std::vector<std::byte>));
        }
    }

    /// Events of an interval, in the lists of own blocks; and of a procedural row, what waits for
    /// longer delays.
    void add_arrivals(const Projection& p) {
        const double n_targets = spec_.populations[p.target].size;
        const double own = shares_[p.target].cells / n_targets;
        const double per_s =
            spikes_per_s(p.source) * network::expected_synapses(spec_, p) / n_sources(p) * own;
        const Step waiting = p.is_procedural ? p.max_delay - p.min_delay : 0;  // full lists
        const double events = per_s * seconds(interval_steps(spec_) + waiting);
        memory_[MemoryPart::events] += growth * events * event_bytes(spec_);
    }

    void add_plasticity() {
        for (const Projection& p : spec_.projections) {
            if (!p.plasticity || shares_[p.target].blocks == 0) continue;
            memory_[MemoryPart::plasticity] += sizeof(model::TsodyksState) * n_sources(p);
        }
    }

    /// Bytes of one spike in the history of `source`: itself, and a factor per plastic projection.
    double bytes_in_history(PopulationId source) const {
        double bytes = sizeof(engine::SpikeHistory::Entry);
        for (const Projection& p : spec_.projections) {
            const bool is_here = p.source == source && shares_[p.target].blocks != 0;
            if (is_here && p.plasticity) bytes += sizeof(double);
        }
        return bytes;
    }

    void add_spikes() {
        double bytes = 2.0 * sizeof(network::Block) * n_blocks(spec_);  // who owns which
        const double interval_s = seconds(interval_steps(spec_));
        for (PopulationId p = 0; p != shares_.size(); ++p) {
            const double sent = own_spikes_per_s(p) * interval_s;
            const double copies = division_.destinations()[p];
            constexpr double kept = sizeof(engine::OwnSpike) + sizeof(Spike);
            bytes += growth * sent * (kept + sizeof(std::uint32_t) * copies);
            if (!receives(spec_, shares_, p)) continue;
            const double received = spikes_per_s(p);
            Step longest = 0;
            for (const Projection& j : spec_.projections) {
                if (j.source == p) longest = std::max(longest, j.max_delay);
            }
            bytes += growth * received * seconds(longest) * bytes_in_history(p);
            bytes += growth * received * interval_s * (sizeof(std::uint32_t) + sizeof(Spike));
        }
        memory_[MemoryPart::spikes] += bytes;
    }

    /// Between two writes, and while they are sorted and turned into the file's numbers.
    void add_recording() {
        constexpr double bytes_per_spike = growth * 8.0 + 4.0 * 8.0;
        double bytes = 0.0;
        for (PopulationId p = 0; p != shares_.size(); ++p) {
            if (!spec_.recording.spikes[p]) continue;
            bytes += bytes_per_spike * own_spikes_per_s(p) * inputs_.buffered_s;
        }
        for (const auto& state : spec_.recording.states) {
            const auto& population = spec_.populations[state.population];
            double recorded = 0.0;
            for (const auto& [first, last] : state.neurons) recorded += last - first + 1.0;
            const double own = recorded * shares_[state.population].cells / population.size;
            const double samples = inputs_.buffered_s / seconds(state.every);
            bytes += growth * sizeof(float) * own * static_cast<double>(state.variables.size()) *
                     (samples + 1.0);
        }
        if (const auto& lfp = spec_.recording.lfp) {
            bytes += growth * sizeof(std::uint64_t) * static_cast<double>(lfp->populations.size()) *
                     (inputs_.buffered_s / seconds(lfp->every) + 1.0);
        }
        memory_[MemoryPart::recording] = bytes;
    }

    const Specification& spec_;
    const Division& division_;
    const MemoryInputs& inputs_;
    int rank_;
    const Shares& shares_;
    RankMemory memory_;
};

}  // namespace

double RankMemory::total() const { return std::accumulate(bytes.begin(), bytes.end(), 0.0); }

double synapse_bytes(const Specification& specification,
                     const Projection& projection,
                     const Share& share) {
    const double n_sources = specification.populations[projection.source].size;
    const double n_targets = specification.populations[projection.target].size;
    const double fraction = share.cells / n_targets;
    return network::expected_synapses(specification, projection) * fraction *
               bytes_per_synapse(projection) +
           sizeof(std::uint32_t) * (n_sources + 1.0) +
           sizeof(std::uint64_t) * (n_sources / 256.0 + 1.0);
}

std::vector<RankMemory> rank_memory(const Specification& specification,
                                    const Division& division,
                                    const MemoryInputs& inputs) {
    std::vector<RankMemory> ranks;
    for (int r = 0; r != division.layout().ranks; ++r) {
        ranks.push_back(Estimate(specification, division, inputs, r).memory());
    }
    return ranks;
}

}  // namespace bgsim::simulation
