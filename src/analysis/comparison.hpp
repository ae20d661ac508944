/// The firing of two results side by side.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/population_scan.hpp"

namespace bgsim::analysis {

/// Values of one measure, one per cell or pair of cells, in two results.
struct MeasurePair {
    std::size_t n_a = 0;  ///< values
    std::size_t n_b = 0;
    std::optional<double> mean_a{};
    std::optional<double> mean_b{};
    std::optional<double> effect_size{};         ///< of b against a
    std::optional<double> kolmogorov_smirnov{};  ///< distance of the distributions
    double by_chance = 1.0;                      ///< of that, in 5 of 100 cases exceeded

    bool is_different() const { return kolmogorov_smirnov && *kolmogorov_smirnov > by_chance; }
};

MeasurePair measure_pair(const std::vector<double>& a, const std::vector<double>& b);

struct PopulationComparison {
    std::string name;
    MeasurePair rate_hz{};      ///< of cells
    MeasurePair cv{};           ///< of cells with three spikes or more
    MeasurePair correlation{};  ///< of pairs among the sampled cells
};

/// Of the populations that both have. @throws as `scan`
std::vector<PopulationComparison> compare(const io::ResultReader& a,
                                          const io::ResultReader& b,
                                          Window window,
                                          const ScanSettings& settings);

std::string comparison_table(const std::vector<PopulationComparison>& populations);

}  // namespace bgsim::analysis
