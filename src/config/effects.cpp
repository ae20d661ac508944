#include "config/effects.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "config/values.hpp"

namespace bgsim::config {

namespace {

std::string in_ms(Step steps, const Specification& s) {
    return with_unit(static_cast<double>(steps) * s.dt, "ms");
}

void note_late_steps(const Input& input, Specification& s) {
    if (input.waveform.kind != Waveform::Kind::steps) return;
    const auto& steps = input.waveform.steps;
    const auto late =
        std::ranges::find_if(steps, [&](const auto& step) { return step.first >= s.duration; });
    if (late == steps.end()) return;
    s.notes.push_back(fmt::format("input '{}': its step at {} has no effect, the run ends at {}",
                                  input.name, in_ms(late->first, s), in_ms(s.duration, s)));
}

/// Above the Nyquist frequency the samples at each step show another, slower rhythm.
void note_fast_modulation(const Input& input, Specification& s) {
    constexpr double ms_per_s = 1000.0;
    const double highest = ms_per_s / (2.0 * s.dt);
    if (input.waveform.frequency <= highest) return;
    s.notes.push_back(
        fmt::format("input '{}': steps of dt = {} cannot follow a modulation of {}, at most {}",
                    input.name, with_unit(s.dt, "ms"), with_unit(input.waveform.frequency, "Hz"),
                    with_unit(highest, "Hz")));
}

void note_late_spikes(const Population& population, Specification& s) {
    const auto& times = population.spike_times;
    if (times.empty() || times.back() <= s.duration) return;
    s.notes.push_back(fmt::format("'{}': its spike at {} has no effect, the run ends at {}",
                                  population.name, in_ms(times.back(), s), in_ms(s.duration, s)));
}

void note_rare_samples(const StateRecording& state, Specification& s) {
    if (state.every < s.duration) return;
    s.notes.push_back(fmt::format(
        "record.state.{}: only the initial state is recorded, 'every' ({}) is not "
        "shorter than the run ({})",
        s.populations[state.population].name, in_ms(state.every, s), in_ms(s.duration, s)));
}

}  // namespace

void note_without_effect(Specification& s) {
    for (const Input& input : s.inputs) {
        note_late_steps(input, s);
        note_fast_modulation(input, s);
    }
    for (const Population& population : s.populations) note_late_spikes(population, s);
    for (const StateRecording& state : s.recording.states) note_rare_samples(state, s);
    const auto& lfp = s.recording.lfp;
    if (lfp && lfp->every >= s.duration) {
        s.notes.push_back(fmt::format(
            "record.lfp: only the start is recorded, 'every' ({}) is not shorter than the run ({})",
            in_ms(lfp->every, s), in_ms(s.duration, s)));
    }
    const auto bin = s.recording.rate_bin;
    if (!bin || *bin <= s.duration) return;
    s.notes.push_back(fmt::format("record.rates: 'every' ({}) is longer than the run ({})",
                                  in_ms(*bin, s), in_ms(s.duration, s)));
}

}  // namespace bgsim::config
