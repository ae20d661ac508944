/// Does a histogram follow a distribution? For tests of random numbers with fixed seeds.
#pragma once

#include <cmath>
#include <cstddef>
#include <ostream>
#include <span>

namespace bgsim::test {

/// Pearson's statistic of a histogram, and the limit that it exceeds once in a million seeds if
/// the histogram does follow the distribution. With the seed fixed a test therefore either always
/// passes or points at a fault.
struct ChiSquare {
    double statistic = 0.0;
    int degrees_of_freedom = 0;

    /// Quantile 1 - 1e-6 (Wilson & Hilferty 1931, doi:10.1073/pnas.17.12.684; within 1 %).
    double limit() const {
        constexpr double z = 4.753;
        const double a = 2.0 / (9.0 * degrees_of_freedom);
        return degrees_of_freedom * std::pow(1.0 - a + z * std::sqrt(a), 3.0);
    }
    bool fits() const { return degrees_of_freedom > 0 && statistic < limit(); }

    friend std::ostream& operator<<(std::ostream& out, const ChiSquare& x) {
        return out << "chi-square " << x.statistic << " with " << x.degrees_of_freedom
                   << " degrees of freedom, limit " << x.limit();
    }
};

/// Compare counts with expected counts; neighbouring bins are pooled until at least 10 are
/// expected, so that the statistic is near its limiting distribution.
template <typename Count>
ChiSquare chi_square(std::span<const Count> observed, std::span<const double> expected) {
    constexpr double enough = 10.0;
    double remaining = 0.0;
    for (const double e : expected) remaining += e;
    ChiSquare result;
    double o = 0.0;
    double e = 0.0;
    int bins = 0;
    for (std::size_t i = 0; i != expected.size(); ++i) {
        o += static_cast<double>(observed[i]);
        e += expected[i];
        remaining -= expected[i];
        const bool is_last = i + 1 == expected.size();
        if (!is_last && (e < enough || remaining < enough)) continue;
        if (e > 0.0) result.statistic += (o - e) * (o - e) / e;
        ++bins;
        o = 0.0;
        e = 0.0;
    }
    result.degrees_of_freedom = bins - 1;
    return result;
}

/// P(k) of the binomial distribution.
inline double binomial(int n, double p, int k) {
    return std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0) +
                    k * std::log(p) + (n - k) * std::log1p(-p));
}

/// P(k) of the Poisson distribution.
inline double poisson(double lambda, int k) {
    return std::exp(k * std::log(lambda) - lambda - std::lgamma(k + 1.0));
}

}  // namespace bgsim::test
