#include "bgsim/random.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>

#include "core/many_draws.hpp"
#include "core/random_sequence.hpp"

namespace bgsim::core {
namespace {

constexpr StreamKey some_key{0x1234'5678U, 0x9abc'def0U};

void expect_words(const ManyRandomWords& many, std::uint32_t i, const RandomWords& words) {
    for (std::uint32_t k = 0; k != 4; ++k) EXPECT_EQ(many[4 * i + k], words[k]);
}

TEST(RandomTest, ManyDrawsAreThoseOfEach) {
    for (const bool by_avx2 : {false, has_avx2()}) {
        for (const std::uint32_t c : {0U, 7U, 0xffff'fff8U}) {
            const auto many = ManyDraws::in_a_row(some_key, 3, 0xffff'ffffU, c, by_avx2);
            for (std::uint32_t i = 0; i != draws_at_once; ++i) {
                expect_words(many, i, random_words(some_key, 3, 0xffff'ffffU, c + i, 0));
            }
        }
        const std::array<std::uint32_t, draws_at_once> b = {0, 9, 8, 0xffff'ffffU, 4, 4, 100, 1};
        const auto many = ManyDraws::of_each(some_key, 0xffff'0000U, b, by_avx2);
        for (std::uint32_t i = 0; i != draws_at_once; ++i) {
            expect_words(many, i, random_words(some_key, 0xffff'0000U, b[i], 0, 0));
        }
    }
}

TEST(RandomTest, ASequenceGoesThroughTheDrawsOfItsStream) {
    RandomSequence sequence(some_key, 5, 6);
    for (std::uint32_t i = 0; i != 200; ++i) {
        EXPECT_EQ(sequence.next(), random_words(some_key, 5, 6, i / 4, 0)[i % 4]);
    }
}

}  // namespace
}  // namespace bgsim::core
