#include "protocol/threshold.hpp"

#include <algorithm>
#include <cmath>

namespace bgsim::protocol {
namespace {

/// The last sample before the spike, if there is one.
std::optional<std::size_t> last_before(std::span<const float> V_mV,
                                       double every_ms,
                                       double spike_ms) {
    constexpr double rounding = 1e-6;  // spikes lie on the grid, apart from rounding
    const double before_spike = std::ceil(spike_ms / every_ms - rounding) - 1.0;
    if (before_spike < 0.0 || V_mV.empty()) return std::nullopt;
    return std::min(static_cast<std::size_t>(before_spike), V_mV.size() - 1);
}

/// The sample from which V_m rises fast up to sample `i`.
std::size_t upstroke_begin(std::span<const float> V_mV, double every_ms, std::size_t i) {
    const auto rise = [&](std::size_t k) {
        return static_cast<double>(V_mV[k]) - static_cast<double>(V_mV[k - 1]);
    };
    while (i > 0 && rise(i) >= upstroke_mV_per_ms * every_ms) --i;
    return i;
}

/// Time [samples] at which V_m crosses `level` between samples i - 1 and i.
double crossing(std::span<const float> V_mV, std::size_t i, double level) {
    const double before = V_mV[i - 1];
    return static_cast<double>(i - 1) + (level - before) / (V_mV[i] - before);
}

}  // namespace

std::optional<double> threshold_of_spike(std::span<const float> V_mV,
                                         double every_ms,
                                         double spike_ms) {
    const auto before = last_before(V_mV, every_ms, spike_ms);
    if (!before) return std::nullopt;
    return V_mV[upstroke_begin(V_mV, every_ms, *before)];
}

std::optional<double> spike_half_width_ms(std::span<const float> V_mV,
                                          double every_ms,
                                          double spike_ms) {
    const auto before = last_before(V_mV, every_ms, spike_ms);
    if (!before) return std::nullopt;
    const std::size_t begin = upstroke_begin(V_mV, every_ms, *before);
    std::size_t peak = *before;
    while (peak + 1 < V_mV.size() && V_mV[peak + 1] > V_mV[peak]) ++peak;
    if (peak == *before || begin == peak) return std::nullopt;
    const double level = 0.5 * (static_cast<double>(V_mV[begin]) + static_cast<double>(V_mV[peak]));
    std::size_t rising = begin + 1;
    while (V_mV[rising] < level) ++rising;
    std::size_t falling = peak + 1;
    while (falling < V_mV.size() && V_mV[falling] >= level) ++falling;
    if (falling == V_mV.size()) return std::nullopt;
    return (crossing(V_mV, falling, level) - crossing(V_mV, rising, level)) * every_ms;
}

}  // namespace bgsim::protocol
