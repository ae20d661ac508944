#include "engine/activity.hpp"

#include <gtest/gtest.h>

#include "support/example_specification.hpp"

namespace bgsim::engine {
namespace {

TEST(ActivityTest, PublishedRatesOfTheSmallestGroupAreTaken) {
    const auto s = test::example_specification();  // STN: 10 to 13 Hz; STN and GPe: 33.6 Hz
    const auto rates = assumed_rates(s, 7.0);
    EXPECT_EQ(rates[0].rate_hz, 11.5);
    EXPECT_EQ(rates[0].origin, "as published: STN");
    EXPECT_EQ(rates[1].rate_hz, 33.6);
}

TEST(ActivityTest, OthersFireAsAssumed) {
    auto s = test::example_specification();
    s.targets.pop_back();
    const auto rates = assumed_rates(s, 7.0);
    EXPECT_EQ(rates[1].rate_hz, 7.0);
    EXPECT_EQ(rates[1].origin, "assumed");
}

TEST(ActivityTest, TargetsWithoutARateSayNothing) {
    auto s = test::example_specification();
    s.targets[0].rate_hz.reset();
    EXPECT_EQ(assumed_rates(s, 7.0)[0].rate_hz, 33.6);
}

TEST(ActivityTest, GivenTimesAreCounted) {
    auto s = test::example_specification();  // 2 s
    s.populations[0].model.clear();
    s.populations[0].spike_times = {1, 500, 20'000, 20'001};
    EXPECT_EQ(assumed_rates(s, 7.0)[0].rate_hz, 1.5);
}

TEST(ActivityTest, AGivenRateIsAveragedOverTheRun) {
    auto s = test::example_specification();
    s.populations[0].model.clear();
    s.populations[0].spike_rate = config::Waveform{
        .kind = config::Waveform::Kind::steps, .mean = 10.0, .steps = {{10'000, 30.0}}};
    EXPECT_NEAR(assumed_rates(s, 7.0)[0].rate_hz, 20.0, 0.1);
    EXPECT_EQ(assumed_rates(s, 7.0)[0].origin, "given rate");
}

TEST(ActivityTest, ARateThatFollowsAPopulationIsWhatItsLoopMakesOfThatRate) {
    auto s = test::example_specification();
    s.populations[0].model.clear();
    config::Waveform rate{.kind = config::Waveform::Kind::loop};
    rate.loop = config::Loop{.population = 1, .gain = -0.5, .offset = 40.0, .high = 100.0};
    s.populations[0].spike_rate = rate;
    const auto rates = assumed_rates(s, 7.0);
    EXPECT_EQ(rates[0].rate_hz, 40.0 - 0.5 * rates[1].rate_hz);
    EXPECT_EQ(rates[0].origin, "follows " + s.populations[1].name);
    EXPECT_EQ(mean_of(rate, s, rates), rates[0].rate_hz);
}

TEST(ActivityTest, MeanOfAWaveformIsTakenOverTheRun) {
    const auto s = test::example_specification();
    config::Waveform steps{
        .kind = config::Waveform::Kind::steps, .mean = 100.0, .steps = {{10'000, 300.0}}};
    EXPECT_NEAR(mean_of(steps, s, {}), 200.0, 1.0);
    EXPECT_NEAR(mean_of(s.inputs[0].waveform, s, {}), 546.0, 0.005 * 546.0);
}

TEST(ActivityTest, ShortPulsesCountWithTheirArea) {
    const auto s = test::example_specification();  // 2 s
    config::Waveform pulses;
    pulses.kind = config::Waveform::Kind::pulses;
    pulses.mean = 100.0;
    pulses.amplitude = 1000.0;
    pulses.pulses = {.period = 7.0, .width = 0.07};
    EXPECT_NEAR(mean_of(pulses, s, {}), 110.0, 1e-9);
    pulses.pulses.first = 1500.0;
    EXPECT_NEAR(mean_of(pulses, s, {}), 102.5, 1e-9);
    pulses.until = 17'500;
    EXPECT_NEAR(mean_of(pulses, s, {}), 87.5 + 1.25, 0.1);
    pulses.pulses.biphasic = true;
    EXPECT_NEAR(mean_of(pulses, s, {}), 87.5, 0.1);
}

TEST(ActivityTest, RecordedSpikesAreCounted) {
    auto s = test::example_specification();
    s.populations[0].model.clear();
    s.populations[0].spike_file = config::SpikeFile{"a.csv", std::vector<std::uint64_t>(600)};
    EXPECT_DOUBLE_EQ(assumed_rates(s, 7.0)[0].rate_hz, 3.0);  // 100 cells, 2 s
}

}  // namespace
}  // namespace bgsim::engine
