#include "analysis/rhythm.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace bgsim::analysis {
namespace {

constexpr double rounding_of_frequencies = 1e-9;

double median_of(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::ranges::nth_element(values, middle);
    if (values.size() % 2 == 1) return *middle;
    return 0.5 * (*middle + *std::max_element(values.begin(), middle));
}

}  // namespace

FrequencyRange frequencies_in(std::size_t n, double resolution_hz, const Band& band) {
    // A frequency that is an end up to rounding belongs to where it begins.
    const auto number = [&](double frequency_hz) {
        const double place =
            std::ceil(frequency_hz / resolution_hz * (1.0 - rounding_of_frequencies) -
                      rounding_of_frequencies);
        return place < static_cast<double>(n) ? static_cast<std::size_t>(std::max(0.0, place)) : n;
    };
    const std::size_t first = number(band.low_hz);
    return {first, std::max(first, number(band.high_hz))};
}

FrequencyRange frequencies_above_zero(std::size_t n, double resolution_hz, const Band& band) {
    FrequencyRange range = frequencies_in(n, resolution_hz, band);
    range.first = std::max<std::size_t>(1, range.first);
    range.end = std::max(range.first, range.end);
    return range;
}

double band_power(std::span<const double> density, double resolution_hz, const Band& band) {
    const auto range = frequencies_in(density.size(), resolution_hz, band);
    double sum = 0.0;
    for (std::size_t k = range.first; k != range.end; ++k) sum += density[k];
    return sum * resolution_hz;
}

std::optional<Peak> peak_of(std::span<const double> density,
                            double resolution_hz,
                            double low_hz,
                            double high_hz) {
    // Both ends belong to it: beyond the upper one by more than `frequencies_in` rounds.
    const double above_hz = high_hz + 4.0 * rounding_of_frequencies * (high_hz + resolution_hz);
    const auto range = frequencies_in(density.size(), resolution_hz, {"", low_hz, above_hz});
    if (range.size() == 0) return std::nullopt;
    const auto searched = density.subspan(range.first, range.size());
    const auto highest = std::ranges::max_element(searched);
    if (!(*highest > 0.0)) return std::nullopt;
    const double median = median_of({searched.begin(), searched.end()});
    const auto number = range.first + static_cast<std::size_t>(highest - searched.begin());
    return Peak{.frequency_hz = static_cast<double>(number) * resolution_hz,
                .density = *highest,
                .over_median = median > 0.0 ? *highest / median : 0.0};
}

Rhythm rhythm_of(std::span<const double> density, double resolution_hz) {
    Rhythm rhythm;
    for (std::size_t k = 1; k < density.size(); ++k) rhythm.total_power += density[k];
    rhythm.total_power *= resolution_hz;
    for (std::size_t b = 0; b != bands.size(); ++b) {
        rhythm.band_power[b] = band_power(density, resolution_hz, bands[b]);
        rhythm.n_frequencies[b] = frequencies_in(density.size(), resolution_hz, bands[b]).size();
    }
    rhythm.peak = peak_of(density, resolution_hz, lowest_peak_hz, highest_peak_hz);
    return rhythm;
}

}  // namespace bgsim::analysis
