#include "analysis/response.hpp"

#include <cmath>

namespace bgsim::analysis {
namespace {

constexpr double s_per_ms = 1e-3;

}  // namespace

std::optional<double> mean_rate_hz(const BinnedSpikes& spikes, double from_ms, double to_ms) {
    const auto bin_at = [&](double time_ms) {
        return std::llround((time_ms - spikes.start_ms) / spikes.bin_ms);
    };
    const auto first = bin_at(from_ms);
    const auto end = bin_at(to_ms);
    if (first < 0 || end <= first || end > std::ssize(spikes.counts) || spikes.n_cells == 0) {
        return std::nullopt;
    }
    std::uint64_t n_spikes = 0;
    for (auto bin = first; bin != end; ++bin) n_spikes += spikes.counts[static_cast<size_t>(bin)];
    const double duration_s = static_cast<double>(end - first) * spikes.bin_ms * s_per_ms;
    return static_cast<double>(n_spikes) / static_cast<double>(spikes.n_cells) / duration_s;
}

Response response_to(const BinnedSpikes& spikes, Window stimulus) {
    const double length_ms = stimulus.to_ms - stimulus.from_ms;
    return {.stimulus = stimulus,
            .before_hz = mean_rate_hz(spikes, stimulus.from_ms - length_ms, stimulus.from_ms),
            .during_hz = mean_rate_hz(spikes, stimulus.from_ms, stimulus.to_ms),
            .after_hz = mean_rate_hz(spikes, stimulus.to_ms, stimulus.to_ms + length_ms)};
}

PeristimulusHistogram peristimulus_histogram(const BinnedSpikes& spikes,
                                             std::span<const double> events_ms,
                                             const HistogramWindow& window) {
    const auto n_bins =
        static_cast<std::size_t>(std::llround((window.to_ms - window.from_ms) / window.bin_ms));
    PeristimulusHistogram histogram;
    std::vector<double> sums(events_ms.empty() ? 0 : n_bins, 0.0);
    for (const double event_ms : events_ms) {
        const double from_ms = event_ms + window.from_ms;
        if (!mean_rate_hz(spikes, from_ms, event_ms + window.to_ms)) continue;
        ++histogram.n_events;
        for (std::size_t b = 0; b != n_bins; ++b) {
            const double bin_from_ms = from_ms + static_cast<double>(b) * window.bin_ms;
            sums[b] += mean_rate_hz(spikes, bin_from_ms, bin_from_ms + window.bin_ms).value_or(0.0);
        }
    }
    if (histogram.n_events == 0) return histogram;
    for (const double sum : sums) {
        histogram.rate_hz.push_back(sum / static_cast<double>(histogram.n_events));
    }
    return histogram;
}

}  // namespace bgsim::analysis
