#include "protocol/relaxation.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace bgsim::protocol {
namespace {

/// V_0 + change (1 - exp(-t / tau)) + slow (1 - exp(-t / 200 ms)), every 0.1 ms.
std::vector<double> approach(double change, double tau, double slow, double duration) {
    std::vector<double> V;
    for (double t = 0.0; t < duration; t += 0.1) {
        V.push_back(-70.0 - change * std::expm1(-t / tau) - slow * std::expm1(-t / 200.0));
    }
    return V;
}

TEST(RelaxationTest, AnExponentialIsFoundWhateverItsTimeConstant) {
    for (const double tau : {0.3, 10.0, 250.0}) {
        SCOPED_TRACE(tau);
        const auto fit = fit_relaxation(approach(-1.5, tau, 0.0, 500.0), 0.1);
        ASSERT_TRUE(fit);
        // The search for tau ends at 1e-8, relative; -70 mV are rounded to 1e-14.
        EXPECT_NEAR(fit->tau_ms, tau, 1e-6 * tau);
        EXPECT_NEAR(fit->change_mV, -1.5, 1e-6);
        EXPECT_LT(fit->misfit_mV, 1e-7);
    }
}

TEST(RelaxationTest, ASagAfterTheLargestDeflectionIsLeftOut) {
    const auto fit = fit_relaxation(approach(-1.0, 5.0, 0.3, 1000.0), 0.1);
    ASSERT_TRUE(fit);
    // Until its peak the sag has taken back some of the deflection.
    EXPECT_NEAR(fit->change_mV, -0.95, 0.03);
    EXPECT_NEAR(fit->tau_ms, 4.6, 0.4);
    EXPECT_LT(fit->misfit_mV, 0.01);
}

TEST(RelaxationTest, SingleSamplesSufficeForAVeryFastMembrane) {
    const auto fit = fit_relaxation(std::vector{-70.0, -71.0, -71.0, -71.0}, 0.1);
    ASSERT_TRUE(fit);
    EXPECT_NEAR(fit->change_mV, -1.0, 1e-3);
    EXPECT_LT(fit->tau_ms, 0.03);
}

TEST(RelaxationTest, WhatDoesNotMoveHasNoTimeConstant) {
    EXPECT_FALSE(fit_relaxation(std::vector<double>(100, -70.0), 0.1));
    EXPECT_FALSE(fit_relaxation(std::vector{-70.0, -71.0}, 0.1));
    EXPECT_FALSE(fit_relaxation({}, 0.1));
}

}  // namespace
}  // namespace bgsim::protocol
