/// How different two sets of values are.
#pragma once

#include <cstddef>
#include <optional>
#include <vector>

namespace bgsim::analysis {

/// The largest difference between the two cumulative distributions (Kolmogorov-Smirnov), 0 to 1;
/// nothing if one is empty.
std::optional<double> kolmogorov_smirnov(std::vector<double> a, std::vector<double> b);

/// What two large samples of one distribution exceed in 5 of 100 cases.
double kolmogorov_smirnov_by_chance(std::size_t n_a, std::size_t n_b);

/// The mean of b less that of a, over their pooled standard deviation (Cohen's d); nothing if one
/// has fewer than two values or no value differs from its mean.
std::optional<double> effect_size(const std::vector<double>& a, const std::vector<double>& b);

std::optional<double> mean_of(const std::vector<double>& values);  ///< nothing if there are none

}  // namespace bgsim::analysis
