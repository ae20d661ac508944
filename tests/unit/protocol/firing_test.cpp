#include "protocol/firing.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace bgsim::protocol {
namespace {

using analysis::Window;
using testing::ElementsAre;

constexpr double rounding = 1e-12;

TEST(FiringTest, ASpikeBelongsToTheWindowThatEndsWithIt) {
    const std::vector<double> spikes = {100.0, 150.0, 200.0, 250.0};
    EXPECT_THAT(within(spikes, {.from_ms = 100.0, .to_ms = 200.0}), ElementsAre(150.0, 200.0));
}

TEST(FiringTest, EndsOfTheWindowAreMetInSpiteOfRounding) {
    const double late = 0.1 * 3;  // not 0.3
    EXPECT_TRUE(within(std::vector{late}, {.from_ms = 0.3, .to_ms = 1.0}).empty());
    EXPECT_EQ(within(std::vector{late}, {.from_ms = 0.0, .to_ms = 0.3}).size(), 1U);
}

TEST(FiringTest, ARegularTrainHasItsRateEverywhereAndNoSpread) {
    std::vector<double> spikes;
    for (int k = 0; k != 50; ++k) spikes.push_back(512.5 + 40.0 * k);
    const Firing f = firing(spikes, {.from_ms = 500.0, .to_ms = 2500.0});
    EXPECT_EQ(f.n_spikes, 50U);
    EXPECT_NEAR(f.rate_hz, 25.0, rounding);
    EXPECT_NEAR(f.first_hz.value(), 25.0, rounding);
    EXPECT_NEAR(f.last_hz.value(), 25.0, rounding);
    EXPECT_EQ(f.latency_ms, 12.5);
    EXPECT_EQ(f.adaptation, 1.0);
    EXPECT_EQ(f.adaptation_index, 0.0);
    EXPECT_EQ(f.cv, 0.0);
}

TEST(FiringTest, AnAdaptingTrainIsMeasuredByItsIntervals) {
    const std::vector<double> spikes = {10.0, 20.0, 40.0, 80.0};  // intervals 10, 20, 40
    const Firing f = firing(spikes, {.from_ms = 0.0, .to_ms = 1000.0});
    EXPECT_NEAR(f.rate_hz, 3000.0 / 70.0, rounding);
    EXPECT_NEAR(f.first_hz.value(), 100.0, rounding);
    EXPECT_NEAR(f.last_hz.value(), 25.0, rounding);
    EXPECT_NEAR(f.adaptation.value(), 4.0, rounding);
    EXPECT_NEAR(f.adaptation_index.value(), 1.0 / 3.0, rounding);
    // mean 70/3, variance (100 + 400 + 1600)/3 - (70/3)^2 = 1400/9
    EXPECT_NEAR(f.cv.value(), std::sqrt(1400.0 / 9.0) / (70.0 / 3.0), rounding);
}

TEST(FiringTest, FewerThanThreeSpikesAreCountedOverTheWindow) {
    const Window window{.from_ms = 0.0, .to_ms = 500.0};
    const Firing two = firing(std::vector{100.0, 110.0}, window);
    EXPECT_NEAR(two.rate_hz, 4.0, rounding);
    EXPECT_NEAR(two.first_hz.value(), 100.0, rounding);
    EXPECT_FALSE(two.adaptation || two.adaptation_index || two.cv);
    const Firing one = firing(std::vector{100.0}, window);
    EXPECT_NEAR(one.rate_hz, 2.0, rounding);
    EXPECT_EQ(one.latency_ms, 100.0);
    EXPECT_FALSE(one.first_hz || one.last_hz);
}

TEST(FiringTest, ASilentCellHasNeitherRateNorLatency) {
    const Firing f = firing({}, {.from_ms = 0.0, .to_ms = 500.0});
    EXPECT_EQ(f.n_spikes, 0U);
    EXPECT_EQ(f.rate_hz, 0.0);
    EXPECT_FALSE(f.latency_ms || f.first_hz || f.cv);
}

}  // namespace
}  // namespace bgsim::protocol
