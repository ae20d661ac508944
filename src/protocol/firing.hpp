/// What the spikes of one cell say.
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

#include "analysis/spike_statistics.hpp"

namespace bgsim::protocol {

struct Firing {
    std::size_t n_spikes = 0;
    double rate_hz = 0.0;  ///< (spikes - 1) / (last - first); spikes / window if fewer than three
    std::optional<double> latency_ms;  ///< from the beginning of the window to the first spike
    std::optional<double> first_hz;    ///< 1 / first interval
    std::optional<double> last_hz;     ///< 1 / last interval
    std::optional<double> adaptation;  ///< last interval / first one, of two or more
    std::optional<double> adaptation_index;  ///< mean of (later - earlier) / (later + earlier) over
                                             ///< neighbouring intervals, of two or more
    std::optional<double> cv;  ///< standard deviation / mean of the intervals, of two or more
};

/// The spikes in (window.from, window.to]; `spikes_ms` ascends.
std::vector<double> within(std::span<const double> spikes_ms, analysis::Window window);

/// What the spikes in `window` say.
Firing firing(std::span<const double> spikes_ms, analysis::Window window);

}  // namespace bgsim::protocol
