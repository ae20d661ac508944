#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <random>
#include <vector>

#include "model/math.hpp"

namespace bgsim::model {
namespace {

/// Borders, small numbers and random points of [low, high]; a multiple of 64, to fill packs.
template <typename Scalar>
std::vector<Scalar> points_of(Scalar low, Scalar high) {
    std::vector<Scalar> points = {low,
                                  high,
                                  Scalar(0),
                                  -Scalar(0),
                                  Scalar(1),
                                  Scalar(-1),
                                  std::numeric_limits<Scalar>::denorm_min(),
                                  std::numeric_limits<Scalar>::epsilon()};
    std::mt19937_64 generator(1);
    std::uniform_real_distribution<Scalar> wide(low, high);
    std::uniform_real_distribution<Scalar> narrow(Scalar(-2), Scalar(2));
    while (points.size() < 100'000) points.push_back(wide(generator));
    while (points.size() % 64 != 0 || points.size() < 150'000) points.push_back(narrow(generator));
    return points;
}

template <typename Scalar>
Scalar through_pack(Scalar x) {
    std::array<Scalar, Pack<Scalar>::lanes> lanes{};
    exponential(Pack<Scalar>(x)).store(lanes.data());
    return lanes.front();
}

/// Largest relative deviation from the library's exponential, taken in higher precision.
template <typename Scalar, typename Function>
double largest_error(Scalar low, Scalar high, Function function) {
    long double largest = 0.0L;
    for (const Scalar x : points_of(low, high)) {
        const long double exact = std::exp(static_cast<long double>(x));
        largest = std::max(largest, std::abs(static_cast<long double>(function(x)) / exact - 1.0L));
    }
    return static_cast<double>(largest);
}

TEST(ExponentialTest, DoubleIsAccurateOverItsWholeRange) {
    EXPECT_LT(largest_error(-708.0, 709.0, [](double x) { return exponential(x); }), 1e-14);
    EXPECT_LT(largest_error(-708.0, 709.0, through_pack<double>), 1e-14);
}

TEST(ExponentialTest, SingleIsAccurateOverItsWholeRange) {
    EXPECT_LT(largest_error(-87.0F, 88.0F, [](float x) { return exponential(x); }), 2e-7);
    EXPECT_LT(largest_error(-87.0F, 88.0F, through_pack<float>), 2e-7);
}

TEST(ExponentialTest, BeyondTheBordersTheValueOfTheBorderHolds) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    for (const double x : {709.5, 1e4, 1e300, infinity}) {
        EXPECT_EQ(exponential(x), exponential(709.0)) << x;
        EXPECT_EQ(exponential(-x), exponential(-708.0)) << x;
        EXPECT_EQ(through_pack(x), through_pack(709.0)) << x;
        EXPECT_EQ(exponential(static_cast<float>(x)), exponential(88.0F)) << x;
        EXPECT_EQ(exponential(static_cast<float>(-x)), exponential(-87.0F)) << x;
    }
    EXPECT_TRUE(std::isfinite(exponential(infinity)));
    EXPECT_GT(exponential(-infinity), 0.0);
}

TEST(ExponentialTest, NotANumberPassesThrough) {
    constexpr double nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_TRUE(std::isnan(exponential(nan)));
    EXPECT_TRUE(std::isnan(through_pack(nan)));
    EXPECT_TRUE(std::isnan(exponential(static_cast<float>(nan))));
    EXPECT_TRUE(std::isnan(through_pack(static_cast<float>(nan))));
}

TEST(ExponentialTest, ZeroGivesExactlyOne) {
    EXPECT_EQ(exponential(0.0), 1.0);
    EXPECT_EQ(exponential(0.0F), 1.0F);
}

}  // namespace
}  // namespace bgsim::model
