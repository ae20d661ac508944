#include "simulation/time_limit.hpp"

#include <gtest/gtest.h>

namespace bgsim::simulation {
namespace {

using core::Clock;

Clock::time_point at(double s) {
    return Clock::time_point() +
           std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(s));
}

TEST(TimeLimitTest, WithoutOneItIsNeverReached) {
    EXPECT_FALSE(TimeLimit(std::nullopt, at(0.0)).is_reached(1e6, at(1e9)));
}

TEST(TimeLimitTest, LeavesAMinuteOfLongTimesAndAFifthOfShortOnes) {
    const TimeLimit hour(3600.0, at(100.0));
    EXPECT_FALSE(hour.is_reached(0.0, at(100.0 + 3539.0)));
    EXPECT_TRUE(hour.is_reached(0.0, at(100.0 + 3541.0)));
    const TimeLimit short_one(10.0, at(0.0));
    EXPECT_FALSE(short_one.is_reached(0.0, at(7.9)));
    EXPECT_TRUE(short_one.is_reached(0.0, at(8.1)));
}

TEST(TimeLimitTest, AndThreeTimesWhatSavingTook) {
    const TimeLimit hour(3600.0, at(0.0));
    EXPECT_FALSE(hour.is_reached(100.0, at(3239.0)));
    EXPECT_TRUE(hour.is_reached(100.0, at(3241.0)));
}

TEST(TimeLimitTest, OneThatIsOverIsReachedAtOnce) {
    EXPECT_TRUE(TimeLimit(-5.0, at(0.0)).is_reached(0.0, at(0.0)));
}

}  // namespace
}  // namespace bgsim::simulation
