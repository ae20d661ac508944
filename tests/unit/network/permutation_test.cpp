#include "network/permutation.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "support/chi_square.hpp"

namespace bgsim::network {
namespace {

StreamKey key_of(std::uint64_t seed) { return stream_key(seed, Purpose::recruits, "DBS -> STN"); }

TEST(PermutationTest, EveryNumberIsHitOnce) {
    for (const std::uint32_t n : {1U, 2U, 3U, 4U, 5U, 16U, 17U, 255U, 256U, 257U, 1000U, 65'537U}) {
        const Permutation order(key_of(n), n);
        std::vector<int> hits(n, 0);
        for (std::uint32_t i = 0; i != n; ++i) {
            ASSERT_LT(order(i), n);
            ++hits[order(i)];
            ASSERT_EQ(order.inverse(order(i)), i);
        }
        for (const int hit : hits) ASSERT_EQ(hit, 1) << n;
    }
}

TEST(PermutationTest, TheLargestPopulationIsWithinReach) {
    const std::uint32_t n = 0xffffffffU - 255U;
    const Permutation order(key_of(1), n);
    for (std::uint32_t i = 0; i < n - 300'000'000; i += 300'000'000) EXPECT_LT(order(i), n);
    EXPECT_LT(order(n - 1), n);
}

TEST(PermutationTest, LargeNumbersGoBackAndForth) {
    const std::uint32_t n = 1U << 31U;
    const Permutation permute(key_of(1), n);
    for (std::uint32_t x = 0; x < n - 7'654'321U; x += 7'654'321U) {
        EXPECT_EQ(permute.inverse(permute(x)), x);
    }
}

TEST(PermutationTest, ManyInversesAreThoseOfEach) {
    for (const std::uint32_t n : {5U, 17U, 999U, 1001U, 65'537U, 1U << 31U, 0xffffff00U}) {
        const Permutation permute(key_of(3), n);
        for (const std::uint32_t length : {1U, 7U, 8U, 9U, 64U}) {
            if (length > n) continue;
            for (const std::uint32_t first : {0U, (n - length) / 2, n - length}) {
                std::vector<std::uint32_t> many(length);
                permute.inverses(first, many);
                for (std::uint32_t i = 0; i != length; ++i) {
                    ASSERT_EQ(many[i], permute.inverse(first + i)) << n << ", " << first;
                }
            }
        }
    }
}

TEST(PermutationTest, AFamilyIsThatOfItsMembers) {
    constexpr std::uint32_t n_members = 11;
    constexpr std::size_t lanes = PermutationFamily::lanes;
    for (const std::uint32_t n : {5U, 999U, 1001U, 65'537U, 1U << 31U}) {
        const PermutationFamily family(key_of(3), n, n_members);
        for (const std::uint32_t member : {0U, 2U, 8U, 10U}) {
            for (const std::uint32_t length : {1U, 2U, 3U, 4U, 5U, 11U}) {
                if (length > n) continue;
                const std::uint32_t first = (n - length) / 2;
                std::vector<std::uint32_t> out(length * lanes);
                family.backward(member, first, length, out.data());
                for (std::uint32_t l = 0; l != lanes && member + l != n_members; ++l) {
                    const Permutation permute(key_of(3), n, member + l);
                    for (std::uint32_t i = 0; i != length; ++i) {
                        std::uint32_t x = out[i * lanes + l];
                        if (x >= n) x = permute.inverse(x);
                        ASSERT_EQ(x, permute.inverse(first + i)) << n << ", " << member + l;
                    }
                }
            }
        }
    }
}

TEST(PermutationTest, NumbersAndKeysDiffer) {
    const Permutation a(key_of(1), 1000);
    const Permutation b(key_of(1), 1000, 1);
    const Permutation c(key_of(2), 1000);
    int same = 0;
    for (std::uint32_t x = 0; x != 1000; ++x) same += (a(x) == b(x)) + (a(x) == c(x));
    EXPECT_LT(same, 12);  // 2 by chance
}

/// Where a slot goes, and how neighbours lie to each other afterwards, is uniform over many keys.
TEST(PermutationTest, PlacesAndDistancesAreEquallyLikely) {
    constexpr std::uint32_t n = 40;
    std::vector<int> place(n, 0);
    std::vector<int> distance(n, 0);
    for (std::uint32_t number = 0; number != 20'000; ++number) {
        const Permutation permute(key_of(1), n, number);
        ++place[permute(7)];
        ++distance[(permute(8) + n - permute(7)) % n];
    }
    const test::ChiSquare places =
        test::chi_square<int>(place, std::vector<double>(n, 20'000.0 / n));
    EXPECT_TRUE(places.fits()) << places;
    EXPECT_EQ(distance.front(), 0);
    distance.erase(distance.begin());
    const test::ChiSquare distances =
        test::chi_square<int>(distance, std::vector<double>(n - 1, 20'000.0 / (n - 1)));
    EXPECT_TRUE(distances.fits()) << distances;
}

/// Over many seeds, how often numbers come among the first `n_drawn` of `n`.
class DrawnShareTest : public ::testing::TestWithParam<std::uint32_t> {};

TEST_P(DrawnShareTest, AllNumbersAndAllPairsAreDrawnEquallyOften) {
    constexpr std::uint32_t n_seeds = 20'000;
    const std::uint32_t n = GetParam();
    const std::uint32_t n_drawn = (2 * n + 2) / 5;
    std::vector<std::uint64_t> single(n, 0);
    std::vector<std::uint64_t> pair(n - 1, 0);
    for (std::uint32_t seed = 0; seed != n_seeds; ++seed) {
        const Permutation order(key_of(seed), n);
        bool before = false;
        for (std::uint32_t i = 0; i != n; ++i) {
            const bool is_drawn = order(i) < n_drawn;
            single[i] += is_drawn ? 1 : 0;
            if (i != 0) pair[i - 1] += is_drawn && before ? 1 : 0;
            before = is_drawn;
        }
    }
    const double p = static_cast<double>(n_drawn) / n;
    const double both = p * (n_drawn - 1.0) / (n - 1.0);
    const auto expect_near = [&](const std::vector<std::uint64_t>& counts, double share) {
        const double mean = n_seeds * share;
        const double sd = std::sqrt(mean * (1.0 - share));
        for (const std::uint64_t count : counts) {
            EXPECT_NEAR(static_cast<double>(count), mean, 5.5 * sd) << n;
        }
    };
    expect_near(single, p);
    expect_near(pair, both);
}

INSTANTIATE_TEST_SUITE_P(Sizes, DrawnShareTest, ::testing::Values(3U, 5U, 10U, 16U, 40U, 100U));

}  // namespace
}  // namespace bgsim::network
