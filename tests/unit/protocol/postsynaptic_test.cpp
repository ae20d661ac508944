#include "protocol/postsynaptic.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

namespace bgsim::protocol {
namespace {

constexpr double every = 0.01;

/// a (t / tau) exp(1 - t / tau): peak a at tau.
double alpha(double t, double tau, double a) {
    return t <= 0.0 ? 0.0 : a * t / tau * std::exp(1.0 - t / tau);
}

std::vector<double> sampled(double duration, double (*of)(double)) {
    std::vector<double> values;
    for (int i = 0; i * every < duration; ++i) values.push_back(of(i * every));
    return values;
}

TEST(PostsynapticTest, AnAlphaFunctionHasTheShapeThatItsEquationGives) {
    const auto values = sampled(100.0, [](double t) { return alpha(t, 5.0, -2.0); });
    const auto psp = postsynaptic_potential(values, every);
    ASSERT_TRUE(psp);
    EXPECT_NEAR(psp->amplitude_mV, -2.0, 1e-9);
    EXPECT_NEAR(psp->time_to_peak_ms, 5.0, every / 2);
    // Solutions of x exp(1 - x) = 0.1, 0.9, 0.5 (both sides) and 1/e (falling), times tau.
    EXPECT_NEAR(psp->rise_ms.value(), (0.6083413 - 0.0382217) * 5.0, 1e-3);
    EXPECT_NEAR(psp->half_width_ms.value(), (2.6783470 - 0.2319610) * 5.0, 1e-3);
    EXPECT_NEAR(psp->decay_ms.value(), (3.1461932 - 1.0) * 5.0, 0.6 * every);
}

TEST(PostsynapticTest, AJumpDecaysWithItsTimeConstant) {
    const auto values =
        sampled(100.0, [](double t) { return t == 0.0 ? 0.0 : std::exp(-(t - every) / 7.0); });
    const auto psp = postsynaptic_potential(values, every);
    ASSERT_TRUE(psp);
    EXPECT_EQ(psp->amplitude_mV, 1.0);
    EXPECT_EQ(psp->time_to_peak_ms, every);
    EXPECT_NEAR(psp->decay_ms.value(), 7.0, 1e-4);
}

TEST(PostsynapticTest, WhatTheSamplesDoNotShowIsLeftOut) {
    const auto psp =
        postsynaptic_potential(sampled(6.0, [](double t) { return alpha(t, 5.0, 1.0); }), every);
    ASSERT_TRUE(psp);
    EXPECT_TRUE(psp->rise_ms.has_value());
    EXPECT_FALSE(psp->half_width_ms || psp->decay_ms);
    EXPECT_FALSE(postsynaptic_potential(std::vector<double>(100, 0.0), every));
    EXPECT_FALSE(postsynaptic_potential({}, every));
}

TEST(PostsynapticTest, ATrainIsMeasuredFromWhereEachArrivalFindsIt) {
    // Jumps of 1, 0.5 and 0.25 that decay with 10 ms, at 10, 30 and 100 ms, all upside down.
    const auto values = sampled(150.0, [](double t) {
        double sum = 0.0;
        for (const auto& [at, jump] : {std::pair{10.0, 1.0}, {30.0, 0.5}, {100.0, 0.25}}) {
            if (t > at + every / 2) sum -= jump * std::exp(-(t - every - at) / 10.0);
        }
        return sum;
    });
    const auto amplitudes = train_amplitudes(values, every, std::vector{10.0, 30.0, 100.0});
    ASSERT_EQ(amplitudes.size(), 3U);
    EXPECT_NEAR(amplitudes[0], -1.0, 1e-9);
    // What is left of the first falls a little from one sample to the next.
    EXPECT_NEAR(amplitudes[1], -0.5, 2e-4);
    EXPECT_NEAR(amplitudes[2], -0.25, 2e-4);
}

TEST(PostsynapticTest, AResponseBelowTheDecayOfTheOneBeforeIsZero) {
    const auto values =
        sampled(50.0, [](double t) { return t == 0.0 ? 0.0 : std::exp(-t / 10.0); });
    const auto amplitudes = train_amplitudes(values, every, std::vector{0.0, 20.0});
    EXPECT_NEAR(amplitudes.at(0), 1.0, 2e-3);
    EXPECT_EQ(amplitudes.at(1), 0.0);
}

}  // namespace
}  // namespace bgsim::protocol
