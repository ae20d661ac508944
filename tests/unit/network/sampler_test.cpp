#include "network/sampler.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace bgsim::network {
namespace {

using config::Distribution;
using Kind = Distribution::Kind;
using Bounds = Distribution::Bounds;

constexpr int n_draws = 20'000;

/// Quantiles in the middle of equal shares: their mean is the integral of the quantile function.
std::vector<double> values(const Distribution& d) {
    const Sampler sampler(d);
    std::vector<double> all;
    for (int i = 0; i != n_draws; ++i) all.push_back(sampler((i + 0.5) / n_draws));
    return all;
}

double mean(const std::vector<double>& x) {
    double sum = 0.0;
    for (const double v : x) sum += v;
    return sum / static_cast<double>(x.size());
}

double deviation(const std::vector<double>& x) {
    const double m = mean(x);
    double sum = 0.0;
    for (const double v : x) sum += (v - m) * (v - m);
    return std::sqrt(sum / static_cast<double>(x.size()));
}

TEST(SamplerTest, MeanAndDeviationAreThoseAskedFor) {
    for (const Kind kind : {Kind::normal, Kind::lognormal}) {
        const auto x = values({.kind = kind, .first = 5.0, .second = 2.0});
        // The last of 20,000 shares stands for the whole tail: 1 in 1000 of the deviation.
        EXPECT_NEAR(mean(x), 5.0, 2e-3);
        EXPECT_NEAR(deviation(x), 2.0, 2e-2);
    }
    const auto x = values({.kind = Kind::uniform, .first = 5.0, .second = 8.0});
    EXPECT_NEAR(mean(x), 6.5, 1e-9);
    EXPECT_NEAR(deviation(x), 3.0 / std::sqrt(12.0), 1e-6);
}

TEST(SamplerTest, NormalQuantileInvertsTheNormalDistribution) {
    for (const double p : {1e-12, 1e-5, 0.02, 0.07, 0.3, 0.5, 0.6, 0.93, 0.99}) {
        const double z = normal_quantile(p);
        // Below 1e-13 relative, but erfc adds z^2 of its own rounding in the tail.
        EXPECT_NEAR(0.5 * std::erfc(-z / std::sqrt(2.0)), p, 1e-13 * p);
    }
    EXPECT_EQ(normal_quantile(0.5), 0.0);
}

TEST(SamplerTest, DrawnAgainMeansTheDistributionWithinTheLimits) {
    const Distribution d{.kind = Kind::normal,
                         .first = 1.0,
                         .second = 1.0,
                         .bounds = Bounds::redraw,
                         .low = 1.0,
                         .high = 20.0};
    // The upper half of a normal distribution has the mean sqrt(2 / pi).
    EXPECT_NEAR(mean(values(d)), 1.0 + std::sqrt(2.0 / std::acos(-1.0)), 1e-3);
}

TEST(SamplerTest, ClippedMeansThatTheRestGathersAtTheLimits) {
    const auto x = values({.kind = Kind::normal,
                           .first = 0.0,
                           .second = 1.0,
                           .bounds = Bounds::clip,
                           .low = 0.0,
                           .high = 1.0});
    EXPECT_EQ(std::ranges::count(x, 0.0), n_draws / 2);
    // P(z > 1) = 0.1587; a count can be off by the one value at the border.
    EXPECT_NEAR(static_cast<double>(std::ranges::count(x, 1.0)), 0.158655 * n_draws, 1.0);
}

TEST(SamplerTest, ValuesStayWithinTheLimitsAtTheEndsOfTheUniformNumber) {
    for (const Kind kind : {Kind::uniform, Kind::normal, Kind::lognormal}) {
        for (const Bounds bounds : {Bounds::redraw, Bounds::clip}) {
            const Sampler sampler({.kind = kind,
                                   .first = 2.0,
                                   .second = 3.0,
                                   .bounds = bounds,
                                   .low = 1.5,
                                   .high = 2.5});
            for (const double u : {0x1p-53, 0x1p-33, 0.5, 1.0 - 0x1p-33, 1.0 - 0x1p-53}) {
                EXPECT_GE(sampler(u), 1.5);
                EXPECT_LE(sampler(u), 2.5);
            }
        }
    }
}

TEST(SamplerTest, WithoutSpreadEveryValueIsTheMean) {
    for (const Kind kind : {Kind::normal, Kind::lognormal}) {
        for (const Bounds bounds : {Bounds::none, Bounds::redraw, Bounds::clip}) {
            const Sampler sampler({.kind = kind,
                                   .first = 5.0,
                                   .second = 0.0,
                                   .bounds = bounds,
                                   .low = 5.0,
                                   .high = 5.0});
            // exp(log(5)) may differ from 5 in the last place.
            for (const double u : {1e-9, 0.3, 0.999}) EXPECT_NEAR(sampler(u), 5.0, 1e-14);
        }
    }
    const Sampler sampler({.kind = Kind::uniform,
                           .first = 5.0,
                           .second = 5.0,
                           .bounds = Bounds::redraw,
                           .low = 4.0,
                           .high = 6.0});
    EXPECT_EQ(sampler(0.3), 5.0);
}

TEST(SamplerTest, AConstantIsItself) { EXPECT_EQ(Sampler({.first = 3.5})(0.1), 3.5); }

TEST(NormalQuantileTest, ManyAtOnceAreThoseOneByOne) {
    for (const std::size_t n : {1U, 63U, 64U, 65U, 256U}) {
        std::vector<double> p;
        for (std::size_t i = 0; i != n; ++i) {
            p.push_back((static_cast<double>(i) + 0.5) / static_cast<double>(n));
        }
        p.front() = 0x1p-33;
        std::vector<double> z = p;
        normal_quantiles(z);
        for (std::size_t i = 0; i != n; ++i) ASSERT_EQ(z[i], normal_quantile(p[i])) << p[i];
    }
}

}  // namespace
}  // namespace bgsim::network
