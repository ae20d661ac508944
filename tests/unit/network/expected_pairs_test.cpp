/// Predicted numbers of pairs against sums over all of them.
#include "network/expected_pairs.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "network/distance.hpp"

namespace bgsim::network {
namespace {

using Shape = config::DistanceKernel::Shape;

config::Grid grid(NeuronIndex columns, NeuronIndex rows) {
    return {.is_sheet = rows > 1, .columns = columns, .rows = rows};
}

double summed(const config::DistanceKernel& kernel, const config::Grid& a, const config::Grid& b) {
    const Kernel value(kernel);
    double sum = 0.0;
    for (NeuronIndex s = 0; s != a.columns * a.rows; ++s) {
        for (NeuronIndex t = 0; t != b.columns * b.rows; ++t) {
            sum += std::exp(value.log_between(place_of(a, s), place_of(b, t)));
        }
    }
    return sum;
}

TEST(ExpectedPairsTest, SumsOfKernelsAreThoseOverAllPairs) {
    const std::vector<std::pair<config::Grid, config::Grid>> grids = {
        {grid(100, 1), grid(100, 1)}, {grid(100, 1), grid(70, 1)}, {grid(20, 30), grid(20, 30)},
        {grid(20, 30), grid(40, 10)}, {grid(1, 1), grid(9, 9)},    {grid(10, 60), grid(10, 50)}};
    for (const auto& [a, b] : grids) {
        for (const Shape shape : {Shape::gaussian, Shape::exponential}) {
            for (const bool is_periodic : {false, true}) {
                const config::DistanceKernel kernel{shape, 0.07, is_periodic};
                const double all = summed(kernel, a, b);
                EXPECT_NEAR(kernel_sum(kernel, a, b), all, 1e-9 * all);
            }
        }
    }
}

TEST(ExpectedPairsTest, LargeGridsArePooledWithLittleError) {
    // Gaussians factorise, so the sum over 1.4e6 x 2.5e5 pairs is that of the two sides.
    const config::DistanceKernel kernel{Shape::gaussian, 0.05, false};
    const auto a = grid(1200, 1200);
    const auto b = grid(500, 500);
    const double side = summed(kernel, grid(1200, 1), grid(500, 1));
    EXPECT_NEAR(kernel_sum(kernel, a, b), side * side, 1e-4 * side * side);
}

TEST(ExpectedPairsTest, LongLinesAreTakenAsEvenlyFilled) {
    const config::DistanceKernel kernel{Shape::exponential, 0.02, false};
    const auto a = grid(3000, 1);
    const auto b = grid(2000, 1);
    const double all = summed(kernel, a, b);
    EXPECT_NEAR(kernel_sum(kernel, a, b), all, 1e-3 * all);
}

config::Specification two_populations() {
    config::Specification s;
    s.populations = {{.name = "A", .size = 10, .channels = {"x", "y", "z"}},
                     {.name = "B", .size = 7, .channels = {"x", "y"}}};
    return s;
}

TEST(ExpectedPairsTest, PairsAreCountedWithTheWeightsOfTheirChannels) {
    // Channels of 3, 3 and 4 cells, and of 3 and 4.
    const auto s = two_populations();
    config::Projection p{.name = "A -> B", .source = 0, .target = 1};
    EXPECT_EQ(expected_pairs(s, p), 70.0);
    p.rule.channel_weights = {1.0, 0.5, 0.0, 0.0, 0.25, 2.0};
    EXPECT_EQ(expected_pairs(s, p), 9.0 + 0.5 * 9.0 + 0.25 * 12.0 + 2.0 * 16.0);
}

TEST(ExpectedPairsTest, ACellIsNoPairWithItselfWithoutAutapses) {
    auto s = two_populations();
    config::Projection p{.name = "A -> A", .source = 0, .target = 0};
    p.rule.autapses = false;
    EXPECT_EQ(expected_pairs(s, p), 90.0);
    p.rule.channel_weights = {1.0, 0.0, 0.0, 0.0, 0.5, 0.0, 0.0, 0.0, 1.0};
    EXPECT_EQ(expected_pairs(s, p), 6.0 + 0.5 * 6.0 + 12.0);
    p.rule.channel_weights.clear();
    s.populations[0].grid = grid(10, 1);
    p.rule.kernel = {.extent = 0.2};
    EXPECT_NEAR(expected_pairs(s, p), summed(*p.rule.kernel, grid(10, 1), grid(10, 1)) - 10.0,
                1e-9);
}

}  // namespace
}  // namespace bgsim::network
