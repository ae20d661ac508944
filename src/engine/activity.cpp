#include "engine/activity.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/loop.hpp"
#include "engine/waveform.hpp"

namespace bgsim::engine {
namespace {

using config::Specification;
using config::Target;

double seconds(const Specification& specification) {
    return static_cast<double>(specification.duration) * specification.dt * 1e-3;
}

/// Null if nothing is published.
const Target* nearest_target(const Specification& specification, PopulationId population) {
    const Target* nearest = nullptr;
    for (const Target& target : specification.targets) {
        const auto& members = target.populations;
        if (!target.rate_hz || std::ranges::find(members, population) == members.end()) continue;
        if (nearest == nullptr || members.size() < nearest->populations.size()) nearest = &target;
    }
    return nearest;
}

AssumedRate assumed_rate(const Specification& specification, PopulationId id, double otherwise_hz) {
    const auto& population = specification.populations[id];
    if (population.spike_rate && !population.spike_rate->loop) {
        return {mean_of(*population.spike_rate, specification, {}), "given rate"};
    }
    if (population.spike_file) {
        const auto n = static_cast<double>(population.spike_file->spikes.size());
        return {n / population.size / seconds(specification), "recorded spikes"};
    }
    if (population.model.empty() && !population.spike_rate) {
        const auto n = std::ranges::count_if(
            population.spike_times, [&](Step step) { return step <= specification.duration; });
        return {static_cast<double>(n) / seconds(specification), "given times"};
    }
    if (const Target* const target = nearest_target(specification, id)) {
        const auto [low, high] = *target->rate_hz;
        return {0.5 * (low + high), fmt::format("as published: {}", target->name)};
    }
    return {otherwise_hz, "assumed"};
}

/// What pulses add to the mean; samples might miss all of them.
double mean_of_pulses(const config::Waveform& waveform, const Specification& specification) {
    if (waveform.kind != config::Waveform::Kind::pulses || waveform.pulses.biphasic) return 0.0;
    const auto& pulses = waveform.pulses;
    const auto in_ms = [&](Step step) { return static_cast<double>(step) * specification.dt; };
    const double from = std::max(pulses.first, in_ms(waveform.from));
    const double until =
        std::min(pulses.until, in_ms(std::min(waveform.until, specification.duration)));
    return waveform.amplitude * pulses.width / pulses.period * std::max(0.0, until - from) /
           in_ms(specification.duration);
}

}  // namespace

std::vector<AssumedRate> assumed_rates(const Specification& specification, double otherwise_hz) {
    std::vector<AssumedRate> rates;
    for (PopulationId p = 0; p != specification.populations.size(); ++p) {
        rates.push_back(assumed_rate(specification, p, otherwise_hz));
    }
    for (PopulationId p = 0; p != specification.populations.size(); ++p) {
        const auto& rate = specification.populations[p].spike_rate;
        if (!rate || !rate->loop) continue;
        rates[p] = {mean_of(*rate, specification, rates),
                    "follows " + specification.populations[rate->loop->population].name};
    }
    return rates;
}

double mean_of(const config::Waveform& waveform,
               const Specification& specification,
               const std::vector<AssumedRate>& rates) {
    if (waveform.loop) {
        return response_hz(*waveform.loop, rates.at(waveform.loop->population).rate_hz);
    }
    constexpr Step most_samples = 1000;
    config::Waveform base = waveform;
    if (base.kind == config::Waveform::Kind::pulses) base.kind = config::Waveform::Kind::constant;
    const Step n = std::min<Step>(specification.duration, most_samples);
    double sum = 0.0;
    for (Step i = 0; i != n; ++i) {
        sum += value_during(base, i * specification.duration / n, specification.dt);
    }
    return n == 0 ? 0.0 : sum / static_cast<double>(n) + mean_of_pulses(waveform, specification);
}

}  // namespace bgsim::engine
