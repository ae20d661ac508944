#include "engine/poisson_table.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "bgsim/random.hpp"
#include "core/random_sequence.hpp"
#include "support/chi_square.hpp"

namespace bgsim::engine {
namespace {

PoissonTable table(double lambda) {
    PoissonTable t;
    t.prepare(lambda);
    return t;
}

/// Smallest u with table(u) > k, by bisection: P(number <= k).
double share_up_to(const PoissonTable& t, std::uint32_t k) {
    double low = 0.0;
    double high = 1.0;
    for (int i = 0; i != 60; ++i) {
        const double middle = 0.5 * (low + high);
        (t(middle) > k ? high : low) = middle;
    }
    return 0.5 * (low + high);
}

TEST(PoissonTableTest, SharesAreThoseOfTheFormula) {
    for (const double lambda : {1e-3, 0.5, 14.0, 256.0, 1000.0}) {
        SCOPED_TRACE(lambda);
        const PoissonTable t = table(lambda);
        const int from = static_cast<int>(std::max(0.0, lambda - 4.0 * std::sqrt(lambda)));
        const int to = static_cast<int>(lambda + 4.0 * std::sqrt(lambda) + 1.0);
        double before = from == 0 ? 0.0 : share_up_to(t, static_cast<std::uint32_t>(from) - 1);
        for (int k = from; k <= to; ++k) {
            const double until = share_up_to(t, static_cast<std::uint32_t>(k));
            // The formula here goes through logarithms of 1000!, which cost it four digits.
            EXPECT_NEAR(until - before, test::poisson(lambda, k), 1e-12) << k;
            before = until;
        }
    }
}

TEST(PoissonTableTest, DrawsFollowTheDistribution) {
    constexpr int n_draws = 200'000;
    for (const double lambda : {0.02, 14.0, 1000.0}) {
        const PoissonTable t = table(lambda);
        core::RandomSequence random({1, 2}, 0, 0);
        const auto n_bins = static_cast<std::size_t>(lambda + 10.0 * std::sqrt(lambda) + 20.0);
        std::vector<int> counts(n_bins, 0);
        std::vector<double> expected;
        for (int i = 0; i != n_draws; ++i) {
            const std::uint32_t low = random.next();
            ++counts.at(t(open_uniform(low, random.next())));
        }
        for (std::size_t k = 0; k != n_bins; ++k) {
            expected.push_back(n_draws * test::poisson(lambda, static_cast<int>(k)));
        }
        const auto fit = test::chi_square<int>(counts, expected);
        EXPECT_TRUE(fit.fits()) << fit;
    }
}

TEST(PoissonTableTest, AMeanOfZeroGivesNothing) {
    const PoissonTable t = table(0.0);
    for (const double u : {0x1p-53, 0.5, 1.0 - 0x1p-53}) EXPECT_EQ(t(u), 0U);
}

TEST(PoissonTableTest, ATinyMeanGivesOneAtTheUpperEnd) {
    const PoissonTable t = table(1e-6);
    EXPECT_EQ(t(1.0 - 1.1e-6), 0U);
    EXPECT_EQ(t(1.0 - 0.9e-6), 1U);
}

TEST(PoissonTableTest, TheEndsOfTheUniformNumberGiveTheTails) {
    const PoissonTable t = table(1000.0);
    const double sd = std::sqrt(1000.0);
    // 2^-53 is 8.2 standard deviations of a normal distribution; the Poisson law is a bit skewed.
    EXPECT_NEAR(t(0x1p-53), 1000.0 - 8.2 * sd, 1.5 * sd);
    EXPECT_NEAR(t(1.0 - 0x1p-53), 1000.0 + 8.2 * sd, 1.5 * sd);
}

TEST(PoissonTableTest, PreparingAnewReplacesTheMean) {
    PoissonTable t = table(14.0);
    t.prepare(0.0);
    EXPECT_EQ(t.lambda(), 0.0);
    EXPECT_EQ(t(0.99), 0U);
    t.prepare(14.0);
    for (const double u : {0.01, 0.3, 0.9, 0.9999}) EXPECT_EQ(t(u), table(14.0)(u));
}

}  // namespace
}  // namespace bgsim::engine
