#include "protocol/postsynaptic.hpp"

#include <algorithm>
#include <cmath>

namespace bgsim::protocol {
namespace {

std::size_t farthest_of(std::span<const double> values) {
    const auto farthest = std::ranges::max_element(
        values, [](double a, double b) { return std::abs(a) < std::abs(b); });
    return static_cast<std::size_t>(farthest - values.begin());
}

/// Position, in samples from `first`, at which `values` come to `level` on the way to `last`;
/// upwards or downwards. All values are multiples of the peak.
std::optional<double> crossing(std::span<const double> values,
                               std::size_t first,
                               std::size_t last,
                               double level) {
    const bool is_rising = values[first] < level;
    for (std::size_t i = first + 1; i <= last; ++i) {
        const bool has_crossed = is_rising ? values[i] >= level : values[i] <= level;
        if (!has_crossed) continue;
        const double step = values[i] - values[i - 1];
        const double part = step == 0.0 ? 0.0 : (level - values[i - 1]) / step;
        return static_cast<double>(i - 1) + part;
    }
    return std::nullopt;
}

/// The time between two crossings, if there are both.
std::optional<double> time_between(std::optional<double> from,
                                   std::optional<double> to,
                                   double every) {
    if (!from || !to) return std::nullopt;
    return (*to - *from) * every;
}

}  // namespace

std::optional<PostsynapticPotential> postsynaptic_potential(std::span<const double> deflection_mV,
                                                            double every_ms) {
    if (deflection_mV.empty()) return std::nullopt;
    const std::size_t peak = farthest_of(deflection_mV);
    const double amplitude = deflection_mV[peak];
    if (peak == 0 || amplitude == 0.0) return std::nullopt;
    std::vector<double> relative(deflection_mV.begin(), deflection_mV.end());
    for (double& value : relative) value /= amplitude;
    const std::size_t last = relative.size() - 1;
    const double inverse_e = std::exp(-1.0);
    const auto at_peak = static_cast<double>(peak);
    PostsynapticPotential result;
    result.amplitude_mV = amplitude;
    result.time_to_peak_ms = at_peak * every_ms;
    result.rise_ms =
        time_between(crossing(relative, 0, peak, 0.1), crossing(relative, 0, peak, 0.9), every_ms);
    result.half_width_ms = time_between(crossing(relative, 0, peak, 0.5),
                                        crossing(relative, peak, last, 0.5), every_ms);
    result.decay_ms = time_between(at_peak, crossing(relative, peak, last, inverse_e), every_ms);
    return result;
}

std::vector<double> train_amplitudes(std::span<const double> deflection_mV,
                                     double every_ms,
                                     std::span<const double> arrivals_ms) {
    const auto sample_at = [&](double time_ms) {
        const auto sample = static_cast<std::size_t>(std::llround(time_ms / every_ms));
        return std::min(sample, deflection_mV.size() - 1);
    };
    std::vector<double> amplitudes;
    double direction = 0.0;
    for (std::size_t k = 0; k != arrivals_ms.size(); ++k) {
        const std::size_t first = sample_at(arrivals_ms[k]);
        const std::size_t last =
            k + 1 == arrivals_ms.size() ? deflection_mV.size() - 1 : sample_at(arrivals_ms[k + 1]);
        const double before = deflection_mV[first];
        if (k == 0) {
            const auto response = deflection_mV.subspan(first, last - first + 1);
            direction = response[farthest_of(response)] < before ? -1.0 : 1.0;
        }
        double farthest = 0.0;
        for (std::size_t i = first; i <= last; ++i) {
            farthest = std::max(farthest, direction * (deflection_mV[i] - before));
        }
        amplitudes.push_back(direction * farthest);
    }
    return amplitudes;
}

}  // namespace bgsim::protocol
