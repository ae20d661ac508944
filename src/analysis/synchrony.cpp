#include "analysis/synchrony.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace bgsim::analysis {
namespace {

/// The counts of one cell less their mean.
struct Deviations {
    std::vector<double> values;
    double variance = 0.0;
};

Deviations deviations_of(std::span<const std::uint16_t> counts) {
    const auto n = static_cast<double>(counts.size());
    double mean = 0.0;
    for (const auto count : counts) mean += count;
    mean /= n;
    Deviations result;
    for (const auto count : counts) {
        result.values.push_back(count - mean);
        result.variance += result.values.back() * result.values.back() / n;
    }
    return result;
}

double variance_of_mean(const std::vector<Deviations>& cells) {
    const std::size_t n_bins = cells.front().values.size();
    double variance = 0.0;
    for (std::size_t t = 0; t != n_bins; ++t) {
        double sum = 0.0;
        for (const auto& cell : cells) sum += cell.values[t];
        const double mean = sum / static_cast<double>(cells.size());
        variance += mean * mean / static_cast<double>(n_bins);
    }
    return variance;
}

double correlation(const Deviations& a, const Deviations& b) {
    double sum = 0.0;
    for (std::size_t t = 0; t != a.values.size(); ++t) sum += a.values[t] * b.values[t];
    return sum / static_cast<double>(a.values.size()) / std::sqrt(a.variance * b.variance);
}

/// The cells whose counts are not all the same.
std::vector<Deviations> varying_cells(std::span<const std::uint16_t> counts, std::size_t n_bins) {
    std::vector<Deviations> cells;
    for (std::size_t first = 0; n_bins > 1 && first < counts.size(); first += n_bins) {
        auto cell = deviations_of(counts.subspan(first, n_bins));
        if (cell.variance > 0.0) cells.push_back(std::move(cell));
    }
    return cells;
}

std::vector<double> correlations_of(const std::vector<Deviations>& cells) {
    std::vector<double> all;
    for (std::size_t a = 0; a != cells.size(); ++a) {
        for (std::size_t b = a + 1; b != cells.size(); ++b) {
            all.push_back(correlation(cells[a], cells[b]));
        }
    }
    return all;
}

}  // namespace

std::vector<double> pair_correlations(std::span<const std::uint16_t> counts, std::size_t n_bins) {
    return correlations_of(varying_cells(counts, n_bins));
}

std::optional<Synchrony> synchrony_of(std::span<const std::uint16_t> counts, std::size_t n_bins) {
    const auto cells = varying_cells(counts, n_bins);
    if (cells.size() < 2) return std::nullopt;
    double sum = 0.0;
    double squares = 0.0;
    const auto correlations = correlations_of(cells);
    for (const double r : correlations) {
        sum += r;
        squares += r * r;
    }
    double variances = 0.0;
    for (const auto& cell : cells) variances += cell.variance;
    const auto n_cells = static_cast<double>(cells.size());
    const auto n_pairs = static_cast<double>(correlations.size());
    const double mean = sum / n_pairs;
    return Synchrony{.n_cells = cells.size(),
                     .mean_correlation = mean,
                     .sd_correlation = std::sqrt(std::max(0.0, squares / n_pairs - mean * mean)),
                     .chi = std::sqrt(variance_of_mean(cells) / (variances / n_cells))};
}

}  // namespace bgsim::analysis
