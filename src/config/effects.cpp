#include "config/effects.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "config/values.hpp"
#include "core/units.hpp"

namespace bgsim::config {

namespace {

std::string in_ms(Step steps, const Specification& s) {
    return with_unit(static_cast<double>(steps) * s.dt, "ms");
}

void note_late_steps(const std::string& of, const Waveform& waveform, Specification& s) {
    if (waveform.kind != Waveform::Kind::steps) return;
    const auto late = std::ranges::find_if(
        waveform.steps, [&](const auto& step) { return step.first >= s.duration; });
    if (late == waveform.steps.end()) return;
    s.notes.push_back(fmt::format("{}: its step at {} has no effect, the run ends at {}", of,
                                  in_ms(late->first, s), in_ms(s.duration, s)));
}

/// Above the Nyquist frequency the samples at each step show another, slower rhythm.
void note_fast_modulation(const std::string& of, const Waveform& waveform, Specification& s) {
    const double highest = core::ms_per_s / (2.0 * s.dt);
    if (waveform.frequency <= highest) return;
    s.notes.push_back(fmt::format(
        "{}: steps of dt = {} cannot follow a modulation of {}, at most {}", of,
        with_unit(s.dt, "ms"), with_unit(waveform.frequency, "Hz"), with_unit(highest, "Hz")));
}

void note_window(const std::string& of, const Waveform& waveform, Specification& s) {
    const bool has_pulses = waveform.kind == Waveform::Kind::pulses;
    const double end_ms = static_cast<double>(s.duration) * s.dt;
    if (waveform.from >= s.duration) {
        s.notes.push_back(
            fmt::format("{}: it begins at {}, when the run is over", of, in_ms(waveform.from, s)));
    } else if (has_pulses && waveform.pulses.first >= end_ms) {
        s.notes.push_back(fmt::format("{}: its pulses begin at {}, when the run is over", of,
                                      with_unit(waveform.pulses.first, "ms")));
    }
}

void note_receivers(const Input& input, Specification& s) {
    if (input.recruits == 0.0 || input.recruits == 1.0) return;
    const NeuronIndex size = s.populations[input.target].size;
    if (n_named(input, size) == 0 || n_receivers(input, size) != 0) return;
    s.notes.push_back(
        fmt::format("input '{}': its share of {} cells is less than half a cell: "
                    "none receives it",
                    input.name, n_named(input, size)));
}

void note_waveform(const std::string& of, const Waveform& waveform, Specification& s) {
    note_late_steps(of, waveform, s);
    note_fast_modulation(of, waveform, s);
    note_window(of, waveform, s);
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

/// Places matter to kernels alone; channels can always be analysed.
void note_unused_places(PopulationId id, Specification& s) {
    const bool is_used = std::ranges::any_of(s.projections, [&](const Projection& p) {
        return p.rule.kernel && (p.source == id || p.target == id);
    });
    if (!s.populations[id].grid || is_used) return;
    s.notes.push_back(
        fmt::format("'{}': its key 'on' has no effect, no projection from or to it "
                    "has a kernel",
                    s.populations[id].name));
}

}  // namespace

void note_without_effect(Specification& s) {
    for (const Input& input : s.inputs) {
        note_waveform(fmt::format("input '{}'", input.name), input.waveform, s);
        note_receivers(input, s);
    }
    for (const Population& population : s.populations) {
        note_late_spikes(population, s);
        if (!population.spike_rate) continue;
        note_waveform(fmt::format("'{}'", population.name), *population.spike_rate, s);
    }
    for (PopulationId id = 0; id != s.populations.size(); ++id) note_unused_places(id, s);
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
