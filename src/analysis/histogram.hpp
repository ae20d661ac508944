/// Counts over ranges of a value, which add up over cells, populations and ranks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace bgsim::analysis {

/// Bins that share their ends: bin i holds values in [edge(i), edge(i + 1)).
class HistogramScale {
public:
    static HistogramScale linear(double low, double width, std::size_t n_bins);
    /// Equal ratios of neighbouring edges; `low` > 0.
    static HistogramScale logarithmic(double low, std::size_t per_decade, std::size_t n_bins);

    std::size_t n_bins() const { return n_bins_; }
    double edge(std::size_t i) const;
    /// Of the bin that holds `value`; values beyond the ends belong to the first or last bin.
    std::size_t bin_of(double value) const;

private:
    HistogramScale(double low, double width, std::size_t n_bins, bool is_logarithmic)
        : low_(low), width_(width), n_bins_(n_bins), is_logarithmic_(is_logarithmic) {}

    double low_;    // logarithmic: its decimal logarithm
    double width_;  // logarithmic: decades
    std::size_t n_bins_;
    bool is_logarithmic_;
};

/// Those of all results, so that they can be laid side by side.
const HistogramScale& interval_scale();  ///< 0.1 ms to 100 s, 10 bins a decade
const HistogramScale& rate_scale();      ///< 0.01 Hz to 1 kHz, 10 bins a decade
const HistogramScale& cv_scale();        ///< 0 to 3, 60 bins

struct Histogram {
    explicit Histogram(const HistogramScale& scale) : counts(scale.n_bins(), 0) {}

    std::vector<std::uint64_t> counts;

    Histogram& operator+=(const Histogram& other);
};

}  // namespace bgsim::analysis
