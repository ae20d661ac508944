#include "analysis/spike_train.hpp"

#include <algorithm>
#include <cmath>

namespace bgsim::analysis {

void SpikeTrain::add(std::uint64_t step, const TrainSettings& settings) {
    if (n_spikes_ != 0) {
        const std::uint64_t interval = step - last_;
        add_interval(interval);
        if (interval > settings.burst_interval) {
            n_bursts_ = n_bursts(settings);
            burst_spikes_ = n_spikes_in_bursts(settings);
            run_ = 0;
        }
    }
    ++run_;
    count(step, settings);
    last_ = step;
    ++n_spikes_;
}

void SpikeTrain::add_interval(std::uint64_t interval) {
    const auto length = static_cast<double>(interval);
    const double deviation = length - mean_interval_;
    mean_interval_ += deviation / static_cast<double>(n_spikes_);
    sum_of_squares_ += deviation * (length - mean_interval_);
    if (n_spikes_ > 1 && interval + last_interval_ != 0) {  // 0: of a damaged file
        const auto last = static_cast<double>(last_interval_);
        sum_of_cv2_ += 2.0 * std::abs(length - last) / (length + last);
    }
    last_interval_ = interval;
}

void SpikeTrain::count(std::uint64_t step, const TrainSettings& settings) {
    const std::uint64_t window = (step - 1) / settings.fano_window;
    if (window != window_) {
        const auto n = static_cast<double>(in_window_);
        squared_counts_ += n * n;
        counted_ += in_window_;
        in_window_ = 0;
        window_ = window;
    }
    ++in_window_;
}

std::optional<double> SpikeTrain::cv() const {
    if (n_spikes_ < 3 || mean_interval_ <= 0.0) return std::nullopt;
    return std::sqrt(sum_of_squares_ / static_cast<double>(n_intervals())) / mean_interval_;
}

std::optional<double> SpikeTrain::cv2() const {
    if (n_spikes_ < 3) return std::nullopt;
    return sum_of_cv2_ / static_cast<double>(n_intervals() - 1);
}

std::optional<double> SpikeTrain::fano_factor(std::uint64_t n_windows) const {
    double squares = squared_counts_;
    auto n_counted = static_cast<double>(counted_);
    if (window_ < n_windows) {
        const auto n = static_cast<double>(in_window_);
        squares += n * n;
        n_counted += n;
    }
    if (n_windows < 2 || n_counted == 0.0) return std::nullopt;
    const auto n = static_cast<double>(n_windows);
    const double mean = n_counted / n;
    return std::max(0.0, squares - n_counted * mean) / (n - 1.0) / mean;
}

std::uint64_t SpikeTrain::n_bursts(const TrainSettings& settings) const {
    return n_bursts_ + (run_ >= settings.burst_spikes ? 1 : 0);
}

std::uint64_t SpikeTrain::n_spikes_in_bursts(const TrainSettings& settings) const {
    return burst_spikes_ + (run_ >= settings.burst_spikes ? run_ : 0);
}

}  // namespace bgsim::analysis
