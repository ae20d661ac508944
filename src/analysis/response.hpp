/// Firing around events, from the spike counts of a population.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "analysis/spike_statistics.hpp"

namespace bgsim::analysis {

/// Spikes of all cells of a population per bin.
struct BinnedSpikes {
    std::span<const std::uint64_t> counts;
    double start_ms = 0.0;  ///< of the first bin
    double bin_ms = 1.0;
    std::uint64_t n_cells = 0;

    double end_ms() const { return start_ms + bin_ms * static_cast<double>(counts.size()); }
};

/// Spikes per cell and second in (from, to], whose ends are rounded to bins; nothing if a part of
/// it has no counts, or there are no cells.
std::optional<double> mean_rate_hz(const BinnedSpikes& spikes, double from_ms, double to_ms);

/// Rates before, during and after a stimulus; before and after are as long as the stimulus.
struct Response {
    Window stimulus;
    std::optional<double> before_hz;
    std::optional<double> during_hz;
    std::optional<double> after_hz;
};

Response response_to(const BinnedSpikes& spikes, Window stimulus);

/// When, relative to its events, a peristimulus histogram begins and ends, and its bins [ms]: these
/// are multiples of those of the counts and divide its length.
struct HistogramWindow {
    double from_ms = -100.0;
    double to_ms = 500.0;
    double bin_ms = 5.0;
};

struct PeristimulusHistogram {
    std::uint64_t n_events = 0;     ///< whose whole surroundings have counts
    std::vector<double> rate_hz{};  ///< [bins] mean over them, per cell; empty without such
};

PeristimulusHistogram peristimulus_histogram(const BinnedSpikes& spikes,
                                             std::span<const double> events_ms,
                                             const HistogramWindow& window);

}  // namespace bgsim::analysis
