#include "core/content_sum.hpp"

#include <gtest/gtest.h>

#include <array>

namespace bgsim::core {
namespace {

std::uint64_t sum_of(const std::array<std::uint64_t, 3>& values) {
    ContentSum sum;
    for (std::size_t i = 0; i != values.size(); ++i) sum.add(i, values[i]);
    return sum.value();
}

TEST(ContentSumTest, PartsMayBeSummedApartAndInAnyOrder) {
    ContentSum first, rest;
    first.add(0, 5);
    rest.add(2, 7);
    rest.add(1, 6);
    EXPECT_EQ(first.value() + rest.value(), sum_of({5, 6, 7}));
    rest.add(0, 5);
    EXPECT_EQ(rest.value(), sum_of({5, 6, 7}));
}

TEST(ContentSumTest, EveryBitAndEveryPlaceCounts) {
    for (int bit = 0; bit != 64; ++bit) {
        EXPECT_NE(sum_of({5, 6, 7}), sum_of({5, 6 ^ (1ULL << bit), 7})) << bit;
    }
    EXPECT_NE(sum_of({5, 6, 7}), sum_of({6, 5, 7}));
    EXPECT_NE(sum_of({0, 0, 1}), sum_of({0, 1, 0}));
}

}  // namespace
}  // namespace bgsim::core
