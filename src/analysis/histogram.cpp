#include "analysis/histogram.hpp"

#include <algorithm>
#include <cmath>

namespace bgsim::analysis {

HistogramScale HistogramScale::linear(double low, double width, std::size_t n_bins) {
    return {low, width, n_bins, false};
}

HistogramScale HistogramScale::logarithmic(double low, std::size_t per_decade, std::size_t n_bins) {
    return {std::log10(low), 1.0 / static_cast<double>(per_decade), n_bins, true};
}

double HistogramScale::edge(std::size_t i) const {
    constexpr double base = 10.0;
    const double value = low_ + static_cast<double>(i) * width_;
    return is_logarithmic_ ? std::pow(base, value) : value;
}

std::size_t HistogramScale::bin_of(double value) const {
    // A value that is an edge, up to rounding, belongs to the bin that begins there.
    constexpr double rounding = 1e-9;
    const double position =
        ((is_logarithmic_ ? std::log10(value) : value) - low_) / width_ + rounding;
    if (!(position > 0.0)) return 0;
    return static_cast<std::size_t>(std::min(position, static_cast<double>(n_bins_ - 1)));
}

const HistogramScale& interval_scale() {
    static const auto scale = HistogramScale::logarithmic(0.1, 10, 60);
    return scale;
}

const HistogramScale& rate_scale() {
    static const auto scale = HistogramScale::logarithmic(0.01, 10, 50);
    return scale;
}

const HistogramScale& cv_scale() {
    static const auto scale = HistogramScale::linear(0.0, 0.05, 60);
    return scale;
}

Histogram& Histogram::operator+=(const Histogram& other) {
    for (std::size_t i = 0; i != counts.size(); ++i) counts[i] += other.counts[i];
    return *this;
}

}  // namespace bgsim::analysis
