#include "network/slots.hpp"

#include <gtest/gtest.h>

namespace bgsim::network {
namespace {

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
