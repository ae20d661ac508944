/// How much cells of a population fire together.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace bgsim::analysis {

struct Synchrony {
    std::uint64_t n_cells = 0;  ///< that were sampled and have different counts in some bins
    double mean_correlation = 0.0;
    double sd_correlation = 0.0;  ///< over pairs of cells
    /// Standard deviation over time of the mean count, over the root mean square over cells of that
    /// of their own: 1 if all fire together, about 1 / sqrt(n_cells) if independent (Golomb 2007).
    double chi = 0.0;
};

/// Pearson's correlation of the spike counts of each pair of cells that can be compared.
/// @param counts [n_cells x n_bins]
std::vector<double> pair_correlations(std::span<const std::uint16_t> counts, std::size_t n_bins);

/// Mean and spread of these, and chi.
/// @param counts [n_cells x n_bins] @returns nothing with fewer than two cells that can be compared
std::optional<Synchrony> synchrony_of(std::span<const std::uint16_t> counts, std::size_t n_bins);

}  // namespace bgsim::analysis
