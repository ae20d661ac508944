#include "protocol/published.hpp"

#include <gtest/gtest.h>

#include "protocol/expected_network.hpp"

namespace bgsim::protocol {
namespace {

using config::PublishedBehaviour;

PublishedBehaviour range(double low, double high) {
    PublishedBehaviour published;
    published.range = {low, high};
    return published;
}

PublishedBehaviour value(double mean) {
    PublishedBehaviour published;
    published.value = mean;
    return published;
}

TEST(PublishedTest, ARangeHoldsItsEnds) {
    EXPECT_EQ(relation(2.9, range(3.0, 10.0)), "below");
    EXPECT_EQ(relation(3.0, range(3.0, 10.0)), "within");
    EXPECT_EQ(relation(10.0, range(3.0, 10.0)), "within");
    EXPECT_EQ(relation(10.1, range(3.0, 10.0)), "above");
}

TEST(PublishedTest, AMeanSpreadsByTwoStandardErrorsOrOneDeviation) {
    PublishedBehaviour with_se = value(-73.2);
    with_se.se = 2.2;
    EXPECT_EQ(relation(-77.5, with_se), "within");
    EXPECT_EQ(relation(-77.7, with_se), "below");
    PublishedBehaviour with_sd = value(3.0);
    with_sd.sd = 1.5;
    EXPECT_EQ(relation(4.5, with_sd), "within");
    EXPECT_EQ(relation(4.6, with_sd), "above");
}

TEST(PublishedTest, WithoutNumbersThereIsNothingToCompare) {
    PublishedBehaviour words;
    words.text = "silent in slice";
    EXPECT_EQ(relation(3.0, words), "");
    EXPECT_EQ(relation(std::nullopt, value(3.0)), "");
}

TEST(PublishedTest, ASingleNumberIsComparedByTheRatio) {
    EXPECT_EQ(relation(9.8, value(10.0)), "x 0.98");
    EXPECT_EQ(relation(3.0, value(3.0)), "within");
    PublishedBehaviour silent = value(0.0);
    silent.unit = "Hz";
    EXPECT_EQ(relation(0.0, silent), "within");
    EXPECT_EQ(relation(1.5, silent), "+1.5 Hz");
    PublishedBehaviour potential = value(-53.1);
    potential.unit = "mV";
    EXPECT_EQ(relation(-45.1, potential), "+8 mV");
}

TEST(ExpectedNetworkTest, TheRheobaseIsLookedForOnBothSides) {
    const config::Rheobase expected{.current = {200.0, "pA"}, .resolution = 0.2, .window_ms = {}};
    const auto currents = currents_around(expected);
    EXPECT_EQ(currents.size(), 200U);
    EXPECT_EQ(currents.front(), 180.0);
    EXPECT_EQ(currents.back(), 220.0);
    const config::Rheobase near_zero{.current = {0.03, "pA"}, .resolution = 0.05, .window_ms = {}};
    EXPECT_NEAR(currents_around(near_zero).front(), -0.47, 1e-12);
}

}  // namespace
}  // namespace bgsim::protocol
