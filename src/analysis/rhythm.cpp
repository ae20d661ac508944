#include "analysis/rhythm.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace bgsim::analysis {
namespace {

struct Range {
    std::size_t first = 0;
    std::size_t end = 0;
};

/// Numbers of the frequencies in [low, high); those that are an end up to rounding belong to where
/// they begin.
Range range_of(std::size_t n, double resolution_hz, double low_hz, double high_hz) {
    constexpr double rounding = 1e-9;
    const auto number = [&](double frequency_hz) {
        return std::min(
            n, static_cast<std::size_t>(std::ceil(frequency_hz / resolution_hz - rounding)));
    };
    return {number(low_hz), number(high_hz)};
}

std::optional<Peak> peak_of(std::span<const double> density, double resolution_hz) {
    const auto [first, end] =
        range_of(density.size(), resolution_hz, lowest_peak_hz, highest_peak_hz + resolution_hz);
    if (first >= end) return std::nullopt;
    const auto searched = density.subspan(first, end - first);
    const auto highest = std::ranges::max_element(searched);
    if (!(*highest > 0.0)) return std::nullopt;
    std::vector<double> sorted(searched.begin(), searched.end());
    const auto middle = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() / 2);
    std::ranges::nth_element(sorted, middle);
    const auto number = first + static_cast<std::size_t>(highest - searched.begin());
    return Peak{.frequency_hz = static_cast<double>(number) * resolution_hz,
                .density = *highest,
                .over_median = *middle > 0.0 ? *highest / *middle : 0.0};
}

}  // namespace

double band_power(std::span<const double> density, double resolution_hz, const Band& band) {
    const auto [first, end] = range_of(density.size(), resolution_hz, band.low_hz, band.high_hz);
    double sum = 0.0;
    for (std::size_t k = first; k < end; ++k) sum += density[k];
    return sum * resolution_hz;
}

Rhythm rhythm_of(std::span<const double> density, double resolution_hz) {
    Rhythm rhythm;
    for (std::size_t k = 1; k < density.size(); ++k) rhythm.total_power += density[k];
    rhythm.total_power *= resolution_hz;
    for (std::size_t b = 0; b != bands.size(); ++b) {
        rhythm.band_power[b] = band_power(density, resolution_hz, bands[b]);
    }
    rhythm.peak = peak_of(density, resolution_hz);
    return rhythm;
}

}  // namespace bgsim::analysis
