/// Spikes counted per population and time bin between two writes. Private to io.
#pragma once

#include <cstdint>
#include <vector>

#include "bgsim/ids.hpp"

namespace bgsim::io {

/// Bin b holds the steps b * width + 1 ... (b + 1) * width, that is the time from b to b + 1
/// widths.
class RateCounter {
public:
    RateCounter(std::size_t n_populations, Step width) : counts_(n_populations), width_(width) {}

    void add(PopulationId population, Step step);
    Step width() const { return width_; }
    std::uint64_t first_bin() const { return first_bin_; }  ///< the first not taken yet
    std::uint64_t bytes() const;

    /// Hand out the bins before `end_bin`: [n_populations * n_bins], population by population.
    std::vector<std::uint64_t> take(std::uint64_t end_bin);

private:
    std::vector<std::vector<std::uint64_t>> counts_;  ///< [n_populations][bins so far]
    Step width_;
    std::uint64_t first_bin_ = 0;
};

}  // namespace bgsim::io
