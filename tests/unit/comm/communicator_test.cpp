#include "comm/communicator.hpp"

#include <gmock/gmock.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "bgsim/error.hpp"

namespace bgsim::comm {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// What rank `from` sends to rank `to` in these tests: (from + to) % 3 words, all different.
template <typename Word>
std::vector<Word> message(int from, int to) {
    std::vector<Word> words;
    for (int i = 0; i != (from + to) % 3; ++i) {
        words.push_back(static_cast<Word>(1000 * from + 100 * to + i));
    }
    return words;
}

template <typename Word>
RankBuckets<Word> outgoing_of(const Communicator& communicator) {
    RankBuckets<Word> buckets(communicator.size());
    for (int to = 0; to != communicator.size(); ++to) {
        const auto words = message<Word>(communicator.rank(), to);
        buckets.items.insert(buckets.items.end(), words.begin(), words.end());
        buckets.counts[static_cast<std::size_t>(to)] = words.size();
    }
    return buckets;
}

template <typename Word>
void expect_messages_of_all(const Communicator& communicator, const RankBuckets<Word>& received) {
    std::vector<Word> expected;
    for (int from = 0; from != communicator.size(); ++from) {
        const auto words = message<Word>(from, communicator.rank());
        EXPECT_EQ(received.counts[static_cast<std::size_t>(from)], words.size());
        expected.insert(expected.end(), words.begin(), words.end());
    }
    EXPECT_EQ(received.items, expected);
}

TEST(CommunicatorTest, ExchangeBringsTheWordsOfEachRankAndTheOrOfAllFlags) {
    const auto world = Communicator::world();
    for (int repetition = 0; repetition != 3; ++repetition) {
        const auto result = world.exchange(outgoing_of<std::uint32_t>(world),
                                           1U << static_cast<unsigned>(world.rank()));
        EXPECT_EQ(result.flags, (1U << static_cast<unsigned>(world.size())) - 1);
        expect_messages_of_all(world, result.received);
    }
}

TEST(CommunicatorTest, ExchangeOfNothingStillCarriesFlags) {
    const auto world = Communicator::world();
    const auto last = world.size() - 1;
    const auto result = world.exchange(RankBuckets<std::uint32_t>(world.size()),
                                       world.rank() == last ? 0x8000'0001U : 0U);
    EXPECT_EQ(result.flags, 0x8000'0001U);
    EXPECT_THAT(result.received.items, IsEmpty());
    EXPECT_EQ(result.received.counts.size(), static_cast<std::size_t>(world.size()));
}

TEST(CommunicatorTest, ExchangeWorksWhenOnlyOneRankSends) {
    const auto world = Communicator::world();
    RankBuckets<std::uint32_t> outgoing(world.size());
    if (world.is_root()) {
        outgoing.items = {7, 8};
        outgoing.counts.back() = 2;
    }
    const auto result = world.exchange(outgoing, 0);
    if (world.rank() == world.size() - 1) {
        EXPECT_THAT(result.received.items, ElementsAre(7, 8));
    } else {
        EXPECT_THAT(result.received.items, IsEmpty());
    }
}

TEST(CommunicatorTest, AllToAllBringsTheWordsOfEachRank) {
    const auto world = Communicator::world();
    expect_messages_of_all(world, world.all_to_all(outgoing_of<std::uint64_t>(world)));
}

TEST(CommunicatorTest, BucketsThatDoNotAddUpAreRefused) {
    const auto world = Communicator::world();
    RankBuckets<std::uint32_t> buckets(world.size());
    buckets.items = {1};
    EXPECT_THROW(world.exchange(buckets, 0), InternalError);
    EXPECT_THROW(world.exchange(RankBuckets<std::uint32_t>(world.size() + 1), 0), InternalError);
}

TEST(CommunicatorTest, BroadcastBringsTheBytesOfRankZero) {
    const auto world = Communicator::world();
    const std::string text("some\0bytes", 10);
    EXPECT_EQ(world.broadcast(world.is_root() ? text : "other"), text);
    EXPECT_EQ(world.broadcast(world.is_root() ? "" : "other"), "");
}

TEST(CommunicatorTest, TextsAreGatheredOnRankZeroInRankOrder) {
    const auto world = Communicator::world();
    const std::string own(static_cast<std::size_t>(world.rank()), 'x');
    const auto texts = world.gather_text(own);
    if (!world.is_root()) {
        EXPECT_THAT(texts, IsEmpty());
        return;
    }
    ASSERT_EQ(texts.size(), static_cast<std::size_t>(world.size()));
    for (std::size_t r = 0; r != texts.size(); ++r) EXPECT_EQ(texts[r], std::string(r, 'x'));
}

TEST(CommunicatorTest, NumbersAreGatheredInRankOrder) {
    const auto world = Communicator::world();
    const auto rank = static_cast<std::uint64_t>(world.rank());
    const auto all = world.all_gather(10 * rank);
    const auto pairs = world.gather(std::vector<double>{static_cast<double>(rank), 0.5});
    ASSERT_EQ(all.size(), static_cast<std::size_t>(world.size()));
    EXPECT_EQ(pairs.size(), world.is_root() ? 2 * all.size() : 0);
    for (std::size_t r = 0; r != all.size(); ++r) {
        EXPECT_EQ(all[r], 10 * r);
        if (world.is_root()) {
            EXPECT_EQ(pairs[2 * r], static_cast<double>(r));
            EXPECT_EQ(pairs[2 * r + 1], 0.5);
        }
    }
}

TEST(CommunicatorTest, ReductionsAgreeOnAllRanks) {
    const auto world = Communicator::world();
    const auto rank = static_cast<std::uint64_t>(world.rank());
    const auto size = static_cast<std::uint64_t>(world.size());
    const std::uint64_t large = std::numeric_limits<std::uint32_t>::max();
    EXPECT_EQ(world.sum(large), large * size);
    EXPECT_EQ(world.max(rank), size - 1);
    EXPECT_EQ(world.max(-static_cast<double>(rank)), 0.0);
    EXPECT_EQ(world.exclusive_sum(rank + 1), rank * (rank + 1) / 2);
    EXPECT_TRUE(world.any(rank == size - 1));
    EXPECT_FALSE(world.any(false));
    std::vector<std::uint64_t> values = {rank, 1};
    world.sum_in_place(values);
    EXPECT_THAT(values, ElementsAre(size * (size - 1) / 2, size));
    world.barrier();
}

TEST(CommunicatorTest, SplitMakesGroupsThatKeepTheOrder) {
    const auto world = Communicator::world();
    const auto group = world.split(world.rank() % 2);
    EXPECT_EQ(group.rank(), world.rank() / 2);
    EXPECT_EQ(group.sum(static_cast<std::uint64_t>(world.rank() % 2)),
              static_cast<std::uint64_t>(world.rank() % 2 * group.size()));
}

TEST(EnvironmentTest, NamesTheLibraryAndTheHost) {
    EXPECT_FALSE(Environment::library_version().empty());
    EXPECT_EQ(Environment::library_version().find('\n'), std::string::npos);
    EXPECT_FALSE(Environment::host_name().empty());
}

}  // namespace
}  // namespace bgsim::comm
