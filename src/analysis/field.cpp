#include "analysis/field.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>

namespace bgsim::analysis {
namespace {

constexpr double rounding_of_samples = 1e-6;  // of a sample's period

/// Means over bins by the trapezoidal rule, so that they are of the same times as the counts of
/// spikes; the end of the run, which has no sample, is taken to be as the last one.
std::vector<double> binned(const std::vector<double>& samples, std::size_t per_bin) {
    std::vector<double> bins;
    for (std::size_t i = 0; i + per_bin <= samples.size(); i += per_bin) {
        double sum = 0.0;
        for (std::size_t k = i; k != i + per_bin; ++k) {
            const double next = k + 1 < samples.size() ? samples[k + 1] : samples[k];
            sum += 0.5 * (samples[k] + next);
        }
        bins.push_back(sum / static_cast<double>(per_bin));
    }
    return bins;
}

/// [n_bins] or fewer, from the beginning of the window on.
std::vector<double> lfp_of(const io::ResultReader& reader,
                           const io::LfpSummary& lfp,
                           const std::string& population,
                           double from_ms,
                           double bin_ms,
                           std::size_t n_bins) {
    const double place = (from_ms - lfp.start_ms) / lfp.every_ms;
    const auto first =
        static_cast<std::uint64_t>(std::max(0.0, std::ceil(place - rounding_of_samples)));
    const auto per_bin = static_cast<std::size_t>(std::llround(bin_ms / lfp.every_ms));
    auto bins = binned(reader.lfp_samples(population, first, n_bins * per_bin + 1), per_bin);
    bins.resize(std::min(bins.size(), n_bins));
    return bins;
}

bool varies(const std::vector<double>& values) {
    const auto [low, high] = std::ranges::minmax(values);
    return low < high;
}

}  // namespace

BandCoherence band_coherence(const Spectra& spectra,
                             std::size_t a,
                             std::size_t b,
                             const FrequencyRange& range) {
    const auto coherence = spectra.coherence(a, b);
    const auto phase = spectra.phase(a, b);
    BandCoherence found{.highest = -1.0};
    for (std::size_t k = range.first; k != range.end; ++k) {
        found.mean += coherence[k] / static_cast<double>(range.size());
        if (coherence[k] <= found.highest) continue;
        found.highest = coherence[k];
        found.frequency_hz = spectra.frequency_hz(k);
        found.phase_rad = phase[k];
    }
    return found;
}

bool can_be_binned(double every_ms, double bin_ms) {
    const double ratio = bin_ms / every_ms;
    return ratio > 1.0 - rounding_of_samples &&
           std::abs(ratio - std::round(ratio)) < rounding_of_samples * ratio;
}

std::optional<FieldAnalysis> field_of(const io::ResultReader& reader,
                                      const std::string& population,
                                      const std::vector<double>& rate_hz,
                                      Window window,
                                      const WelchSettings& welch,
                                      const Band& band) {
    const auto lfp = reader.lfp();
    if (!lfp || std::ranges::count(lfp->populations, population) == 0) return std::nullopt;
    if (!can_be_binned(lfp->every_ms, welch.bin_ms)) return std::nullopt;
    FieldAnalysis field{
        .lfp_pA = lfp_of(reader, *lfp, population, window.from_ms, welch.bin_ms, rate_hz.size())};
    const std::size_t n = field.lfp_pA.size();
    if (n == 0) return std::nullopt;
    field.mean_pA =
        std::accumulate(field.lfp_pA.begin(), field.lfp_pA.end(), 0.0) / static_cast<double>(n);
    const std::array<std::vector<double>, 2> signals = {
        std::vector<double>(rate_hz.begin(), rate_hz.begin() + static_cast<std::ptrdiff_t>(n)),
        field.lfp_pA};
    const Spectra spectra(signals, welch);
    if (spectra.n_segments() == 0) return field;
    field.power = spectra.power(1);
    field.rhythm = rhythm_of(field.power, spectra.resolution_hz());
    const FrequencyRange range =
        frequencies_above_zero(spectra.n_frequencies(), spectra.resolution_hz(), band);
    if (range.size() != 0 && spectra.n_segments() > 1 && varies(rate_hz) && varies(field.lfp_pA)) {
        field.spikes_to_field = band_coherence(spectra, 0, 1, range);
    }
    return field;
}

}  // namespace bgsim::analysis
