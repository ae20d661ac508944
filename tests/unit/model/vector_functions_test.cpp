#include "unit/model/vector_functions.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "model/block_kernel.hpp"

namespace bgsim::model {
namespace {

constexpr std::size_t n_points = 1U << 19U;  // whole packs

VectorFunctions functions_of(std::string_view isa) {
#ifdef BGSIM_HAS_V4
    if (isa == "v4") return v4::vector_functions();
#endif
#ifdef BGSIM_HAS_V3
    if (isa == "v3") return v3::vector_functions();
#endif
#ifdef BGSIM_HAS_V2
    if (isa == "v2") return v2::vector_functions();
#endif
    return {};
}

class VectorFunctionsTest : public testing::TestWithParam<std::string> {
protected:
    VectorFunctions functions = functions_of(GetParam());
};

template <typename Scalar>
std::vector<Scalar> uniform(Scalar low, Scalar high) {
    std::mt19937_64 generator(1);
    std::uniform_real_distribution<Scalar> draw(low, high);
    std::vector<Scalar> points(n_points);
    std::ranges::generate(points, [&] { return draw(generator); });
    return points;
}

constexpr std::size_t all_ones = 2;  // place of a mantissa of ones alone

/// Random mantissas, those next to powers of two, and exponents within +-`largest`.
template <typename Scalar>
std::vector<Scalar> of_all_sizes(int largest) {
    std::vector<Scalar> points = uniform(Scalar(1), Scalar(2));
    points[0] = Scalar(1);
    points[1] = std::nextafter(Scalar(1), Scalar(2));
    points[all_ones] = std::nextafter(Scalar(2), Scalar(1));
    std::mt19937_64 generator(2);
    std::uniform_int_distribution<int> exponent(-largest, largest);
    for (std::size_t i = 3; i != points.size(); ++i) {
        points[i] = std::ldexp(points[i], exponent(generator));
    }
    return points;
}

template <typename Scalar>
double largest_error_of_exponential(void (*function)(std::span<Scalar>), Scalar low, Scalar high) {
    std::vector<Scalar> points = uniform(low, high);
    const auto narrow = uniform(Scalar(-1), Scalar(1));
    std::copy_n(narrow.begin(), n_points / 2, points.begin());
    std::vector<Scalar> values = points;
    function(values);
    long double largest = 0.0L;
    for (std::size_t i = 0; i != n_points; ++i) {
        const long double exact = std::exp(static_cast<long double>(points[i]));
        largest = std::max(largest, std::abs(static_cast<long double>(values[i]) / exact - 1.0L));
    }
    return static_cast<double>(largest);
}

TEST_P(VectorFunctionsTest, ExponentialsAreAccurate) {
    EXPECT_LT(largest_error_of_exponential(functions.exponential_double, -708.0, 709.0), 1e-14);
    EXPECT_LT(largest_error_of_exponential(functions.exponential_single, -87.0F, 88.0F), 2e-7);
}

TEST_P(VectorFunctionsTest, ExponentialsHoldTheValueOfTheBorder) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    std::vector<double> values(64, 709.0);
    values[1] = infinity;
    values[2] = -708.0;
    values[3] = -infinity;
    values[4] = std::numeric_limits<double>::quiet_NaN();
    values[5] = 0.0;
    std::vector<float> single(values.begin(), values.end());
    functions.exponential_double(values);
    functions.exponential_single(single);
    EXPECT_EQ(values[1], values[0]);
    EXPECT_EQ(values[3], values[2]);
    EXPECT_TRUE(std::isnan(values[4]));
    EXPECT_EQ(values[5], 1.0);
    EXPECT_EQ(single[1], single[0]);
    EXPECT_EQ(single[3], single[2]);
    EXPECT_TRUE(std::isfinite(single[0]) && single[2] > 0.0F);
    EXPECT_TRUE(std::isnan(single[4]));
    EXPECT_EQ(single[5], 1.0F);
}

template <typename Scalar>
void expect_divisions(void (*function)(std::span<Scalar>), int largest) {
    const auto points = of_all_sizes<Scalar>(largest);
    std::vector<Scalar> values = points;
    function(values);
    std::size_t n_different = 0;
    for (std::size_t i = 0; i != n_points; ++i) {
        if (i != all_ones) n_different += values[i] != Scalar(1) / points[i];
    }
    EXPECT_EQ(n_different, 0U);
    EXPECT_LE(std::abs(values[all_ones] * points[all_ones] - Scalar(1)),
              std::numeric_limits<Scalar>::epsilon());
}

TEST_P(VectorFunctionsTest, ReciprocalsHaveTheBitsOfADivision) {
    expect_divisions(functions.reciprocal_double, 1000);
    expect_divisions(functions.reciprocal_single, 120);
}

INSTANTIATE_TEST_SUITE_P(,
                         VectorFunctionsTest,
                         testing::ValuesIn(isa_levels()),
                         [](const auto& level) { return level.param; });

}  // namespace
}  // namespace bgsim::model
