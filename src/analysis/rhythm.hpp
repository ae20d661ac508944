/// Where a power spectrum has its power.
#pragma once

#include <array>
#include <optional>
#include <span>
#include <string_view>

namespace bgsim::analysis {

/// Frequencies in [low, high) [Hz].
struct Band {
    std::string_view name;
    double low_hz = 0.0;
    double high_hz = 0.0;
};

constexpr std::array<Band, 5> bands = {{{"delta", 1.0, 4.0},
                                        {"theta", 4.0, 8.0},
                                        {"alpha", 8.0, 13.0},
                                        {"beta", 13.0, 30.0},
                                        {"gamma", 30.0, 80.0}}};

/// Where peaks are looked for [Hz].
constexpr double lowest_peak_hz = 1.0;
constexpr double highest_peak_hz = 100.0;

struct Peak {
    double frequency_hz = 0.0;
    double density = 0.0;
    double over_median = 0.0;  ///< its density over the median of where it was looked for
};

struct Rhythm {
    double total_power = 0.0;  ///< at all frequencies but 0
    std::array<double, bands.size()> band_power{};
    std::array<std::size_t, bands.size()> n_frequencies{};  ///< in each band
    std::optional<Peak> peak{};                             ///< none without power

    /// Nothing without power, or if the band has no frequencies.
    std::optional<double> band_share(std::size_t band) const {
        if (!(total_power > 0.0) || n_frequencies[band] == 0) return std::nullopt;
        return band_power[band] / total_power;
    }
};

/// Numbers [first, end) of frequencies.
struct FrequencyRange {
    std::size_t first = 0;
    std::size_t end = 0;

    std::size_t size() const { return end - first; }
};

/// Those in a band, of `n` frequencies from 0 on in steps of `resolution_hz`.
FrequencyRange frequencies_in(std::size_t n, double resolution_hz, const Band& band);

/// The same without frequency 0.
FrequencyRange frequencies_above_zero(std::size_t n, double resolution_hz, const Band& band);

/// Integral of a spectrum from frequency 0 on, in steps of `resolution_hz`, over a band.
double band_power(std::span<const double> density, double resolution_hz, const Band& band);

/// The highest of a spectrum in [low_hz, high_hz]; none without power there.
std::optional<Peak> peak_of(std::span<const double> density,
                            double resolution_hz,
                            double low_hz,
                            double high_hz);

Rhythm rhythm_of(std::span<const double> density, double resolution_hz);

}  // namespace bgsim::analysis
