#include "network/slots.hpp"

#include <gtest/gtest.h>

#include <numeric>
#include <vector>

#include "support/chi_square.hpp"

namespace bgsim::network {
namespace {

constexpr StreamKey slot_key{11, 12};

TEST(SlotPermutationTest, IsABijection) {
    for (const std::uint32_t n : {1U, 2U, 3U, 5U, 64U, 65U, 1000U, 4096U, 70'001U}) {
        SCOPED_TRACE(n);
        const SlotPermutation permute(slot_key, 3, n);
        std::vector<bool> seen(n, false);
        for (std::uint32_t x = 0; x != n; ++x) {
            const std::uint32_t y = permute(x);
            ASSERT_LT(y, n);
            EXPECT_FALSE(seen[y]);
            seen[y] = true;
            EXPECT_EQ(permute.inverse(y), x);
        }
    }
}

TEST(SlotPermutationTest, LargeNumbersGoBackAndForth) {
    const std::uint32_t n = 1U << 31U;
    const SlotPermutation permute(slot_key, 0, n);
    for (std::uint32_t x = 0; x < n - 7'654'321U; x += 7'654'321U) {
        EXPECT_EQ(permute.inverse(permute(x)), x);
    }
}

TEST(SlotPermutationTest, ChunksAndKeysDiffer) {
    const SlotPermutation a(slot_key, 0, 1000);
    const SlotPermutation b(slot_key, 1, 1000);
    const SlotPermutation c({11, 13}, 0, 1000);
    int same = 0;
    for (std::uint32_t x = 0; x != 1000; ++x) same += (a(x) == b(x)) + (a(x) == c(x));
    EXPECT_LT(same, 12);  // 2 by chance
}

/// Where a slot goes, and how neighbours lie to each other afterwards, is uniform over many keys.
TEST(SlotPermutationTest, PlacesAndDistancesAreEquallyLikely) {
    constexpr std::uint32_t n = 40;
    std::vector<int> place(n, 0);
    std::vector<int> distance(n, 0);
    for (std::uint32_t chunk = 0; chunk != 20'000; ++chunk) {
        const SlotPermutation permute(slot_key, chunk, n);
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

TEST(EqualSharesTest, RangesMeetAndOwnersOwnThem) {
    for (const std::uint64_t n : {1U, 7U, 100U, 101U, 1000U}) {
        for (const std::uint64_t owners : {1U, 3U, 100U, 999U}) {
            const EqualShares shares(n, owners);
            EXPECT_EQ(shares.begin_of(0), 0U);
            EXPECT_EQ(shares.begin_of(owners), n);
            for (std::uint64_t number = 0; number != n; ++number) {
                const auto owner = shares.owner_of(number);
                EXPECT_LE(shares.begin_of(owner), number);
                EXPECT_LT(number, shares.begin_of(owner + 1));
            }
            for (std::uint64_t owner = 0; owner != owners; ++owner) {
                const auto size = shares.begin_of(owner + 1) - shares.begin_of(owner);
                EXPECT_TRUE(size == n / owners || size == n / owners + 1);
            }
        }
    }
}

TEST(ChunkTest, SlotsOfAChunkFit) {
    for (const std::uint64_t k : {1U, 100U, 10'616U, 100'000U, 1U << 23U}) {
        const auto targets = targets_per_chunk(k);
        EXPECT_EQ(targets % block_size, 0U);
        EXPECT_LE(k * targets, 1ULL << 31U);
    }
    EXPECT_EQ(targets_per_chunk(100), 65'536U);
}

}  // namespace
}  // namespace bgsim::network
