#include "engine/engine.hpp"

#include <algorithm>
#include <utility>

#include "bgsim/error.hpp"
#include "engine/block_cost.hpp"
#include "engine/population_store.hpp"

namespace bgsim::engine {
namespace {

/// Append the neurons of the block from `first` on that lie in one of the inclusive `ranges`.
void add_recorded(std::vector<NeuronIndex>& neurons,
                  const std::vector<std::pair<NeuronIndex, NeuronIndex>>& ranges,
                  NeuronIndex first) {
    for (const auto& [from, to] : ranges) {
        for (NeuronIndex n = std::max(from, first); n <= to && n - first < block_size; ++n) {
            neurons.push_back(n);
        }
    }
}

}  // namespace

Engine::Engine(const config::Specification& specification,
               const comm::Communicator& communicator,
               int n_threads,
               const std::string& isa,
               const std::optional<Emulation>& emulation)
    : specification_(specification),
      communicator_(communicator),
      rank_(emulation ? emulation->rank : communicator.rank()),
      team_(n_threads),
      partition_(shapes_of(specification, emulation ? emulation->ranks : communicator.size()),
                 specification.partition,
                 emulation ? emulation->ranks : communicator.size(),
                 n_threads),
      exchange_(specification, partition_, longest_interval(specification)) {
    BGSIM_EXPECT(!emulation || communicator.size() == 1);
    if (emulation) others_.emplace(specification, partition_, exchange_, *emulation);
    build_reports();
    build_workers(isa);
}

void Engine::build_reports() {
    const auto own = partition_.blocks_of_rank(rank_);
    for (std::size_t r = 0; r != specification_.recording.states.size(); ++r) {
        const auto& state = specification_.recording.states[r];
        const auto& population = specification_.populations[state.population];
        OwnReport report{.report = r,
                         .population = state.population,
                         .every = state.every,
                         .rows = {},
                         .ports = {},
                         .neurons = {}};
        for (const auto& v : state.variables) {
            report.rows.push_back(row_of_variable(population, v));
            report.ports.push_back(port_of_variable(population, v));
        }
        for (const network::Block& block : own) {
            if (block.population == state.population) {
                add_recorded(report.neurons, state.neurons, block.first_neuron());
            }
        }
        std::ranges::sort(report.neurons);
        n_columns_.push_back(report.neurons.size() * report.rows.size());
        reports_.push_back(std::move(report));
    }
    samples_.resize(reports_.size());
}

std::vector<SampleColumn> Engine::columns_of_rank() const {
    std::vector<SampleColumn> columns;
    for (const OwnReport& report : reports_) {
        std::size_t column = 0;
        for (const NeuronIndex neuron : report.neurons) {
            for (std::size_t v = 0; v != report.rows.size(); ++v) {
                columns.push_back({.report = report.report,
                                   .column = column++,
                                   .every = report.every,
                                   .population = report.population,
                                   .neuron = neuron,
                                   .row = report.rows[v],
                                   .port = report.ports[v]});
            }
        }
    }
    return columns;
}

void Engine::build_workers(const std::string& isa) {
    const auto columns = columns_of_rank();
    std::vector<std::uint32_t> first_blocks = {0};
    for (int t = 0; t != team_.size(); ++t) {
        const auto n = static_cast<std::uint32_t>(partition_.blocks_of(rank_, t).size());
        first_blocks.push_back(first_blocks.back() + n);
    }
    workers_.resize(static_cast<std::size_t>(team_.size()));
    team_.run([&](int thread) {
        const auto t = static_cast<std::size_t>(thread);
        workers_[t] = make_worker({.specification = specification_,
                                   .blocks = partition_.blocks_of(rank_, thread),
                                   .first_block = first_blocks[t],
                                   .columns = columns,
                                   .n_columns = n_columns_,
                                   .interval_steps = exchange_.interval_steps(),
                                   .isa = isa});
    });
    std::vector<Step> longest(specification_.populations.size(), 0);
    plastic_of_.resize(specification_.populations.size());
    const auto own = partition_.blocks_of_rank(rank_);
    for (const auto& p : specification_.projections) {
        longest[p.source] = std::max(longest[p.source], p.max_delay);
        const bool has_targets = std::ranges::any_of(
            own, [&](const network::Block& b) { return b.population == p.target; });
        shared_.releases.emplace_back();
        if (!p.plasticity || !has_targets) continue;
        shared_.releases.back().emplace(*p.plasticity, specification_.populations[p.source].size);
        plastic_of_[p.source].push_back(shared_.releases.size() - 1);
    }
    for (const Step delay : longest) shared_.histories.emplace_back(delay);
    shared_.activity = activity_histories(specification_);
}

std::uint32_t Engine::advance(std::uint32_t flags, Output& output) {
    const Interval interval{now_, static_cast<int>(std::min<Step>(exchange_.interval_steps(),
                                                                  specification_.duration - now_))};
    for (std::size_t r = 0; r != reports_.size(); ++r) {
        samples_[r].resize(n_samples(interval, reports_[r].every) * n_columns_[r]);
    }
    team_.run([&](int thread) {
        workers_[static_cast<std::size_t>(thread)]->run(interval, shared_, samples_);
    });
    core::Stopwatch watch;
    collect_spikes(output);
    hand_over_samples(interval, output);
    if (specification_.recording.lfp) hand_over_lfp(interval, output);
    watch.lap(times_, core::Phase::record);
    const auto exchanged = exchange(interval, flags, watch);
    receive(exchanged.received, interval);
    follow_activity(interval);
    watch.lap(times_, core::Phase::exchange);
    now_ = interval.end();
    return exchanged.flags;
}

void Engine::collect_spikes(Output& output) {
    own_spikes_.clear();
    plain_spikes_.clear();
    for (const auto& worker : workers_) {
        own_spikes_.insert(own_spikes_.end(), worker->spikes().begin(), worker->spikes().end());
    }
    for (const OwnSpike& s : own_spikes_) plain_spikes_.push_back(s.spike);
    output.spikes(plain_spikes_);
}

void Engine::hand_over_samples(const Interval& interval, Output& output) {
    for (std::size_t r = 0; r != reports_.size(); ++r) {
        const Step every = reports_[r].every;
        Step step = next_sample(interval.first, every);
        for (std::size_t i = 0; i != n_samples(interval, every); ++i, step += every) {
            output.sample(r, step,
                          std::span(samples_[r]).subspan(i * n_columns_[r], n_columns_[r]));
        }
    }
}

void Engine::hand_over_lfp(const Interval& interval, Output& output) const {
    const auto& lfp = *specification_.recording.lfp;
    const std::size_t n = n_samples(interval, lfp.every);
    std::vector<std::uint64_t> sums(lfp.populations.size());
    for (std::size_t i = 0; i != n; ++i) {
        for (std::size_t p = 0; p != sums.size(); ++p) {
            sums[p] = 0;
            for (const auto& worker : workers_) sums[p] += worker->lfp()[p * n + i];
        }
        output.lfp(sums);
    }
}

comm::Exchanged Engine::exchange(const Interval& interval,
                                 std::uint32_t flags,
                                 core::Stopwatch& watch) {
    const auto outgoing = exchange_.pack(own_spikes_, interval);
    if (!others_) return communicator_.exchange(outgoing, flags);
    watch.lap(times_, core::Phase::exchange);
    auto received = others_->received(outgoing, interval);
    watch.skip();  // drawing takes the place of waiting for a network
    return {.flags = flags, .received = std::move(received)};
}

void Engine::receive(const comm::RankBuckets<std::uint32_t>& received, const Interval& interval) {
    for (PopulationId p = 0; p != shared_.histories.size(); ++p) {
        const std::size_t gone = shared_.histories[p].forget(interval.end());
        for (const std::size_t i : plastic_of_[p]) shared_.releases[i]->forget(gone);
    }
    for (const Spike& s : exchange_.unpack(received, interval)) {
        shared_.histories[s.population].append(s.neuron, s.step);
        const double t_ms = static_cast<double>(s.step) * specification_.dt;
        for (const std::size_t i : plastic_of_[s.population]) {
            shared_.releases[i]->append(s.neuron, t_ms);
        }
    }
}

/// Every rank may drive cells by the activity of any population, so all learn of all spikes.
void Engine::follow_activity(const Interval& interval) {
    const auto n_steps = static_cast<std::size_t>(interval.n_steps);
    std::vector<std::size_t> first(shared_.activity.size());
    std::size_t n_numbers = 0;
    for (std::size_t p = 0; p != first.size(); ++p) {
        first[p] = n_numbers;
        if (shared_.activity[p]) n_numbers += n_steps;
    }
    if (n_numbers == 0) return;
    std::vector<std::uint64_t> spikes(n_numbers, 0);
    for (const Spike& s : plain_spikes_) {
        if (!shared_.activity[s.population]) continue;
        ++spikes[first[s.population] + static_cast<std::size_t>(s.step - interval.first - 1)];
    }
    communicator_.sum_in_place(spikes);
    if (others_) add_activity_of_others(interval, first, spikes);
    for (std::size_t p = 0; p != first.size(); ++p) {
        if (!shared_.activity[p]) continue;
        shared_.activity[p]->append(std::span(spikes).subspan(first[p], n_steps));
    }
}

void Engine::add_activity_of_others(const Interval& interval,
                                    std::span<const std::size_t> first,
                                    std::span<std::uint64_t> spikes) const {
    for (PopulationId p = 0; p != first.size(); ++p) {
        if (!shared_.activity[p]) continue;
        for (int s = 0; s != interval.n_steps; ++s) {
            spikes[first[p] + static_cast<std::size_t>(s)] +=
                others_->spikes_in_step(p, interval.first + s);
        }
    }
}

EngineState Engine::state() {
    EngineState state{.now = now_,
                      .blocks = {},
                      .spikes = shared_,
                      .speaks_for_history = {},
                      .speaks_for_releases = {}};
    for (const auto& worker : workers_) {
        const auto own = worker->block_states();
        state.blocks.insert(state.blocks.end(), own.begin(), own.end());
    }
    for (PopulationId p = 0; p != specification_.populations.size(); ++p) {
        const auto ranks = exchange_.ranks_with_targets(p);
        state.speaks_for_history.push_back(!ranks.empty() && ranks.front() == rank_);
    }
    for (const auto& p : specification_.projections) {
        state.speaks_for_releases.push_back(p.plasticity &&
                                            partition_.ranks_of(p.target).front() == rank_);
    }
    return state;
}

std::optional<NumericalFault> Engine::fault() const {
    for (const auto& worker : workers_) {
        if (worker->fault()) return worker->fault();
    }
    return std::nullopt;
}

WorkerCounts Engine::counts() const {
    WorkerCounts sum;
    for (const auto& worker : workers_) {
        const WorkerCounts c = worker->counts();
        sum.synapses += c.synapses;
        sum.synapse_bytes += c.synapse_bytes;
        sum.state_bytes += c.state_bytes;
        sum.synaptic_events += c.synaptic_events;
        sum.external_events += c.external_events;
    }
    return sum;
}

core::PhaseTimes Engine::times() const {
    core::PhaseTimes all = times_;
    for (std::size_t phase = 0; phase != all.seconds.size(); ++phase) {
        double longest = 0.0;
        for (const auto& worker : workers_) {
            longest = std::max(longest, worker->times().seconds[phase]);
        }
        all.seconds[phase] += longest;
    }
    return all;
}

}  // namespace bgsim::engine
