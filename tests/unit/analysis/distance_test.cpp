#include "analysis/distance.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <random>

namespace bgsim::analysis {
namespace {

std::vector<double> normal(double mean, double sd, std::size_t n, unsigned seed) {
    std::mt19937_64 generator(seed);
    std::normal_distribution<double> distribution(mean, sd);
    std::vector<double> values(n);
    for (double& value : values) value = distribution(generator);
    return values;
}

TEST(KolmogorovSmirnovTest, TheDistanceIsTheLargestGapOfTheCumulativeDistributions) {
    EXPECT_EQ(kolmogorov_smirnov({1.0, 2.0, 3.0}, {3.0, 2.0, 1.0}), 0.0);
    EXPECT_EQ(kolmogorov_smirnov({1.0, 2.0}, {3.0, 4.0, 5.0}), 1.0);
    EXPECT_DOUBLE_EQ(kolmogorov_smirnov({1.0, 2.0, 3.0, 4.0}, {3.0, 4.0, 5.0, 6.0}).value(), 0.5);
    EXPECT_DOUBLE_EQ(kolmogorov_smirnov({0.0, 0.0, 0.0, 1.0}, {0.0, 1.0}).value(), 0.25);
    EXPECT_EQ(kolmogorov_smirnov({}, {1.0}), std::nullopt);
}

TEST(KolmogorovSmirnovTest, OfShiftedNormalsItIsKnown) {
    // sup |Phi(x) - Phi(x - 1)| = 2 Phi(1/2) - 1 = 0.3829.
    const auto distance = kolmogorov_smirnov(normal(0, 1, 20'000, 1), normal(1, 1, 20'000, 2));
    EXPECT_NEAR(distance.value(), std::erf(0.5 / std::sqrt(2.0)), 0.012);
}

TEST(KolmogorovSmirnovTest, SamplesOfOneDistributionExceedTheChanceLevelInAboutOneOfTwenty) {
    int n_above = 0;
    for (unsigned i = 0; i != 400; ++i) {
        const auto d = kolmogorov_smirnov(normal(0, 1, 150, 2 * i), normal(0, 1, 100, 2 * i + 1));
        if (*d > kolmogorov_smirnov_by_chance(150, 100)) ++n_above;
    }
    EXPECT_NEAR(n_above, 20, 14);
}

TEST(EffectSizeTest, ItIsTheDifferenceInStandardDeviations) {
    EXPECT_NEAR(effect_size(normal(5, 2, 20'000, 1), normal(6, 2, 10'000, 2)).value(), 0.5, 0.04);
    EXPECT_LT(effect_size({3.0, 4.0}, {1.0, 2.0}).value(), 0.0);
    EXPECT_EQ(effect_size({1.0, 1.0}, {1.0, 1.0}), std::nullopt);
    EXPECT_EQ(effect_size({1.0}, {1.0, 2.0}), std::nullopt);
    EXPECT_EQ(mean_of({}), std::nullopt);
}

}  // namespace
}  // namespace bgsim::analysis
