#include "protocol/firing.hpp"

#include <algorithm>
#include <cmath>

#include "core/units.hpp"

namespace bgsim::protocol {
namespace {

/// Both ends were multiples of a far larger step before they became decimals.
constexpr double rounding_ms = 1e-6;

std::vector<double> intervals_of(const std::vector<double>& spikes_ms) {
    std::vector<double> intervals;
    for (std::size_t i = 1; i < spikes_ms.size(); ++i) {
        intervals.push_back(spikes_ms[i] - spikes_ms[i - 1]);
    }
    return intervals;
}

double mean_of(const std::vector<double>& values) {
    double sum = 0.0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

double cv_of(const std::vector<double>& intervals) {
    const double mean = mean_of(intervals);
    double squares = 0.0;
    for (const double interval : intervals) squares += (interval - mean) * (interval - mean);
    return std::sqrt(squares / static_cast<double>(intervals.size())) / mean;
}

double adaptation_index_of(const std::vector<double>& intervals) {
    double sum = 0.0;
    for (std::size_t i = 1; i < intervals.size(); ++i) {
        sum += (intervals[i] - intervals[i - 1]) / (intervals[i] + intervals[i - 1]);
    }
    return sum / static_cast<double>(intervals.size() - 1);
}

}  // namespace

std::vector<double> within(std::span<const double> spikes_ms, analysis::Window window) {
    const auto begin =
        std::upper_bound(spikes_ms.begin(), spikes_ms.end(), window.from_ms + rounding_ms);
    const auto end = std::upper_bound(begin, spikes_ms.end(), window.to_ms + rounding_ms);
    return {begin, end};
}

Firing firing(std::span<const double> spikes_ms, analysis::Window window) {
    const std::vector<double> spikes = within(spikes_ms, window);
    const std::vector<double> intervals = intervals_of(spikes);
    Firing result;
    result.n_spikes = spikes.size();
    result.rate_hz = static_cast<double>(spikes.size()) / window.duration_s();
    if (spikes.empty()) return result;
    result.latency_ms = spikes.front() - window.from_ms;
    if (intervals.empty()) return result;
    result.first_hz = core::ms_per_s / intervals.front();
    result.last_hz = core::ms_per_s / intervals.back();
    if (intervals.size() < 2) return result;
    result.rate_hz = core::ms_per_s / mean_of(intervals);
    result.adaptation = intervals.back() / intervals.front();
    result.adaptation_index = adaptation_index_of(intervals);
    result.cv = cv_of(intervals);
    return result;
}

}  // namespace bgsim::protocol
