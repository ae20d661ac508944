#include "analysis/distance.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace bgsim::analysis {
namespace {

double squared_deviations(const std::vector<double>& values, double mean) {
    double sum = 0.0;
    for (const double value : values) sum += (value - mean) * (value - mean);
    return sum;
}

}  // namespace

std::optional<double> kolmogorov_smirnov(std::vector<double> a, std::vector<double> b) {
    if (a.empty() || b.empty()) return std::nullopt;
    std::ranges::sort(a);
    std::ranges::sort(b);
    double largest = 0.0;
    std::size_t i = 0;
    std::size_t j = 0;
    while (i != a.size() && j != b.size()) {
        const double value = std::min(a[i], b[j]);
        while (i != a.size() && a[i] == value) ++i;
        while (j != b.size() && b[j] == value) ++j;
        const double share_a = static_cast<double>(i) / static_cast<double>(a.size());
        const double share_b = static_cast<double>(j) / static_cast<double>(b.size());
        largest = std::max(largest, std::abs(share_a - share_b));
    }
    return largest;
}

double kolmogorov_smirnov_by_chance(std::size_t n_a, std::size_t n_b) {
    constexpr double coefficient = 1.358;  // sqrt(-ln(0.05 / 2) / 2)
    const auto a = static_cast<double>(n_a);
    const auto b = static_cast<double>(n_b);
    return coefficient * std::sqrt((a + b) / (a * b));
}

std::optional<double> mean_of(const std::vector<double>& values) {
    if (values.empty()) return std::nullopt;
    return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

std::optional<double> effect_size(const std::vector<double>& a, const std::vector<double>& b) {
    if (a.size() < 2 || b.size() < 2) return std::nullopt;
    const double mean_a = *mean_of(a);
    const double mean_b = *mean_of(b);
    const auto degrees = static_cast<double>(a.size() + b.size() - 2);
    const double pooled =
        std::sqrt((squared_deviations(a, mean_a) + squared_deviations(b, mean_b)) / degrees);
    if (pooled == 0.0) return std::nullopt;
    return (mean_b - mean_a) / pooled;
}

}  // namespace bgsim::analysis
