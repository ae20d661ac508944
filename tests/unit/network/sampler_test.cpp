#include "network/sampler.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace bgsim::network {
namespace {

using config::Distribution;
using Kind = Distribution::Kind;
using Bounds = Distribution::Bounds;

struct Moments {
    double mean = 0.0;
    double sd = 0.0;
    double lowest = 0.0;
    double highest = 0.0;
};

/// Moments over evenly spread quantiles: exact but for the coarseness of the two outermost ones.
Moments moments_of(const Distribution& distribution) {
    constexpr int n = 1'000'000;
    const Sampler sampler(distribution);
    double sum = 0.0;
    double squares = 0.0;
    for (int i = 0; i != n; ++i) {
        const double x = sampler((i + 0.5) / n);
        sum += x;
        squares += x * x;
    }
    const double mean = sum / n;
    return {mean, std::sqrt(squares / n - mean * mean), sampler(0.5 / n), sampler(1.0 - 0.5 / n)};
}

double density(double z) { return std::exp(-0.5 * z * z) / std::sqrt(2.0 * std::numbers::pi); }
double share(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

TEST(NormalQuantileTest, GivesKnownValues) {
    // Quantiles as printed in tables with 16 digits; the approximation is good to about 1e-16.
    EXPECT_EQ(normal_quantile(0.5), 0.0);
    EXPECT_NEAR(normal_quantile(0.75), 0.6744897501960817, 1e-15);
    EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 4e-15);
    EXPECT_NEAR(normal_quantile(0.001), -3.090232306167813, 4e-15);
    EXPECT_NEAR(normal_quantile(1e-10), -6.361340902404056, 8e-15);
    EXPECT_NEAR(normal_quantile(1e-20), -9.262340089798408, 1e-14);
    EXPECT_NEAR(normal_quantile(1e-300), -37.0470962993612, 1e-13);
}

TEST(NormalQuantileTest, InvertsTheDistributionInAllItsPieces) {
    for (const double p : {1e-200, 1e-12, 1e-6, 0.0749, 0.0751, 0.3, 0.6, 0.9249, 0.9251, 0.999}) {
        EXPECT_NEAR(share(normal_quantile(p)) / p, 1.0, 1e-12)
            << p;  // erfc itself loses some in the tail
    }
}

TEST(SamplerTest, AConstantIsAlwaysTheSame) {
    const Sampler sampler(Distribution{.first = 15.2});
    for (const double u : {1e-9, 0.3, 1.0 - 1e-9}) EXPECT_EQ(sampler(u), 15.2);
}

TEST(SamplerTest, UniformGoesFromEndToEnd) {
    const Sampler sampler({.kind = Kind::uniform, .first = -84.0, .second = -64.0});
    EXPECT_DOUBLE_EQ(sampler(0.0), -84.0);
    EXPECT_DOUBLE_EQ(sampler(0.25), -79.0);
    EXPECT_DOUBLE_EQ(sampler(1.0), -64.0);
}

TEST(SamplerTest, NormalHasItsMeanAndDeviation) {
    const auto m = moments_of({.kind = Kind::normal, .first = -64.0, .second = 1.5});
    EXPECT_NEAR(m.mean, -64.0, 1e-10);
    EXPECT_NEAR(m.sd, 1.5, 1e-4);  // the outermost quantiles stand for a long tail
}

TEST(SamplerTest, LognormalMeanAndDeviationAreThoseOfTheValue) {
    const auto m = moments_of({.kind = Kind::lognormal, .first = 2.0, .second = 0.8});
    EXPECT_NEAR(m.mean, 2.0, 1e-4);
    EXPECT_NEAR(m.sd, 0.8, 2e-3);  // the tail is longer still
    EXPECT_GT(m.lowest, 0.0);
    // Its median is mean / sqrt(1 + (sd / mean)^2).
    const Sampler sampler({.kind = Kind::lognormal, .first = 2.0, .second = 0.8});
    EXPECT_NEAR(sampler(0.5), 2.0 / std::sqrt(1.16), 1e-14);
}

TEST(SamplerTest, RedrawingGivesTheTruncatedDistribution) {
    const double low = -1.0;
    const double high = 2.0;
    const auto m = moments_of({.kind = Kind::normal,
                               .first = 10.0,
                               .second = 3.0,
                               .bounds = Bounds::redraw,
                               .low = 10.0 + 3.0 * low,
                               .high = 10.0 + 3.0 * high});
    const double inside = share(high) - share(low);
    const double shift = (density(low) - density(high)) / inside;
    const double variance =
        1.0 + (low * density(low) - high * density(high)) / inside - shift * shift;
    EXPECT_NEAR(m.mean, 10.0 + 3.0 * shift, 1e-6);
    EXPECT_NEAR(m.sd, 3.0 * std::sqrt(variance), 1e-6);
    EXPECT_GE(m.lowest, 7.0);
    EXPECT_LE(m.highest, 16.0);
    EXPECT_NEAR(m.lowest, 7.0, 1e-4);
    EXPECT_NEAR(m.highest, 16.0, 1e-4);
}

TEST(SamplerTest, RedrawingKeepsUniformAndLognormalInsideTheirLimits) {
    const auto uniform = moments_of({.kind = Kind::uniform,
                                     .first = 0.0,
                                     .second = 4.0,
                                     .bounds = Bounds::redraw,
                                     .low = 1.0,
                                     .high = 9.0});
    EXPECT_NEAR(uniform.mean, 2.5, 1e-9);
    EXPECT_NEAR(uniform.sd, 3.0 / std::sqrt(12.0), 1e-6);
    const auto lognormal = moments_of({.kind = Kind::lognormal,
                                       .first = 2.0,
                                       .second = 0.8,
                                       .bounds = Bounds::redraw,
                                       .low = -1.0,
                                       .high = 3.0});
    EXPECT_GT(lognormal.lowest, 0.0);
    EXPECT_LT(lognormal.highest, 3.0);
    EXPECT_LT(lognormal.mean, 2.0);
}

TEST(SamplerTest, ClippingPutsTheTailsOnTheLimits) {
    const Sampler sampler({.kind = Kind::normal,
                           .first = 15.2,
                           .second = 3.04,
                           .bounds = Bounds::clip,
                           .low = 6.08,
                           .high = 24.32});  // 3 sd
    EXPECT_EQ(sampler(0.0013), 6.08);        // share below -3 sd: 0.00135
    EXPECT_GT(sampler(0.0014), 6.08);
    EXPECT_EQ(sampler(0.9987), 24.32);
    EXPECT_LT(sampler(0.9986), 24.32);
    EXPECT_DOUBLE_EQ(sampler(share(1.0)), 18.24);  // inside, as without limits
}

}  // namespace
}  // namespace bgsim::network
