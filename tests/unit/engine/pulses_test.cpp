#include "engine/pulses.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "engine/waveform.hpp"

namespace bgsim::engine {
namespace {

using config::PulseTrain;

constexpr StreamKey jitter_stream{7, 9};

std::vector<double> pulse_shares(const PulseTrain& pulses, Step n_steps, double dt) {
    std::vector<double> all;
    for (Step step = 0; step != n_steps; ++step) {
        all.push_back(pulses_during(pulses, step, dt, jitter_stream));
    }
    return all;
}

double total_of(const std::vector<double>& values) {
    double sum = 0.0;
    for (const double v : values) sum += v;
    return sum;
}

TEST(PulsesTest, OnTheGridEachStepIsInOrOut) {
    const auto share = pulse_shares({.period = 50.0, .width = 5.0, .first = 10.0}, 2000, 0.1);
    for (std::size_t step = 0; step != share.size(); ++step) {
        const std::size_t phase = (step + 400) % 500;
        ASSERT_EQ(share[step], step >= 100 && phase < 50 ? 1.0 : 0.0) << step;
    }
}

TEST(PulsesTest, APartOfAStepCountsAsSuch) {
    // From 0.25 to 0.6 ms in steps of 0.1 ms.
    const auto share = pulse_shares({.period = 50.0, .width = 0.35, .first = 0.25}, 8, 0.1);
    const std::vector<double> expected = {0.0, 0.0, 0.5, 1.0, 1.0, 1.0, 0.0, 0.0};
    for (std::size_t i = 0; i != expected.size(); ++i) EXPECT_NEAR(share[i], expected[i], 1e-12);
    const auto within_one = pulse_shares({.period = 50.0, .width = 0.06, .first = 0.32}, 8, 0.1);
    EXPECT_NEAR(within_one[3], 0.6, 1e-12);
    EXPECT_NEAR(total_of(within_one), 0.6, 1e-12);
}

TEST(PulsesTest, TheChargeOfShortPulsesDoesNotDependOnTheStep) {
    for (const double dt : {0.01, 0.05, 0.1, 0.25, 1.0, 20.0}) {
        const PulseTrain pulses{
            .period = 1000.0 / 130.0, .width = 0.06, .first = 100.0, .until = 300.0};
        const auto n_steps = static_cast<Step>(std::round(400.0 / dt));
        // 26 periods, to the microsecond; 0.06 ms each.
        EXPECT_NEAR(total_of(pulse_shares(pulses, n_steps, dt)) * dt, 26 * 0.06, 1e-9) << dt;
    }
}

TEST(PulsesTest, NoneBeginsAtTheEndOrLaterAndTheLastIsCompleted) {
    const PulseTrain pulses{.period = 10.0, .width = 4.0, .first = 0.0, .until = 20.0};
    EXPECT_NEAR(total_of(pulse_shares(pulses, 1000, 0.1)), 80.0, 1e-9);
    PulseTrain longer = pulses;
    longer.until = 20.001;
    EXPECT_NEAR(total_of(pulse_shares(longer, 1000, 0.1)), 120.0, 1e-9);
}

TEST(PulsesTest, BothPhasesOfABiphasicPulseCancel) {
    const PulseTrain pulses{.period = 5.0, .width = 0.3, .first = 1.0, .biphasic = true};
    const auto share = pulse_shares(pulses, 50, 0.1);
    for (std::size_t i = 0; i != 50; ++i) {
        const double expected = i >= 10 && i < 13 ? 1.0 : i >= 13 && i < 16 ? -1.0 : 0.0;
        EXPECT_NEAR(share[i], expected, 1e-12) << i;
    }
    // 1000 pulses, whose times of up to 77,000 steps are known to 1.5e-11.
    EXPECT_NEAR(
        total_of(pulse_shares({.period = 7.7, .width = 0.06, .biphasic = true}, 77'000, 0.1)), 0.0,
        1000 * 4 * 1.5e-11);
}

/// When the pulses of a train begin [ms], from shares of fine steps.
std::vector<double> pulse_starts(const PulseTrain& pulses, double until_ms, double dt) {
    std::vector<double> times;
    const auto n = static_cast<Step>(until_ms / dt);
    double before = 0.0;
    for (Step step = 0; step != n; ++step) {
        const double share = pulses_during(pulses, step, dt, jitter_stream);
        if (before == 0.0 && share > 0.0) {
            times.push_back((static_cast<double>(step) + 1.0 - share) * dt);
        }
        before = share;
    }
    return times;
}

TEST(PulsesTest, JitterMovesEachPulseByANormalNumber) {
    const PulseTrain pulses{.period = 10.0, .width = 0.5, .first = 5.0, .jitter = 0.7};
    const auto times = pulse_starts(pulses, 20'000.0, 0.05);
    ASSERT_EQ(times.size(), 2000U);
    double sum = 0.0;
    double squares = 0.0;
    for (std::size_t k = 0; k != times.size(); ++k) {
        const double shift = times[k] - (5.0 + 10.0 * static_cast<double>(k));
        sum += shift;
        squares += shift * shift;
    }
    EXPECT_NEAR(sum / 2000.0, 0.0, 4.5 * 0.7 / std::sqrt(2000.0));
    EXPECT_NEAR(std::sqrt(squares / 2000.0), 0.7, 4.5 * 0.7 / std::sqrt(4000.0));
}

TEST(PulsesTest, JitterDoesNotDependOnTheStepAndKeepsTheCharge) {
    const PulseTrain pulses{.period = 8.0, .width = 0.06, .first = 20.0, .jitter = 0.2};
    const auto fine = pulse_starts(pulses, 800.0, 0.01);
    const auto coarse = pulse_starts(pulses, 800.0, 0.03);
    ASSERT_EQ(fine.size(), coarse.size());
    EXPECT_NEAR(total_of(pulse_shares(pulses, 8000, 0.1)) * 0.1, 98 * 0.06, 1e-9);
    for (std::size_t k = 0; k != fine.size(); ++k) EXPECT_NEAR(fine[k], coarse[k], 0.03);
}

TEST(PulsesTest, PulsesStayApartWhateverTheJitter) {
    const PulseTrain pulses{.period = 5.0, .width = 4.0, .jitter = 50.0};
    const auto share = pulse_shares(pulses, 10'000, 0.1);
    for (const double s : share) ASSERT_LE(s, 1.0 + 1e-9);
    EXPECT_NEAR(total_of(share), 200 * 40.0, 5.0);  // the last may be cut by the end
}

TEST(PulsesTest, AreAddedToAWaveformWithinItsWindow) {
    config::Waveform w;
    w.kind = config::Waveform::Kind::pulses;
    w.mean = 3.0;
    w.amplitude = 10.0;
    w.pulses = {.period = 10.0, .width = 1.0};
    w.from = 100;
    w.until = 300;
    EXPECT_EQ(value_during(w, 0, 0.1), 0.0);
    EXPECT_EQ(value_during(w, 99, 0.1), 0.0);
    EXPECT_NEAR(value_during(w, 100, 0.1), 13.0, 1e-12);
    EXPECT_NEAR(value_during(w, 109, 0.1), 13.0, 1e-12);
    EXPECT_EQ(value_during(w, 110, 0.1), 3.0);
    EXPECT_EQ(value_during(w, 299, 0.1), 3.0);
    EXPECT_EQ(value_during(w, 300, 0.1), 0.0);
}

}  // namespace
}  // namespace bgsim::engine
