#include "analysis/spike_statistics.hpp"

#include <algorithm>
#include <cmath>

namespace bgsim::analysis {

void PartialMean::add(std::optional<double> value) {
    if (!value) return;
    sum += *value;
    ++n;
}

std::optional<double> PartialMean::mean() const {
    if (n == 0) return std::nullopt;
    return sum / static_cast<double>(n);
}

PartialMean& PartialMean::operator+=(const PartialMean& other) {
    sum += other.sum;
    n += other.n;
    return *this;
}

FiringSums& FiringSums::operator+=(const FiringSums& other) {
    n_cells += other.n_cells;
    n_silent += other.n_silent;
    n_spikes += other.n_spikes;
    squared_spikes += other.squared_spikes;
    n_bursts += other.n_bursts;
    n_spikes_in_bursts += other.n_spikes_in_bursts;
    cv += other.cv;
    cv2 += other.cv2;
    fano_factor += other.fano_factor;
    intervals += other.intervals;
    rates += other.rates;
    cvs += other.cvs;
    return *this;
}

SpikeStatistics statistics_of(const std::string& name, const FiringSums& sums, Window window) {
    SpikeStatistics result;
    result.name = name;
    result.n_cells = sums.n_cells;
    result.n_spikes = sums.n_spikes;
    if (sums.n_cells == 0) return result;
    constexpr double s_per_minute = 60.0;
    const auto n_cells = static_cast<double>(sums.n_cells);
    const auto n_spikes = static_cast<double>(sums.n_spikes);
    const double mean_spikes = n_spikes / n_cells;
    const double variance = sums.squared_spikes / n_cells - mean_spikes * mean_spikes;
    result.mean_rate_hz = mean_spikes / window.duration_s();
    result.sd_rate_hz = std::sqrt(std::max(0.0, variance)) / window.duration_s();
    result.silent_share = static_cast<double>(sums.n_silent) / n_cells;
    result.mean_cv = sums.cv.mean();
    result.mean_cv2 = sums.cv2.mean();
    result.fano_factor = sums.fano_factor.mean();
    result.bursts_per_minute =
        static_cast<double>(sums.n_bursts) / n_cells / window.duration_s() * s_per_minute;
    if (sums.n_spikes != 0) {
        result.burst_share = static_cast<double>(sums.n_spikes_in_bursts) / n_spikes;
    }
    return result;
}

}  // namespace bgsim::analysis
