#include "analysis/estimate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "bgsim/error.hpp"

namespace bgsim::analysis {
namespace {

constexpr double not_defined = std::numeric_limits<double>::quiet_NaN();

/// The continued fraction of the incomplete beta function by Lentz's method (Numerical Recipes,
/// 3rd edition, section 6.4).
double beta_fraction(double a, double b, double x) {
    constexpr double tiny = 1e-300;
    const auto away_from_zero = [](double y) { return std::abs(y) < tiny ? tiny : y; };
    double c = 1.0;
    double d = 1.0 / away_from_zero(1.0 - (a + b) * x / (a + 1.0));
    double value = d;
    for (int i = 1; i != 10000; ++i) {
        const double m = i;
        const double even = m * (b - m) * x / ((a + 2.0 * m - 1.0) * (a + 2.0 * m));
        d = 1.0 / away_from_zero(1.0 + even * d);
        c = away_from_zero(1.0 + even / c);
        value *= c * d;
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2.0 * m) * (a + 2.0 * m + 1.0));
        d = 1.0 / away_from_zero(1.0 + odd * d);
        c = away_from_zero(1.0 + odd / c);
        value *= c * d;
        if (std::abs(c * d - 1.0) < 1e-15) break;
    }
    return value;
}

double incomplete_beta(double a, double b, double x) {
    if (x <= 0.0) return 0.0;
    if (x >= 1.0) return 1.0;
    const double front = std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) +
                                  a * std::log(x) + b * std::log1p(-x));
    if (x < (a + 1.0) / (a + b + 2.0)) return front * beta_fraction(a, b, x) / a;
    return 1.0 - front * beta_fraction(b, a, 1.0 - x) / b;
}

/// Probability of more than `t` (not negative).
double upper_tail(double t, double degrees) {
    return 0.5 * incomplete_beta(0.5 * degrees, 0.5, degrees / (degrees + t * t));
}

}  // namespace

double student_t_quantile(double probability, double degrees_of_freedom) {
    BGSIM_EXPECT(probability > 0.0 && probability < 1.0 && degrees_of_freedom > 0.0);
    if (probability < 0.5) return -student_t_quantile(1.0 - probability, degrees_of_freedom);
    const double tail = 1.0 - probability;
    double low = 0.0;
    double high = 1.0;
    while (upper_tail(high, degrees_of_freedom) > tail) high *= 2.0;
    for (int i = 0; i != 200 && high - low > 1e-14 * high; ++i) {
        const double middle = 0.5 * (low + high);
        (upper_tail(middle, degrees_of_freedom) > tail ? low : high) = middle;
    }
    return 0.5 * (low + high);
}

Estimate estimate(std::span<const double> values) {
    std::vector<double> numbers;
    for (const double value : values) {
        if (!std::isnan(value)) numbers.push_back(value);
    }
    const auto n = static_cast<double>(numbers.size());
    Estimate result{
        .n = numbers.size(), .mean = not_defined, .sd = not_defined, .ci95 = not_defined};
    if (numbers.empty()) return result;
    double sum = 0.0;
    for (const double value : numbers) sum += value;
    result.mean = sum / n;
    if (numbers.size() < 2) return result;
    double squares = 0.0;
    for (const double value : numbers) squares += (value - result.mean) * (value - result.mean);
    result.sd = std::sqrt(squares / (n - 1.0));
    result.ci95 = student_t_quantile(0.975, n - 1.0) * result.sd / std::sqrt(n);
    return result;
}

}  // namespace bgsim::analysis
