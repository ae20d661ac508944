#include "network/geometric_gaps.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>

namespace bgsim::network {
namespace {

std::uint32_t word_of(std::uint32_t i) {
    return random_words({1, 2}, i, 0, 0, 0)[0] >> (i % 32);  // of all sizes
}

TEST(GeometricGapsTest, TheLogarithmIsThatOfTheUniformNumber) {
    for (const std::uint32_t word : {0U, 1U, 2U, 0x7fff'ffffU, 0x8000'0000U, 0xffff'fffeU}) {
        EXPECT_NEAR(log_of_uniform(word), std::log(open_uniform(word)),
                    1e-14 * std::abs(std::log(open_uniform(word))));
    }
    for (std::uint32_t i = 0; i != 100'000; ++i) {
        const double expected = std::log(open_uniform(word_of(i)));
        ASSERT_NEAR(log_of_uniform(word_of(i)), expected,
                    4e-16 * 23.0 + 1e-14 * std::abs(expected));
    }
}

TEST(GeometricGapsTest, GapsOfManyWordsAreThoseOfEach) {
    for (const double p : {1e-9, 0.01, 0.3, 1.0}) {
        const GeometricGaps gaps(p);
        for (std::uint32_t i = 0; i != 1000; ++i) {
            const std::uint32_t words[4] = {word_of(i), word_of(i + 1), 0, 0xffff'ffffU};
            std::int32_t many[4];
            gaps.of(words, many);
            for (int k = 0; k != 4; ++k) {
                EXPECT_EQ(static_cast<std::uint64_t>(many[k]),
                          std::min<std::uint64_t>(gaps(words[k]), 2147483647U));
            }
        }
    }
}

/// P(gap > g) = (1 - p)^(g + 1).
TEST(GeometricGapsTest, GapsAreAsLongAsThoseOfABernoulliSeries) {
    constexpr double p = 0.02;
    const GeometricGaps gaps(p);
    constexpr std::uint32_t n = 200'000;
    for (const std::uint64_t g : {0U, 10U, 50U, 200U}) {
        std::uint32_t longer = 0;
        for (std::uint32_t i = 0; i != n; ++i)
            longer += gaps(random_words({3, 4}, i, 0, 0, 0)[1]) > g;
        const double share = std::pow(1.0 - p, static_cast<double>(g + 1));
        EXPECT_NEAR(longer, n * share, 4.0 * std::sqrt(n * share * (1.0 - share)));
    }
}

TEST(GeometricGapsTest, WithoutMissesThereAreNoGaps) {
    const GeometricGaps gaps(1.0);
    for (std::uint32_t i = 0; i != 100; ++i) EXPECT_EQ(gaps(word_of(i)), 0U);
}

}  // namespace
}  // namespace bgsim::network
