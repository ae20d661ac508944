#include "simulation/summarise.hpp"

#include <algorithm>
#include <limits>

#include "core/host.hpp"

namespace bgsim::simulation {
namespace {

double to_s(Step step, double dt) { return static_cast<double>(step) * dt * 1e-3; }

}  // namespace

std::vector<std::pair<std::string, double>> mean_rates(const config::Specification& spec,
                                                       const std::vector<std::uint64_t>& counts,
                                                       Step from,
                                                       Step now) {
    const double seconds = to_s(now - from, spec.dt);
    std::vector<std::pair<std::string, double>> rates;
    for (std::size_t p = 0; p != counts.size(); ++p) {
        const auto& population = spec.populations[p];
        const auto n = static_cast<double>(counts[p]);
        rates.emplace_back(population.name, seconds > 0.0
                                                ? n / population.size / seconds
                                                : std::numeric_limits<double>::quiet_NaN());
    }
    return rates;
}

checkpoint::RunCounts counts_so_far(const checkpoint::RunCounts& before,
                                    const engine::Engine& engine,
                                    const Recorder& recorder,
                                    const comm::Communicator& communicator) {
    const auto own = engine.counts();
    checkpoint::RunCounts counts = before;
    counts.spike_digest = communicator.sum(recorder.digest());
    counts.spikes = communicator.sum(recorder.n_spikes());
    counts.synaptic_events += communicator.sum(own.synaptic_events);
    counts.external_events += communicator.sum(own.external_events);
    counts.counted = recorder.counts();
    communicator.sum_in_place(counts.counted);
    counts.recent = recorder.recent();
    communicator.sum_in_place(counts.recent);
    return counts;
}

RunSummary summarise(const config::Specification& specification,
                     const checkpoint::RunCounts& counts,
                     const engine::Engine& engine,
                     Step start,
                     const comm::Communicator& communicator) {
    const auto own = engine.counts();
    RunSummary s;
    s.experiment = specification.experiment;
    s.seed = specification.seed;
    s.spike_digest = counts.spike_digest;
    s.spikes = counts.spikes;
    for (const auto& p : specification.populations) s.neurons += p.size;
    s.synapses = communicator.sum(own.synapses);
    s.synaptic_events = counts.synaptic_events;
    s.external_events = counts.external_events;
    s.requested_s = to_s(specification.duration, specification.dt);
    s.simulated_s = to_s(engine.now(), specification.dt);
    s.rates_hz = mean_rates(specification, counts.counted, std::max(specification.discard, start),
                            engine.now());
    s.peak_memory_bytes = communicator.sum(core::peak_memory_bytes());
    s.synapse_memory_bytes = communicator.sum(own.synapse_bytes);
    s.ranks = communicator.size();
    s.precision = specification.precision == config::Precision::single ? "single" : "double";
    return s;
}

PhaseStatistics statistics_of(const core::PhaseTimes& own, const comm::Communicator& communicator) {
    const std::vector<double> all = communicator.gather(own.seconds);
    PhaseStatistics statistics;
    const auto n_phases = own.seconds.size();
    for (std::size_t phase = 0; phase != n_phases && !all.empty(); ++phase) {
        std::vector<double> of_ranks;
        for (std::size_t i = phase; i < all.size(); i += n_phases) of_ranks.push_back(all[i]);
        double sum = 0.0;
        for (const double s : of_ranks) sum += s;
        statistics.minimum.seconds[phase] = *std::ranges::min_element(of_ranks);
        statistics.maximum.seconds[phase] = *std::ranges::max_element(of_ranks);
        statistics.mean.seconds[phase] = sum / static_cast<double>(of_ranks.size());
    }
    return statistics;
}

}  // namespace bgsim::simulation
