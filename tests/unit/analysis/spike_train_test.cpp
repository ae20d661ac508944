#include "analysis/spike_train.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <random>
#include <vector>

namespace bgsim::analysis {
namespace {

constexpr TrainSettings settings{.fano_window = 1000, .burst_interval = 100, .burst_spikes = 3};

SpikeTrain train_of(const std::vector<std::uint64_t>& steps) {
    SpikeTrain train;
    for (const auto step : steps) train.add(step, settings);
    return train;
}

/// A renewal process: intervals of `gap` steps and an exponential part of mean `mean`.
SpikeTrain renewal(std::uint64_t gap, double mean, std::uint64_t until) {
    std::mt19937_64 generator(1);
    std::exponential_distribution<double> exponential(1.0 / mean);
    SpikeTrain train;
    for (double time = 0.0;;) {
        time += static_cast<double>(gap) + exponential(generator);
        const auto step = static_cast<std::uint64_t>(std::ceil(time));
        if (step > until) return train;
        if (step != train.last_step()) train.add(step, settings);
    }
}

TEST(SpikeTrainTest, ARegularTrainDoesNotVary) {
    SpikeTrain train;
    for (std::uint64_t step = 250; step <= 100'000; step += 250) train.add(step, settings);
    EXPECT_EQ(train.n_spikes(), 400U);
    EXPECT_NEAR(train.cv().value(), 0.0, 1e-9);
    EXPECT_EQ(train.cv2(), 0.0);
    EXPECT_NEAR(train.fano_factor(100).value(), 0.0, 1e-9);
}

TEST(SpikeTrainTest, OfAPoissonProcessAllMeasuresAreOne) {
    // 20,000 spikes: standard errors of CV, CV2 and Fano factor of about 0.007, 0.005 and 0.02.
    const auto train = renewal(0, 500.0, 10'000'000);
    EXPECT_NEAR(train.cv().value(), 1.0, 0.03);
    EXPECT_NEAR(train.cv2().value(), 1.0, 0.03);
    EXPECT_NEAR(train.fano_factor(10'000).value(), 1.0, 0.06);
}

TEST(SpikeTrainTest, ADeadTimeReducesTheCvByItsShareOfTheInterval) {
    // Intervals of 250 + exponential of 250: CV = 250 / 500, Fano factor of long windows CV^2.
    const auto train = renewal(250, 250.0, 10'000'000);
    EXPECT_NEAR(train.cv().value(), 0.5, 0.015);
    EXPECT_LT(train.cv2().value(), 0.6);
    EXPECT_NEAR(train.fano_factor(10'000).value(), 0.25, 0.15);
}

TEST(SpikeTrainTest, SlowChangesOfTheRateMoveTheCvMoreThanTheCv2) {
    SpikeTrain train;
    std::uint64_t step = 0;
    for (int i = 0; i != 100; ++i) train.add(step += 100, settings);
    for (int i = 0; i != 100; ++i) train.add(step += 900, settings);
    // Intervals of 100 and 900, half each: mean 500, standard deviation 400.
    EXPECT_NEAR(train.cv().value(), 0.8, 0.01);
    // One of 198 pairs differs: 2 * 800 / 1000.
    EXPECT_NEAR(train.cv2().value(), 1.6 / 198.0, 1e-12);
}

TEST(SpikeTrainTest, MeasuresNeedEnoughSpikes) {
    EXPECT_EQ(SpikeTrain().cv(), std::nullopt);
    EXPECT_EQ(SpikeTrain().fano_factor(10), std::nullopt);
    EXPECT_EQ(train_of({1, 5}).cv(), std::nullopt);
    EXPECT_EQ(train_of({1, 5}).cv2(), std::nullopt);
    EXPECT_EQ(train_of({1, 5}).n_intervals(), 1U);
    EXPECT_NE(train_of({1, 5, 9}).cv(), std::nullopt);
    EXPECT_EQ(train_of({1, 5}).fano_factor(1), std::nullopt);
}

TEST(SpikeTrainTest, OnlyWholeWindowsCountForTheFanoFactor) {
    // Windows (0, 1000], (1000, 2000]; the spikes in the third are left out if it is not whole.
    const auto train = train_of({1, 1000, 1001, 2000, 2001, 2002, 2003});
    EXPECT_DOUBLE_EQ(train.fano_factor(2).value(), 0.0);
    // Counts 2, 2, 3: mean 7/3, variance 1/3.
    EXPECT_NEAR(train.fano_factor(3).value(), 1.0 / 7.0, 1e-12);
    // 2, 2, 3, 0: mean 7/4, variance 19/12.
    EXPECT_NEAR(train.fano_factor(4).value(), 19.0 / 21.0, 1e-12);
}

TEST(SpikeTrainTest, ABurstIsARunOfShortIntervals) {
    // Three spikes, a pair, one alone, four spikes until the end.
    const auto train = train_of({1000, 1100, 1150, 3000, 3050, 5000, 7000, 7010, 7110, 7150});
    EXPECT_EQ(train.n_bursts(settings), 2U);
    EXPECT_EQ(train.n_spikes_in_bursts(settings), 7U);
    EXPECT_EQ(train_of({1, 200, 400}).n_bursts(settings), 0U);
}

}  // namespace
}  // namespace bgsim::analysis
