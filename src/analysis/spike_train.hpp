/// What the spikes of one cell say about its firing, taken in one after the other.
#pragma once

#include <cstdint>
#include <optional>

namespace bgsim::analysis {

/// Times in steps of the run.
struct TrainSettings {
    std::uint64_t fano_window = 1000;
    std::uint64_t burst_interval = 100;  ///< longest interval within a burst
    std::uint64_t burst_spikes = 3;      ///< fewest spikes of a burst
};

/// Running moments of the spike train of one cell; definitions in docs/analysis.md.
class SpikeTrain {
public:
    /// The next spike, at the end of `step` of the part that is looked at: from 1, ascending.
    void add(std::uint64_t step, const TrainSettings& settings);

    std::uint64_t n_spikes() const { return n_spikes_; }
    std::uint64_t n_intervals() const { return n_spikes_ < 2 ? 0 : n_spikes_ - 1; }
    std::uint64_t last_step() const { return last_; }  ///< 0 without spikes

    /// Standard deviation over mean of the intervals; needs two of them.
    std::optional<double> cv() const;
    /// Mean of 2 |I' - I| / (I' + I) over neighbouring intervals; needs two of them.
    std::optional<double> cv2() const;
    /// Variance over mean of the spike counts in the first `n_windows` windows; needs two windows
    /// and a spike in them.
    std::optional<double> fano_factor(std::uint64_t n_windows) const;

    std::uint64_t n_bursts(const TrainSettings& settings) const;
    std::uint64_t n_spikes_in_bursts(const TrainSettings& settings) const;

private:
    void add_interval(std::uint64_t interval);
    void count(std::uint64_t step, const TrainSettings& settings);

    std::uint64_t n_spikes_ = 0;
    std::uint64_t last_ = 0;
    std::uint64_t last_interval_ = 0;
    double mean_interval_ = 0.0;
    double sum_of_squares_ = 0.0;  // of deviations of intervals from their mean (Welford 1962)
    double sum_of_cv2_ = 0.0;
    double squared_counts_ = 0.0;     // over windows that are over
    std::uint64_t counted_ = 0;       // spikes in them
    std::uint64_t window_ = 0;        // the one that goes on
    std::uint64_t in_window_ = 0;     // its spikes so far
    std::uint64_t run_ = 0;           // spikes since the last long interval
    std::uint64_t n_bursts_ = 0;      // that are over
    std::uint64_t burst_spikes_ = 0;  // in them
};

}  // namespace bgsim::analysis
