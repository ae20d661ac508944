#include "protocol/threshold.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace bgsim::protocol {
namespace {

TEST(ThresholdTest, IsWhereTheUpstrokeBegins) {
    // Rises by 0.5 mV per 0.1 ms (5 mV/ms), then by 1 and more; reset at the spike.
    const std::vector<float> V = {-60.0F, -50.0F, -50.5F, -50.0F, -49.5F, -48.5F, -40.0F, -65.0F};
    EXPECT_EQ(threshold_of_spike(V, 0.1, 0.7), -49.5);
}

TEST(ThresholdTest, OfACellWithoutUpstrokeIsTheLastSampleBeforeTheSpike) {
    const std::vector<float> V = {-50.0F, -49.8F, -49.6F, -49.4F, -65.0F};
    EXPECT_NEAR(threshold_of_spike(V, 0.1, 0.4).value(), -49.4, 1e-5);
}

TEST(ThresholdTest, RoundingOfTheTimeOfTheSpikeDoesNotMatter) {
    const std::vector<float> V = {-50.0F, -49.8F, -49.6F, -65.0F, -64.0F};
    EXPECT_NEAR(threshold_of_spike(V, 0.1, 0.1 * 3).value(), -49.6, 1e-5);  // 0.30000000000000004
}

TEST(ThresholdTest, NeedsASampleBeforeTheSpike) {
    EXPECT_FALSE(threshold_of_spike(std::vector{-50.0F}, 0.1, 0.0));
    EXPECT_FALSE(threshold_of_spike({}, 0.1, 5.0));
}

/// A triangle from -50 mV to +50 mV in 1 ms and back in 2 ms, after a slow rise.
std::vector<float> triangle() {
    std::vector<float> V;
    for (int i = 0; i != 100; ++i) V.push_back(-51.0F + 0.01F * static_cast<float>(i));
    for (int i = 0; i != 10; ++i) V.push_back(-50.0F + 10.0F * static_cast<float>(i));
    for (int i = 0; i != 40; ++i) V.push_back(50.0F - 5.0F * static_cast<float>(i));
    return V;
}

TEST(ThresholdTest, HalfWidthIsTakenBetweenThresholdAndPeak) {
    // The upward crossing of -20 mV: the sample at 10.3 ms is the first at or above it.
    EXPECT_NEAR(threshold_of_spike(triangle(), 0.1, 10.3).value(), -50.0, 1e-3);
    // Above 0 mV from 10.5 ms to the peak at 11 ms and for 1 ms after it.
    EXPECT_NEAR(spike_half_width_ms(triangle(), 0.1, 10.3).value(), 1.5, 1e-3);
}

TEST(ThresholdTest, ACellThatIsResetShowsNoWidth) {
    const std::vector<float> V = {-50.0F, -49.0F, -45.0F, -30.0F, -65.0F, -64.9F};
    EXPECT_FALSE(spike_half_width_ms(V, 0.1, 0.4));
}

}  // namespace
}  // namespace bgsim::protocol
