#include "engine/pulses.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "network/sampler.hpp"

namespace bgsim::engine {
namespace {

using config::PulseTrain;

/// How far a pulse may move either way without meeting its neighbours [ms].
double slack(const PulseTrain& pulses) { return 0.5 * (pulses.period - pulses.length()); }

double start_of(const PulseTrain& pulses, double number, StreamKey jitter) {
    const double planned = pulses.first + number * pulses.period;
    if (pulses.jitter == 0.0) return planned;
    const auto n = static_cast<std::uint64_t>(number);
    const auto words = random_words(jitter, static_cast<std::uint32_t>(n),
                                    static_cast<std::uint32_t>(n >> 32), 0, 0);
    const double shift = pulses.jitter * network::normal_quantile(open_uniform(words[0], words[1]));
    return std::max(0.0, planned + std::clamp(shift, -slack(pulses), slack(pulses)));
}

/// In steps; what is meant to lie on the grid does.
double in_steps(double time_ms, double dt) {
    constexpr double tolerance = 1e-6;
    const double steps = time_ms / dt;
    const double nearest = std::round(steps);
    return std::abs(steps - nearest) < tolerance ? nearest : steps;
}

}  // namespace

double pulses_during(const PulseTrain& pulses, Step step, double dt, StreamKey jitter) {
    const auto from = static_cast<double>(step);
    const auto covered = [&](double begin_ms, double end_ms) {
        return std::max(0.0, std::min(from + 1.0, in_steps(end_ms, dt)) -
                                 std::max(from, in_steps(begin_ms, dt)));
    };
    const double reach = pulses.jitter == 0.0 ? 0.0 : slack(pulses);
    // One more either way, for rounding.
    const double last =
        std::floor(((from + 1.0) * dt - pulses.first + reach) / pulses.period) + 1.0;
    double number = std::max(
        0.0, std::floor((from * dt - pulses.first - pulses.length() - reach) / pulses.period));
    const double until = pulses.until - 1e-6 * dt;
    double sum = 0.0;
    for (; number <= last && pulses.first + number * pulses.period < until; ++number) {
        const double start = start_of(pulses, number, jitter);
        sum += covered(start, start + pulses.width);
        if (pulses.biphasic) sum -= covered(start + pulses.width, start + pulses.length());
    }
    return sum;
}

}  // namespace bgsim::engine
