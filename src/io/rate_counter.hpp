/// Spikes counted per series (a population or a channel) and time bin between two writes. Private
/// to io.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "bgsim/ids.hpp"

namespace bgsim::io {

/// Bin b holds the steps b * width + 1 ... (b + 1) * width after the start, that is the time from b
/// to b + 1 widths.
class RateCounter {
public:
    RateCounter(std::size_t n_series, Step width, Step start)
        : counts_(n_series), width_(width), start_(start) {}

    void add(std::size_t series, Step step);
    Step width() const { return width_; }
    Step start() const { return start_; }
    std::uint64_t first_bin() const { return first_bin_; }  ///< the first not taken yet
    std::uint64_t bytes() const;

    /// Hand out the bins before `end_bin`: [n_series * n_bins], series by series.
    std::vector<std::uint64_t> take(std::uint64_t end_bin);

    /// Spikes counted so far in the first bin not taken: [n_series].
    std::vector<std::uint64_t> open_bin() const;

    /// Go on with `counts` [n_series] in bin `bin`; all before it have been taken.
    void continue_in(std::uint64_t bin, std::span<const std::uint64_t> counts);

private:
    std::vector<std::vector<std::uint64_t>> counts_;  ///< [n_series][bins so far]
    Step width_;
    Step start_;
    std::uint64_t first_bin_ = 0;
};

}  // namespace bgsim::io
