#include "analysis/synchrony.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <random>
#include <vector>

namespace bgsim::analysis {
namespace {

constexpr std::size_t n_bins = 4000;

/// Counts of cells of which each takes a share of its spikes from a common source.
std::vector<std::uint16_t> counts_of(std::size_t n_cells, double own, double common) {
    std::mt19937_64 generator(1);
    std::poisson_distribution<int> shared(common);
    std::poisson_distribution<int> alone(own);
    std::vector<int> source(n_bins);
    for (int& count : source) count = common > 0.0 ? shared(generator) : 0;
    std::vector<std::uint16_t> counts;
    for (std::size_t cell = 0; cell != n_cells; ++cell) {
        for (std::size_t bin = 0; bin != n_bins; ++bin) {
            const int own_count = own > 0.0 ? alone(generator) : 0;
            counts.push_back(static_cast<std::uint16_t>(own_count + source[bin]));
        }
    }
    return counts;
}

TEST(SynchronyTest, IndependentCellsAreUncorrelated) {
    const auto found = synchrony_of(counts_of(50, 0.5, 0.0), n_bins).value();
    EXPECT_EQ(found.n_cells, 50U);
    EXPECT_NEAR(found.mean_correlation, 0.0, 0.003);
    EXPECT_NEAR(found.sd_correlation, 1.0 / std::sqrt(4000.0), 0.002);
    EXPECT_NEAR(found.chi, 1.0 / std::sqrt(50.0), 0.01);
}

TEST(SynchronyTest, TheCorrelationIsTheShareOfCommonSpikes) {
    const auto found = synchrony_of(counts_of(50, 0.4, 0.1), n_bins).value();
    EXPECT_NEAR(found.mean_correlation, 0.2, 0.02);
    // Variance of the mean: 0.1 + 0.4 / 50, of each: 0.5.
    EXPECT_NEAR(found.chi, std::sqrt(0.108 / 0.5), 0.02);
}

TEST(SynchronyTest, CellsThatFireTogetherAreFullySynchronous) {
    const auto found = synchrony_of(counts_of(10, 0.0, 0.3), n_bins).value();
    EXPECT_NEAR(found.mean_correlation, 1.0, 1e-9);
    EXPECT_NEAR(found.sd_correlation, 0.0, 1e-6);
    EXPECT_NEAR(found.chi, 1.0, 1e-9);
}

TEST(SynchronyTest, CellsWithoutChangesAreLeftOut) {
    std::vector<std::uint16_t> counts = counts_of(3, 0.5, 0.0);
    counts.insert(counts.end(), n_bins, 0);
    counts.insert(counts.end(), n_bins, 2);
    EXPECT_EQ(synchrony_of(counts, n_bins).value().n_cells, 3U);
}

TEST(SynchronyTest, FewerThanTwoCellsCannotBeCompared) {
    EXPECT_FALSE(synchrony_of({}, 0).has_value());
    EXPECT_FALSE(synchrony_of({}, n_bins).has_value());
    EXPECT_FALSE(synchrony_of(counts_of(1, 0.5, 0.0), n_bins).has_value());
    const std::vector<std::uint16_t> silent(2 * n_bins, 0);
    EXPECT_FALSE(synchrony_of(silent, n_bins).has_value());
}

}  // namespace
}  // namespace bgsim::analysis
