#include "simulation/wall_time.hpp"

#include <algorithm>
#include <cmath>

#include "engine/block_cost.hpp"
#include "network/expected_pairs.hpp"
#include "simulation/cost_constants.hpp"

namespace bgsim::simulation {
namespace {

using config::ConnectionRule;
using config::Projection;
using config::Specification;
using core::Phase;
using core::PhaseTimes;

constexpr double ns = 1e-9;

double n_intervals(const Specification& spec) {
    return std::ceil(static_cast<double>(spec.duration) /
                     static_cast<double>(interval_steps(spec)));
}

/// Rules whose partners every worker draws, to keep its own.
bool is_drawn_whole(const ConnectionRule& rule) {
    return rule.kind == ConnectionRule::Kind::fixed_outdegree ||
           rule.kind == ConnectionRule::Kind::fixed_total;
}

/// Phases of the work of one thread [s], without waiting.
class WorkerTime {
public:
    WorkerTime(const Specification& specification, const std::vector<engine::AssumedRate>& rates)
        : spec_(specification),
          rates_(rates),
          seconds_(static_cast<double>(spec_.duration) * spec_.dt * 1e-3),
          unit_(spec_.precision == config::Precision::single ? cost::unit_single
                                                             : cost::unit_double) {
        for (const auto& p : spec_.populations) {
            costs_.push_back(p.model.empty() ? 0.0 : engine::relative_cost(p, spec_.dt));
            const BlockBytes bytes = block_bytes(spec_, p);
            bytes_.push_back(bytes.state + bytes.weights);
        }
        for (const auto& p : spec_.projections)
            synapses_.push_back(network::expected_synapses(spec_, p));
        for (const auto& i : spec_.inputs)
            means_.push_back(engine::mean_of(i.waveform, spec_, rates_));
    }

    PhaseTimes of(const Shares& shares) const {
        PhaseTimes times;
        const auto steps = static_cast<double>(spec_.duration);
        const double bytes = bytes_of(shares);
        const bool is_far = bytes > cost::cache_bytes;
        if (is_far) times[Phase::integrate] += n_intervals(spec_) * bytes * cost::state_byte * ns;
        for (std::size_t p = 0; p != shares.size(); ++p) {
            const double blocks = shares[p].blocks;
            times[Phase::integrate] += blocks * block_size * steps * costs_[p] * unit_ * ns;
            times[Phase::emit] += blocks * steps * cost::block_step * ns;
            if (spec_.populations[p].spike_rate) {
                times[Phase::integrate] += blocks * steps * cost::poisson_draw * ns;
            }
        }
        for (std::size_t i = 0; i != spec_.projections.size(); ++i) {
            const Share& own = shares[spec_.projections[i].target];
            if (own.blocks == 0) continue;
            times[Phase::build] += build(i, own);
            times[Phase::deliver] += deliver(i, own);
        }
        for (std::size_t i = 0; i != spec_.inputs.size(); ++i) {
            const Share& own = shares[spec_.inputs[i].target];
            times[Phase::drive] += drive(i, own, is_far);
            times[Phase::integrate] += noise(spec_.inputs[i], own);
        }
        return times;
    }

private:
    double fraction(const Projection& p, const Share& own) const {
        const double n_targets = spec_.populations[p.target].size;
        return own.cells / n_targets;
    }

    /// Of weight and delay, how many are drawn for each synapse.
    static double n_varied(const Projection& p) {
        return (p.weight.is_constant() ? 0.0 : 1.0) + (p.delay.is_constant() ? 0.0 : 1.0);
    }

    double build(std::size_t i, const Share& own) const {
        const Projection& p = spec_.projections[i];
        if (p.is_procedural) return 0.0;
        const double kept = synapses_[i] * fraction(p, own);
        const double drawn = is_drawn_whole(p.rule) ? synapses_[i] : kept;
        double time = drawn * (p.rule.kernel ? cost::edge_nearby : cost::edge_drawn) +
                      kept * cost::edge_kept + kept * n_varied(p) * cost::value_drawn;
        if (p.rule.kind == ConnectionRule::Kind::pairwise_bernoulli) {
            const double n_sources = spec_.populations[p.source].size;
            time += n_sources * own.blocks * cost::bernoulli_row;
        }
        if (p.rule.kernel && p.rule.kind == ConnectionRule::Kind::fixed_indegree) {
            const config::Grid& grid = *spec_.populations[p.source].grid;
            time += own.cells * grid.rows * std::ceil(grid.columns / 64.0) * cost::nearby_row;
        }
        return time * ns;
    }

    /// A stored row is looked into in each interval into which one of its delays may fall; a
    /// procedural one is generated once, and what arrives later is kept.
    double deliver(std::size_t i, const Share& own) const {
        const Projection& p = spec_.projections[i];
        const double n_sources = spec_.populations[p.source].size;
        const double spikes = rates_[p.source].rate_hz * n_sources * seconds_;
        const double row = synapses_[i] * fraction(p, own) / n_sources;
        const double events = row * cost::synaptic_event;
        if (p.is_procedural) {
            const double values = row * n_varied(p) * cost::value_drawn;
            const bool is_bernoulli = p.rule.kind == ConnectionRule::Kind::pairwise_bernoulli;
            const double draws = is_bernoulli ? own.blocks * cost::bernoulli_row : 0.0;
            const double edges = row * cost::edge_generated;
            return spikes * (cost::row_visit + draws + edges + values + events) * ns;
        }
        const auto span = static_cast<double>(p.max_delay - p.min_delay);
        const double visits = 1.0 + span / static_cast<double>(interval_steps(spec_));
        return spikes * (visits * cost::row_visit + events) * ns;
    }

    /// All that an interval goes through.
    double bytes_of(const Shares& shares) const {
        double bytes = 0.0;
        for (std::size_t p = 0; p != shares.size(); ++p) bytes += shares[p].blocks * bytes_[p];
        return bytes;
    }

    double drive(std::size_t i, const Share& own, bool is_far) const {
        const config::Input& input = spec_.inputs[i];
        if (input.kind != config::Input::Kind::poisson) return 0.0;
        const double n_cells = spec_.populations[input.target].size;
        const double receivers = config::n_receivers(input, spec_.populations[input.target].size);
        const double events = receivers * own.cells / n_cells * means_[i] * seconds_;
        const double draws = own.blocks * static_cast<double>(spec_.duration);
        const double per_event = cost::poisson_event + (is_far ? cost::far_event : 0.0);
        return (draws * cost::poisson_draw + events * per_event) * ns;
    }

    double noise(const config::Input& input, const Share& own) const {
        if (input.waveform.kind != config::Waveform::Kind::noise) return 0.0;
        const double draws = input.waveform.is_shared ? 1.0 : block_size;
        return own.blocks * static_cast<double>(spec_.duration) *
               (draws * cost::noise_draw + block_size * cost::noise_added) * ns;
    }

    const Specification& spec_;
    const std::vector<engine::AssumedRate>& rates_;
    double seconds_;
    double unit_;
    std::vector<double> costs_;     // [population]
    std::vector<double> bytes_;     // [population] of a block
    std::vector<double> synapses_;  // [projection]
    std::vector<double> means_;     // [input] of the rate [Hz]
};

bool has_loops(const Specification& spec) {
    return std::ranges::any_of(spec.inputs,
                               [](const auto& i) { return i.waveform.loop.has_value(); }) ||
           std::ranges::any_of(spec.populations, [](const auto& p) {
               return p.spike_rate && p.spike_rate->loop.has_value();
           });
}

/// The two collectives of each interval, which grow with the number of ranks, and a third where
/// rates follow populations [s].
double collectives(const Specification& spec, const Layout& layout, const Machine& machine) {
    if (layout.ranks == 1) return 0.0;
    const int here = std::min(machine.ranks_per_node, layout.ranks);
    const double per_collective =
        (here - 1) * cost::message_in_node + (layout.ranks - here) * cost::message_between_nodes;
    return n_intervals(spec) * (has_loops(spec) ? 3.0 : 2.0) * per_collective * ns;
}

/// Spikes that a rank sends, receives and records [s].
PhaseTimes spike_times(const Specification& spec,
                       const Division& division,
                       const std::vector<engine::AssumedRate>& rates,
                       int rank) {
    PhaseTimes times;
    const Shares& shares = division.of_rank(rank);
    const double seconds = static_cast<double>(spec.duration) * spec.dt * 1e-3;
    for (PopulationId p = 0; p != shares.size(); ++p) {
        const double own = rates[p].rate_hz * shares[p].cells * seconds;
        times[Phase::exchange] += own * division.destinations()[p] * cost::spike_sent * ns;
        if (receives(spec, shares, p)) {
            const double all = rates[p].rate_hz * spec.populations[p].size * seconds;
            times[Phase::exchange] += all * cost::spike_received * ns;
        }
        times[Phase::record] += own * cost::spike_recorded * ns;
    }
    times[Phase::exchange] += n_intervals(spec) * cost::interval * ns;
    return times;
}

void keep_largest(PhaseTimes& largest, const PhaseTimes& times) {
    for (std::size_t i = 0; i != times.seconds.size(); ++i) {
        largest.seconds[i] = std::max(largest.seconds[i], times.seconds[i]);
    }
}

/// Writes to the result: after 1, 3, 7 and 15 s of wall time, then every 10 s, and at the end.
double flushes(double loop_s) {
    double n = 1.0;
    for (double next = 1.0, period = 1.0; next < loop_s && period < 10.0; period *= 2.0) {
        ++n;
        next += 2.0 * period;
    }
    return n + std::max(0.0, (loop_s - 15.0) / 10.0);
}

/// What the workers do between two meetings.
double between_meetings(const PhaseTimes& times) {
    return times[Phase::deliver] + times[Phase::drive] + times[Phase::integrate] +
           times[Phase::emit];
}

}  // namespace

core::PhaseTimes rank_times(const Specification& specification,
                            const Division& division,
                            const std::vector<engine::AssumedRate>& rates,
                            int rank) {
    const WorkerTime worker_time(specification, rates);
    PhaseTimes slowest;
    for (int t = 0; t != division.layout().threads; ++t) {
        keep_largest(slowest, worker_time.of(division.of_worker(rank, t)));
    }
    slowest += spike_times(specification, division, rates, rank);
    return slowest;
}

double network_s(const Specification& specification,
                 const Division& division,
                 const std::vector<engine::AssumedRate>& rates,
                 const Machine& machine,
                 int rank) {
    const double seconds = static_cast<double>(specification.duration) * specification.dt * 1e-3;
    double spikes = 0.0;
    for (PopulationId p = 0; p != rates.size(); ++p) {
        const int itself = receives(specification, division.of_rank(rank), p) ? 1 : 0;
        spikes += rates[p].rate_hz * division.of_rank(rank)[p].cells * seconds *
                  (division.destinations()[p] - itself);
    }
    return collectives(specification, division.layout(), machine) +
           spikes * sizeof(std::uint32_t) * cost::byte_between_ranks * ns;
}

WallTime wall_time(const Specification& specification,
                   const Division& division,
                   const std::vector<engine::AssumedRate>& rates,
                   const Machine& machine) {
    const Layout& layout = division.layout();
    const WorkerTime worker_time(specification, rates);
    WallTime time;
    double slowest_worker = 0.0;
    double all_work = 0.0;
    double slowest_rank = 0.0;
    for (int r = 0; r != layout.ranks; ++r) {
        double longest = 0.0;
        for (int t = 0; t != layout.threads; ++t) {
            const PhaseTimes times = worker_time.of(division.of_worker(r, t));
            keep_largest(time.slowest, times);
            longest = std::max(longest, between_meetings(times));
            all_work += between_meetings(times);
        }
        PhaseTimes spikes = spike_times(specification, division, rates, r);
        spikes[Phase::exchange] += network_s(specification, division, rates, machine, r);
        keep_largest(time.slowest, spikes);
        slowest_worker = std::max(slowest_worker, longest);
        slowest_rank =
            std::max(slowest_rank, longest + spikes[Phase::exchange] + spikes[Phase::record]);
    }
    const double mean_work = all_work / (static_cast<double>(layout.ranks) * layout.threads);
    time.imbalance = mean_work > 0.0 ? slowest_worker / mean_work : 1.0;
    time.exchange_s = time.slowest[Phase::exchange];
    time.build_s = cost::start_s + time.slowest[Phase::build];
    time.slowest[Phase::build] = time.build_s;
    time.loop_s = slowest_rank;
    time.slowest[Phase::write] = flushes(time.loop_s) * cost::flush_s;
    time.loop_s += time.slowest[Phase::write];
    return time;
}

}  // namespace bgsim::simulation
