#include "engine/spike_history.hpp"

#include <gtest/gtest.h>

namespace bgsim::engine {
namespace {

using Range = std::pair<std::size_t, std::size_t>;

SpikeHistory history(Step longest_delay) {
    SpikeHistory h(longest_delay);
    for (const Step step : {1, 1, 3, 4, 4, 4, 9}) h.append(7, step);
    return h;
}

TEST(SpikeHistoryTest, BetweenIncludesBothEnds) {
    const auto h = history(10);
    EXPECT_EQ(h.between(1, 1), Range(0, 2));
    EXPECT_EQ(h.between(1, 4), Range(0, 6));
    EXPECT_EQ(h.between(2, 3), Range(2, 3));
    EXPECT_EQ(h.between(5, 8), Range(6, 6));
    EXPECT_EQ(h.between(-100, 100), Range(0, 7));
}

TEST(SpikeHistoryTest, AnEmptyRangeOfStepsHasNoSpikes) {
    const auto h = history(10);
    const auto [first, last] = h.between(4, 3);
    EXPECT_EQ(first, last);
    EXPECT_EQ(SpikeHistory(10).between(-5, 5), Range(0, 0));
}

TEST(SpikeHistoryTest, ASpikeIsKeptUntilItsLongestDelayIsOver) {
    auto h = history(5);
    EXPECT_EQ(h.forget(6), 0U);  // the spikes of step 1 arrive at step 6
    EXPECT_EQ(h.forget(7), 2U);
    EXPECT_EQ(h.entries().size(), 5U);
    EXPECT_EQ(h.entries().front().step, 3);
    EXPECT_EQ(h.forget(100), 5U);
    EXPECT_TRUE(h.entries().empty());
    EXPECT_EQ(h.forget(200), 0U);
}

TEST(ReleaseHistoryTest, FactorsStayBesideTheSpikesOfTheirCells) {
    const config::ShortTermPlasticity depressing{
        .U = 0.5, .tau_rec = 800.0, .tau_fac = 0.0, .tau_psc = 5.0};
    ReleaseHistory h(depressing, 3);
    h.append(0, 10.0);
    h.append(2, 10.0);
    h.append(0, 20.0);
    ASSERT_EQ(h.factors().size(), 3U);
    EXPECT_EQ(h.factors()[0], 0.5);  // from rest: U
    EXPECT_EQ(h.factors()[1], 0.5);  // another cell
    EXPECT_LT(h.factors()[2], 0.3);  // half of the resource is still away
    const double kept = h.factors()[2];
    h.forget(2);
    ASSERT_EQ(h.factors().size(), 1U);
    EXPECT_EQ(h.factors()[0], kept);
    EXPECT_GT(h.bytes(), 0U);
}

}  // namespace
}  // namespace bgsim::engine
