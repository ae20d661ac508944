#include "io/spike_buffer.hpp"

#include <gmock/gmock.h>

#include <numeric>
#include <random>

#include "bgsim/error.hpp"
#include "io/rate_counter.hpp"
#include "io/schema.hpp"

namespace bgsim::io {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(SpikeBufferTest, KeysCountStepsAndThenNeurons) {
    SpikeBuffer buffer(10, 0);
    buffer.add(3, 0);
    buffer.add(0, 2);
    EXPECT_EQ(buffer.bound(2), 30U);
    EXPECT_THAT(buffer.take(2), ElementsAre(3, 20));
    EXPECT_THAT(buffer.take(2), IsEmpty());
}

TEST(SpikeBufferTest, LaterSpikesStayAndAreCountedFromTheNewStart) {
    SpikeBuffer buffer(10, 0);
    buffer.add(1, 5);
    buffer.add(2, 7);
    EXPECT_THAT(buffer.take(5), ElementsAre(51));
    EXPECT_EQ(buffer.first_step(), 6);
    EXPECT_THAT(buffer.take(9), ElementsAre(12));
}

TEST(SpikeBufferTest, SpikesThatAreTooLateOrOfNoNeuronAreFaults) {
    SpikeBuffer buffer(10, 0);
    buffer.take(5);
    EXPECT_THROW(buffer.add(1, 5), InternalError);
    EXPECT_THROW(buffer.add(10, 6), InternalError);
}

TEST(SpikeBufferTest, HistogramCountsEveryKey) {
    const std::vector<SpikeKey> keys = {0, 1, 50, 99};
    const auto counts = histogram(keys, 100, 4);
    EXPECT_EQ(std::accumulate(counts.begin(), counts.end(), 0U), 4U);
    EXPECT_EQ(counts.front(), 2U);
    EXPECT_EQ(counts.back(), 1U);
}

TEST(SpikeBufferTest, RanksGetAboutEqualShares) {
    std::mt19937 generator(1);
    std::vector<std::uint64_t> counts(1000);
    for (auto& count : counts) count = generator() % 100;
    const auto ranks = rank_of_bins(counts, 7);
    EXPECT_TRUE(std::ranges::is_sorted(ranks));
    std::vector<std::uint64_t> shares(7, 0);
    for (std::size_t b = 0; b != counts.size(); ++b) {
        shares.at(static_cast<std::size_t>(ranks[b])) += counts[b];
    }
    const auto total = std::accumulate(counts.begin(), counts.end(), std::uint64_t{0});
    for (const auto share : shares) {
        EXPECT_NEAR(static_cast<double>(share), static_cast<double>(total) / 7.0, 100.0);
    }
    EXPECT_THAT(rank_of_bins(std::vector<std::uint64_t>{0, 0}, 3), ElementsAre(0, 0));
}

TEST(RateCounterTest, BinsHoldTheStepsThatEndInThem) {
    RateCounter counter(2, 5, 0);
    for (const Step step : {1, 5, 6, 11}) counter.add(1, step);
    EXPECT_THAT(counter.take(2), ElementsAre(0, 0, 2, 1));
    EXPECT_EQ(counter.first_bin(), 2U);
    EXPECT_THAT(counter.take(4), ElementsAre(0, 0, 1, 0));
    EXPECT_EQ(counter.bytes(), 0U);
}

TEST(TimeGridTest, TimesAreTheDoublesNearestToTheDecimals) {
    EXPECT_EQ(TimeGrid(0.1).time_of(3), 0.3);
    EXPECT_EQ(TimeGrid(0.1).time_of(123457), 12345.7);
    EXPECT_EQ(TimeGrid(0.3).time_of(7), 2.1);
    EXPECT_EQ(TimeGrid(0.025).time_of(3), 0.075);
    EXPECT_EQ(TimeGrid(2.0).time_of(3), 6.0);
    EXPECT_EQ(TimeGrid(1.0 / 1024).time_of(3), 3.0 / 1024);
}

}  // namespace
}  // namespace bgsim::io
