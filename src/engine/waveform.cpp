#include "engine/waveform.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "engine/pulses.hpp"

namespace bgsim::engine {
namespace {

/// On the straight lines between `points`, level before the first and after the last; at `step`
/// and a half.
double on_ramp(const std::vector<std::pair<Step, double>>& points, Step step) {
    const auto after =
        std::ranges::upper_bound(points, step, {}, [](const auto& point) { return point.first; });
    if (after == points.begin()) return after->second;
    const auto [from, first] = *std::prev(after);
    if (after == points.end()) return first;
    const double part =
        (static_cast<double>(step - from) + 0.5) / static_cast<double>(after->first - from);
    return first + part * (after->second - first);
}

}  // namespace

StreamKey jitter_key(const config::Specification& specification, const std::string& name) {
    return stream_key(specification.input_seed, Purpose::jitter, name);
}

double value_during(const config::Waveform& w, Step step, double dt, StreamKey jitter) {
    using Kind = config::Waveform::Kind;
    if (step < w.from || step >= w.until) return 0.0;
    const double t_s = (static_cast<double>(step) + 0.5) * dt * 1e-3;
    const double cycles = w.frequency * t_s + w.phase;
    switch (w.kind) {
        case Kind::square: {
            const bool first_half = cycles - std::floor(cycles) < 0.5;
            return first_half ? w.mean - w.amplitude : w.mean + w.amplitude;
        }
        case Kind::sinusoid:
            return w.mean + w.amplitude * std::sin(2.0 * std::numbers::pi * cycles);
        case Kind::steps: {
            const auto after = std::ranges::upper_bound(
                w.steps, step, {}, [](const auto& entry) { return entry.first; });
            return after == w.steps.begin() ? w.mean : std::prev(after)->second;
        }
        case Kind::ramp:
            return on_ramp(w.steps, step);
        case Kind::pulses:
            return w.mean + w.amplitude * pulses_during(w.pulses, step, dt, jitter);
        case Kind::constant:
        case Kind::noise:
            break;
    }
    return w.mean;
}

}  // namespace bgsim::engine
