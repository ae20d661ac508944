/// Mean, spread and certainty of what the members of an ensemble give.
#pragma once

#include <cstddef>
#include <span>

namespace bgsim::analysis {

/// The value that a variable with Student's t distribution stays below with `probability` (above 0,
/// below 1).
double student_t_quantile(double probability, double degrees_of_freedom);

/// What is not defined is not a number: the mean of nothing, the others of a single value.
struct Estimate {
    std::size_t n = 0;
    double mean = 0.0;
    double sd = 0.0;    ///< of the sample: divided by n - 1
    double ci95 = 0.0;  ///< half the width of the 95 % confidence interval of the mean
};

/// Over those of `values` that are numbers.
Estimate estimate(std::span<const double> values);

}  // namespace bgsim::analysis
