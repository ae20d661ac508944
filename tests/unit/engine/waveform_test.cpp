#include "engine/waveform.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace bgsim::engine {
namespace {

using config::Waveform;

constexpr double dt = 0.1;

TEST(WaveformTest, AConstantHoldsAtAllTimes) {
    const Waveform w{.mean = 7.0, .steps = {}};
    EXPECT_EQ(value_during(w, 0, dt), 7.0);
    EXPECT_EQ(value_during(w, 1'000'000'000'000, dt), 7.0);
}

TEST(WaveformTest, ASquareIsLowInTheFirstHalfPeriodThenHigh) {
    const Waveform w{.kind = Waveform::Kind::square,
                     .mean = 10.0,
                     .amplitude = 3.0,
                     .frequency = 20.0,
                     .steps = {}};
    for (const Step period : {0, 500, 5000}) {  // 50 ms are 500 steps
        EXPECT_EQ(value_during(w, period, dt), 7.0);
        EXPECT_EQ(value_during(w, period + 249, dt), 7.0);
        EXPECT_EQ(value_during(w, period + 250, dt), 13.0);
        EXPECT_EQ(value_during(w, period + 499, dt), 13.0);
    }
}

TEST(WaveformTest, ThePhaseMovesASquareByPeriods) {
    const Waveform w{.kind = Waveform::Kind::square,
                     .mean = 10.0,
                     .amplitude = 3.0,
                     .frequency = 20.0,
                     .phase = 0.5,
                     .steps = {}};
    EXPECT_EQ(value_during(w, 0, dt), 13.0);
    EXPECT_EQ(value_during(w, 250, dt), 7.0);
}

TEST(WaveformTest, ASinusoidIsTakenAtTheMiddleOfTheStep) {
    const Waveform w{.kind = Waveform::Kind::sinusoid,
                     .mean = 10.0,
                     .amplitude = 3.0,
                     .frequency = 5.0,
                     .phase = 0.25,
                     .steps = {}};
    for (const Step step : {0, 1, 499, 12'345}) {
        const double t_s = (static_cast<double>(step) + 0.5) * dt * 1e-3;
        // A few roundings of numbers up to 40.
        EXPECT_NEAR(value_during(w, step, dt),
                    10.0 + 3.0 * std::sin(2.0 * std::numbers::pi * (5.0 * t_s + 0.25)), 1e-12);
    }
}

TEST(WaveformTest, ASinusoidAsLargeAsItsMeanIsNeverNegative) {
    const Waveform w{.kind = Waveform::Kind::sinusoid,
                     .mean = 0.3,
                     .amplitude = 0.3,
                     .frequency = 5.0,
                     .steps = {}};
    for (Step step = 0; step != 4000; ++step) ASSERT_GE(value_during(w, step, dt), 0.0);
}

TEST(WaveformTest, StepsHoldFromTheirTimeOn) {
    const Waveform w{.kind = Waveform::Kind::steps, .mean = 1.0, .steps = {{100, 2.0}, {200, 0.0}}};
    EXPECT_EQ(value_during(w, 0, dt), 1.0);
    EXPECT_EQ(value_during(w, 99, dt), 1.0);
    EXPECT_EQ(value_during(w, 100, dt), 2.0);
    EXPECT_EQ(value_during(w, 199, dt), 2.0);
    EXPECT_EQ(value_during(w, 200, dt), 0.0);
    EXPECT_EQ(value_during(w, 1'000'000, dt), 0.0);
}

TEST(WaveformTest, AFirstEntryAtZeroReplacesTheValueBefore) {
    const Waveform w{.kind = Waveform::Kind::steps, .mean = 1.0, .steps = {{0, 2.0}}};
    EXPECT_EQ(value_during(w, 0, dt), 2.0);
}

TEST(WaveformTest, ARampIsStraightBetweenItsPointsAndLevelOutside) {
    const Waveform w{.kind = Waveform::Kind::ramp, .steps = {{100, 2.0}, {300, 4.0}, {400, -1.0}}};
    EXPECT_EQ(value_during(w, 0, dt), 2.0);
    EXPECT_EQ(value_during(w, 99, dt), 2.0);
    // The middle of the first step of 200 that lead from 2 to 4.
    EXPECT_NEAR(value_during(w, 100, dt), 2.0 + 0.5 * 2.0 / 200.0, 1e-14);
    EXPECT_NEAR(value_during(w, 199, dt) + value_during(w, 200, dt), 6.0, 1e-14);
    EXPECT_NEAR(value_during(w, 399, dt), -1.0 + 0.5 * 5.0 / 100.0, 1e-14);
    EXPECT_EQ(value_during(w, 400, dt), -1.0);
    EXPECT_EQ(value_during(w, 1'000'000, dt), -1.0);
}

TEST(WaveformTest, ARampJumpsWhereTwoPointsHaveTheSameTime) {
    const Waveform w{.kind = Waveform::Kind::ramp,
                     .steps = {{0, 1.0}, {100, 1.0}, {100, 5.0}, {200, 5.0}}};
    EXPECT_EQ(value_during(w, 99, dt), 1.0);
    EXPECT_EQ(value_during(w, 100, dt), 5.0);
}

}  // namespace
}  // namespace bgsim::engine
