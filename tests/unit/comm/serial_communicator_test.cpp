/// A default-constructed communicator works in a program that never starts MPI.
#include <gmock/gmock.h>

#include "bgsim/error.hpp"
#include "comm/communicator.hpp"

namespace bgsim::comm {
namespace {

using testing::ElementsAre;

TEST(SerialCommunicatorTest, EachCollectiveReturnsItsOwnInput) {
    const Communicator alone;
    EXPECT_EQ(alone.rank(), 0);
    EXPECT_EQ(alone.size(), 1);
    EXPECT_EQ(alone.broadcast("text"), "text");
    EXPECT_THAT(alone.gather_text("text"), ElementsAre("text"));
    EXPECT_THAT(alone.all_gather(3), ElementsAre(3));
    EXPECT_THAT(alone.gather(std::vector{0.5, 1.5}), ElementsAre(0.5, 1.5));
    EXPECT_EQ(alone.sum(3), 3U);
    EXPECT_EQ(alone.max(std::uint64_t{3}), 3U);
    EXPECT_EQ(alone.max(0.5), 0.5);
    EXPECT_TRUE(alone.any(true));
    EXPECT_EQ(alone.exclusive_sum(3), 0U);
    EXPECT_EQ(alone.split(5).size(), 1);
    std::vector<std::uint64_t> values = {1, 2};
    alone.sum_in_place(values);
    EXPECT_THAT(values, ElementsAre(1, 2));
    alone.barrier();
}

TEST(SerialCommunicatorTest, ExchangeReturnsItsOwnWordsAndFlags) {
    RankBuckets<std::uint32_t> words;
    words.items = {1, 2, 3};
    words.counts = {3};
    const auto result = Communicator().exchange(words, 5);
    EXPECT_EQ(result.flags, 5U);
    EXPECT_THAT(result.received.items, ElementsAre(1, 2, 3));
    EXPECT_THAT(result.received.counts, ElementsAre(3));
}

TEST(SerialCommunicatorTest, TheWorldNeedsAnEnvironment) {
    EXPECT_THROW(Communicator::world(), InternalError);
}

}  // namespace
}  // namespace bgsim::comm
