/// Rates that follow a population: closed forms, and fixed points of loops.
#include "engine/loop.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <vector>

#include "bgsim/random.hpp"
#include "core/random_sequence.hpp"
#include "support/lif_network.hpp"
#include "support/run_network.hpp"

namespace bgsim::engine {
namespace {

using config::Loop;
using config::Waveform;
using test::Train;

constexpr double loop_dt = 0.1;  // [ms]

Waveform following(PopulationId population, const Loop& loop) {
    Waveform waveform;
    waveform.kind = Waveform::Kind::loop;
    waveform.loop = loop;
    waveform.loop->population = population;
    return waveform;
}

Loop line(double offset, double gain) {
    return {.window = 200, .delay = 20, .gain = gain, .offset = offset, .high = 1000.0};
}

config::Population random_source(const std::string& name, NeuronIndex size, const Waveform& rate) {
    config::Population population;
    population.name = name;
    population.size = size;
    population.spike_rate = rate;
    return population;
}

config::Population timed_source(const std::string& name,
                                NeuronIndex size,
                                const std::vector<Step>& times) {
    config::Population population;
    population.name = name;
    population.size = size;
    population.spike_times = times;
    return population;
}

/// Spikes at each step from 1 to `n_steps`.
std::vector<std::uint64_t> random_counts(std::size_t n_steps) {
    core::RandomSequence random({1, 2}, 0, 0);
    std::vector<std::uint64_t> counts(n_steps);
    for (auto& n : counts) n = random.below(9);
    return counts;
}

TEST(LoopTest, ALineIsClampedAndThenMultiplied) {
    Loop loop = line(40.0, -0.5);
    loop.low = 10.0;
    loop.high = 35.0;
    loop.factor = 2.0;
    EXPECT_EQ(response_hz(loop, 0.0), 70.0);
    EXPECT_EQ(response_hz(loop, 20.0), 60.0);
    EXPECT_EQ(response_hz(loop, 100.0), 20.0);
}

TEST(LoopTest, ASigmoidIsHalfAtItsMidpointAndThreeQuartersLog3SlopesLater) {
    Loop loop{.function = Loop::Function::sigmoid, .maximum = 60.0, .midpoint = 30.0, .slope = 4.0};
    EXPECT_EQ(response_hz(loop, 30.0), 30.0);
    EXPECT_NEAR(response_hz(loop, 30.0 + 4.0 * std::log(3.0)), 45.0, 1e-12);
    loop.slope = -4.0;
    EXPECT_NEAR(response_hz(loop, 30.0 + 4.0 * std::log(3.0)), 15.0, 1e-12);
    EXPECT_NEAR(response_hz(loop, 1e9), 0.0, 1e-12);
    EXPECT_NEAR(response_hz(loop, -1e9), 60.0, 1e-12);
}

TEST(LoopTest, ATableIsStraightBetweenItsPointsAndLevelOutside) {
    const Loop loop{.function = Loop::Function::table,
                    .points = {{10.0, 80.0}, {30.0, 20.0}, {40.0, 20.0}}};
    EXPECT_EQ(response_hz(loop, 0.0), 80.0);
    EXPECT_EQ(response_hz(loop, 10.0), 80.0);
    EXPECT_EQ(response_hz(loop, 20.0), 50.0);
    EXPECT_EQ(response_hz(loop, 35.0), 20.0);
    EXPECT_EQ(response_hz(loop, 99.0), 20.0);
}

TEST(ActivityHistoryTest, ARateIsSpikesOverCellsAndWindow) {
    const auto counts = random_counts(500);
    ActivityHistory history(50, 300, loop_dt);
    history.append(counts);
    for (const Step end : {300, 431, 500}) {
        for (const Step window : {1, 7, 200}) {
            // Steps (end - window, end]; counts[0] is that of step 1.
            const auto n = std::accumulate(counts.begin() + (end - window), counts.begin() + end,
                                           std::uint64_t{0});
            const double seconds = static_cast<double>(window) * loop_dt * 1e-3;
            EXPECT_NEAR(history.rate_hz(end, window, 0.0), static_cast<double>(n) / 50.0 / seconds,
                        1e-9);
        }
    }
}

TEST(ActivityHistoryTest, BeforeTheFirstStepCellsFireAtTheRateOfTheStart) {
    ActivityHistory history(10, 1000, loop_dt);
    EXPECT_EQ(history.rate_hz(0, 100, 20.0), 20.0);
    EXPECT_EQ(history.rate_hz(-70, 100, 20.0), 20.0);
    history.append(std::vector<std::uint64_t>(40, 1));  // one spike in each step
    const double own = 1.0 / 10.0 / (loop_dt * 1e-3);   // of each cell
    EXPECT_NEAR(history.rate_hz(40, 40, 20.0), own, 1e-9);
    EXPECT_NEAR(history.rate_hz(40, 100, 20.0), 0.4 * own + 0.6 * 20.0, 1e-9);
    EXPECT_NEAR(history.rate_hz(25, 100, 20.0), 0.25 * own + 0.75 * 20.0, 1e-9);
    EXPECT_NEAR(history.rate_hz(40, 100, 0.0), 0.4 * own, 1e-9);
}

TEST(ActivityHistoryTest, WhatIsKeptIsEnoughToGoOnWith) {
    const auto counts = random_counts(20'000);
    constexpr Step look = 333;
    ActivityHistory whole(7, look, loop_dt);
    ActivityHistory parts(7, look, loop_dt);
    for (Step now = 0; now < 20'000; now += 8) {
        const auto next = std::span(counts).subspan(static_cast<std::size_t>(now), 8);
        whole.append(next);
        parts.append(next);
        if (now % 1000 == 0) {
            ActivityHistory restored(7, look, loop_dt);
            restored.restore(parts.kept(), now + 8);
            EXPECT_LE(parts.kept().size(), 333U);
            EXPECT_TRUE(restored.is_complete());
            parts = restored;
        }
        ASSERT_EQ(parts.rate_hz(now + 8 - 100, 233, 50.0), whole.rate_hz(now + 8 - 100, 233, 50.0));
    }
}

TEST(ActivityHistoryTest, KnowsWhetherItReachesFarEnoughBack) {
    ActivityHistory history(7, 300, loop_dt);
    EXPECT_TRUE(history.is_complete());
    history.restore(std::vector<std::uint64_t>(299, 1), 299);
    EXPECT_TRUE(history.is_complete()) << "to the first step";
    history.restore(std::vector<std::uint64_t>(299, 1), 400);
    EXPECT_FALSE(history.is_complete());
    history.append(std::vector<std::uint64_t>{1});
    EXPECT_TRUE(history.is_complete());
}

/// All fire once at 10 ms; in a window of 5 ms that is 200 Hz, 3 ms later.
TEST(LoopTest, FollowsSpikesAtGivenTimesAfterItsDelayForItsWindow) {
    const Loop loop{.window = 50,
                    .delay = 30,
                    .function = Loop::Function::table,
                    .points = {{0.0, 0.0}, {200.0, 5000.0}}};
    auto s = test::lif_specification(
        {timed_source("leader", 40, {100}), random_source("follower", 300, following(0, loop))},
        400);
    const Train train = test::activity_of(s).trains.at("follower");
    ASSERT_FALSE(train.empty());
    // During step 130 what happened until 100 counts for the first time, during 179 for the last;
    // a spike is at the end of a step.
    EXPECT_EQ(train.front().first, 131);
    EXPECT_EQ(train.back().first, 180);
    // 50 steps of 300 cells with probability 1 / 2; standard deviation 61.
    EXPECT_NEAR(static_cast<double>(train.size()), 7500.0, 5.0 * 61.3);
}

TEST(LoopTest, AnInputFollowsWithItsOwnDelayOnTop) {
    auto s = test::lif_specification(
        {timed_source("leader", 40, {100}), test::lif_population("B", 200)}, 400);
    s.inputs = {test::poisson_input("loop -> B", 1, 0.0)};
    s.inputs[0].delay = 25;
    const Loop loop{.window = 50,
                    .delay = 30,
                    .function = Loop::Function::table,
                    .points = {{0.0, 0.0}, {200.0, 5000.0}}};
    s.inputs[0].waveform = following(0, loop);
    Engine engine(s, {}, 1, model::choose_isa("auto"));
    test::SpikeCollector collector;
    std::vector<double> events = {0.0};
    while (!engine.is_done()) {
        engine.advance(0, collector);
        events.push_back(static_cast<double>(engine.counts().external_events));
    }
    // 25 intervals of 16 steps: events arrive in steps 155 to 204.
    ASSERT_EQ(events.size(), 26U);
    EXPECT_EQ(events[9], 0.0);
    EXPECT_GT(events[10], 0.0);
    EXPECT_EQ(events[13], events.back());
    EXPECT_NEAR(events.back(), 0.5 * 50 * 200, 5.0 * std::sqrt(0.5 * 50 * 200));
}

/// Cells that fire every 10 ms, a window of 10 ms: 100 Hz at any time.
TEST(LoopTest, AnInputHasThePredictedRate) {
    std::vector<Step> times;
    for (Step t = 100; t <= 20'000; t += 100) times.push_back(t);
    auto s = test::lif_specification(
        {timed_source("leader", 5, times), test::lif_population("B", 200)}, 20'000);
    s.inputs = {test::poisson_input("loop -> B", 1, 0.0)};
    Loop loop = line(42.0, -0.12);
    loop.window = 100;
    loop.start = 100.0;
    s.inputs[0].waveform = following(0, loop);
    Engine engine(s, {}, 1, model::choose_isa("auto"));
    test::SpikeCollector collector;
    while (!engine.is_done()) engine.advance(0, collector);
    const double expected = 30.0 * 200 * 2.0;
    EXPECT_NEAR(static_cast<double>(engine.counts().external_events), expected,
                5.0 * std::sqrt(expected));
}

/// With gain a, fluctuations are larger than those of a Poisson process by 1 / (1 - a).
TEST(LoopTest, ALineThatFollowsItselfSettlesAtItsFixedPoint) {
    for (const double gain : {0.5, -1.5}) {
        Loop loop = line(20.0, gain);
        const double rate_hz = 20.0 / (1.0 - gain);
        loop.start = rate_hz;
        const auto s =
            test::lif_specification({random_source("self", 500, following(0, loop))}, 40'000);
        const double expected = rate_hz * 500 * 4.0;
        const auto n = static_cast<double>(test::all_spikes(s).size());
        EXPECT_NEAR(n, expected, 5.0 * std::sqrt(expected) / (1.0 - gain)) << gain;
    }
}

/// a = 60 - b / 2 and b = 10 + a / 2 meet at 44 and 32 Hz.
config::Specification two_that_follow_each_other() {
    Loop a = line(60.0, -0.5);
    a.start = 32.0;
    Loop b = line(10.0, 0.5);
    b.start = 44.0;
    b.delay = 53;
    b.window = 31;
    return test::lif_specification(
        {random_source("a", 600, following(1, a)), random_source("b", 600, following(0, b))},
        20'000);
}

TEST(LoopTest, TwoThatFollowEachOtherMeetAtTheirFixedPoint) {
    const auto trains = test::activity_of(two_that_follow_each_other()).trains;
    const auto rate_hz = [&](const std::string& name) {
        return static_cast<double>(trains.at(name).size()) / 600.0 / 2.0;
    };
    // Of 1200 s of cells, each: 0.19 and 0.16 Hz if they were independent; the loop of gain -1/4
    // damps some and mixes them. Five of 0.25 Hz.
    EXPECT_NEAR(rate_hz("a"), 44.0, 1.25);
    EXPECT_NEAR(rate_hz("b"), 32.0, 1.25);
}

TEST(LoopTest, ThreadsPartitionAndIntervalsMakeNoDifference) {
    auto s = two_that_follow_each_other();
    s.duration = 3000;
    const auto expected = test::all_spikes(s);
    EXPECT_GT(expected.size(), 5000U);
    s.partition = config::PartitionRule::round_robin;
    EXPECT_EQ(test::all_spikes(s, {.communicator = {}, .threads = 3}), expected);
    s.populations.push_back(test::lif_population("listener", 10));
    s.recording.spikes.push_back(true);
    s.projections = {test::lif_projection(
        "a -> listener", 0, 2, {.kind = config::ConnectionRule::Kind::fixed_indegree, .number = 1},
        7)};
    s.projections[0].weight = {.first = 0.0};
    EXPECT_EQ(test::all_spikes(s), expected) << "intervals of 7 steps in place of 16";
}

}  // namespace
}  // namespace bgsim::engine
