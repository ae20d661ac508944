/// Right-hand sides and resets against numbers worked out by hand; units ms, mV, pA, nS, pF.
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "model/neuron/adex.hpp"
#include "model/neuron/izhikevich.hpp"
#include "model/neuron/lif.hpp"
#include "model/neuron/qif.hpp"

namespace bgsim::model {
namespace {

using Qif = QuadraticIntegrateAndFire<double>;
using Adex = AdaptiveExponential<double>;
using Izhikevich = Izhikevich2003<double>;
using Lif = LeakyIntegrateAndFire<double>;

template <typename Model>
typename Model::State derivative(const typename Model::Parameters& p,
                                 const typename Model::State& s,
                                 double I) {
    return Model::derivative(p, Model::coefficients(p, 0.1), s, I);
}

constexpr Qif::Parameters msn = {.C_m = 20.0,
                                 .k = 2.0,
                                 .E_L = -80.0,
                                 .V_th = -30.0,
                                 .a = 0.01,
                                 .V_b = -80.0,
                                 .b_1 = -20.0,
                                 .b_2 = -10.0,
                                 .b_3 = 0.0,
                                 .b_4 = 0.0,
                                 .V_reset = -55.0,
                                 .d = 91.0,
                                 .V_peak = 40.0,
                                 .I_e = 5.0,
                                 .t_ref = 0.0};
constexpr Qif::Parameters fsn = {.C_m = 80.0,
                                 .k = 1.0,
                                 .E_L = -70.0,
                                 .V_th = -50.0,
                                 .a = 0.2,
                                 .V_b = -55.0,
                                 .b_1 = 0.0,
                                 .b_2 = 0.0,
                                 .b_3 = 0.025,
                                 .b_4 = 0.0,
                                 .V_reset = -60.0,
                                 .d = 0.0,
                                 .V_peak = 25.0,
                                 .I_e = 0.0,
                                 .t_ref = 0.0};
constexpr Adex::Parameters stn = {.C_m = 60.0,
                                  .g_L = 10.0,
                                  .E_L = -80.0,
                                  .V_th = -64.0,
                                  .Delta_T = 16.0,
                                  .tau_w = 333.0,
                                  .V_a = -70.0,
                                  .a_1 = 0.3,
                                  .a_2 = 0.1,
                                  .b = 0.05,
                                  .V_reset = -70.0,
                                  .V_peak = 15.0,
                                  .reset_slope = -10.0,
                                  .reset_max = -60.0,
                                  .I_e = 6.0,
                                  .t_ref = 0.0};

TEST(QuadraticTest, FollowsTheParabola) {
    // 2 (-60 + 80)(-60 + 30) = -1200; -1200 - 100 + 5 + 1315 = 20 pA on 20 pF.
    EXPECT_DOUBLE_EQ(derivative<Qif>(msn, {-60.0, 100.0}, 1315.0).V_m, 1.0);
    // At rest and at threshold the parabola vanishes.
    EXPECT_DOUBLE_EQ(derivative<Qif>(msn, {-80.0, 5.0}, 0.0).V_m, 0.0);
    EXPECT_DOUBLE_EQ(derivative<Qif>(msn, {-30.0, 5.0}, 0.0).V_m, 0.0);
}

TEST(QuadraticTest, RecoveryHasItsOwnSlopeOnEitherSide) {
    EXPECT_DOUBLE_EQ(derivative<Qif>(msn, {-90.0, 50.0}, 0.0).u, 0.01 * (200.0 - 50.0));
    EXPECT_DOUBLE_EQ(derivative<Qif>(msn, {-70.0, 50.0}, 0.0).u, 0.01 * (-100.0 - 50.0));
    EXPECT_DOUBLE_EQ(derivative<Qif>(msn, {-80.0, 50.0}, 0.0).u, 0.01 * (0.0 - 50.0));
}

TEST(QuadraticTest, RecoveryOfFastSpikingCellsIsCubicAboveAndZeroBelow) {
    EXPECT_DOUBLE_EQ(derivative<Qif>(fsn, {-45.0, 3.0}, 0.0).u, 0.2 * (25.0 - 3.0));
    EXPECT_DOUBLE_EQ(derivative<Qif>(fsn, {-65.0, 3.0}, 0.0).u, 0.2 * (0.0 - 3.0));
}

TEST(QuadraticTest, ASpikeResetsThePotentialAndRaisesTheRecovery) {
    const auto after = Qif::after_spike(msn, {43.0, 10.0});
    EXPECT_EQ(after.V_m, -55.0);
    EXPECT_EQ(after.u, 101.0);
}

TEST(AdaptiveExponentialTest, SumsLeakUpstrokeAdaptationAndCurrents) {
    // At V_th the upstroke is g_L Delta_T = 160 pA and the leak 160 pA: 12 - 6 - 18 = -12 pA.
    EXPECT_NEAR(derivative<Adex>(stn, {-64.0, 36.0}, 18.0).V_m, -0.2, 1e-15);
    EXPECT_NEAR(derivative<Adex>(stn, {-48.0, 0.0}, 0.0).V_m,
                (160.0 * std::exp(1.0) - 320.0 + 6.0) / 60.0, 1e-14);
}

TEST(AdaptiveExponentialTest, AdaptationHasItsOwnConductanceOnEitherSide) {
    EXPECT_DOUBLE_EQ(derivative<Adex>(stn, {-80.0, 1.0}, 0.0).w, (-3.0 - 1.0) / 333.0);
    EXPECT_DOUBLE_EQ(derivative<Adex>(stn, {-60.0, 1.0}, 0.0).w, (1.0 - 1.0) / 333.0);
}

TEST(AdaptiveExponentialTest, SubthalamicResetIsPlainWhereTheAdaptationIsNotNegative) {
    for (const double w : {0.0, 2.0}) {
        const auto after = Adex::after_spike(stn, {20.0, w});
        EXPECT_EQ(after.V_m, -70.0);
        EXPECT_EQ(after.w, w + 0.05);
    }
}

TEST(AdaptiveExponentialTest, SubthalamicResetIsHigherAfterInhibitionUpToALimit) {
    // V = min(-70 - 10 w, -60), with w before the jump by b.
    EXPECT_EQ(Adex::after_spike(stn, {20.0, -0.5}).V_m, -65.0);
    EXPECT_EQ(Adex::after_spike(stn, {20.0, -0.5}).w, -0.45);
    EXPECT_EQ(Adex::after_spike(stn, {20.0, -1.0}).V_m, -60.0);
    EXPECT_EQ(Adex::after_spike(stn, {20.0, -7.0}).V_m, -60.0);
}

TEST(AdaptiveExponentialTest, WithoutAResetRuleThePotentialGoesToItsReset) {
    auto plain = stn;
    plain.reset_slope = 0.0;
    plain.reset_max = std::numeric_limits<double>::infinity();
    for (const double w : {-50.0, 0.0, 50.0})
        EXPECT_EQ(Adex::after_spike(plain, {20.0, w}).V_m, -70.0);
}

TEST(QuadraticTest, RecoveryBelowItsZeroMayBeCubicToo) {
    auto inverted = fsn;
    inverted.b_3 = 0.0;
    inverted.b_4 = 0.025;
    EXPECT_DOUBLE_EQ(derivative<Qif>(inverted, {-65.0, 0.0}, 0.0).u, 0.2 * 0.025 * -1000.0);
    EXPECT_EQ(derivative<Qif>(inverted, {-45.0, 0.0}, 0.0).u, 0.0);
}

constexpr Izhikevich::Parameters regular_spiking = {.a = 0.02,
                                                    .b = 0.2,
                                                    .c = -65.0,
                                                    .d = 8.0,
                                                    .n_2 = 0.04,
                                                    .n_1 = 5.0,
                                                    .n_0 = 140.0,
                                                    .V_peak = 30.0,
                                                    .I_e = 10.0,
                                                    .C_m = 25.0,
                                                    .t_ref = 0.0};

TEST(IzhikevichTest, SumsParabolaRecoveryAndCurrents) {
    // 0.04 * 3600 - 5 * 60 + 140 = -16; + 13 + 10, and 50 pA into 25 pF are 2 mV/ms.
    const auto d = derivative<Izhikevich>(regular_spiking, {-60.0, -13.0}, 50.0);
    EXPECT_NEAR(d.V_m, 9.0, 1e-13);
    EXPECT_NEAR(d.u, 0.02 * (-12.0 + 13.0), 1e-16);
}

TEST(IzhikevichTest, AResetGoesToCAndAddsD) {
    const auto after = Izhikevich::after_spike(regular_spiking, {33.0, -7.0});
    EXPECT_EQ(after.V_m, -65.0);
    EXPECT_EQ(after.u, 1.0);
}

TEST(IzhikevichTest, TheRecoveryRestsAtBTimesThePotential) {
    const auto rest = Izhikevich::steady_state(regular_spiking, -65.0);
    EXPECT_EQ(rest.u, -13.0);
    EXPECT_EQ(derivative<Izhikevich>(regular_spiking, rest, 0.0).u, 0.0);
}

constexpr Lif::Parameters leaky = {.C_m = 200.0,
                                   .g_L = 10.0,
                                   .E_L = -70.0,
                                   .V_peak = -50.0,
                                   .V_reset = -65.0,
                                   .V_min = -75.0,
                                   .I_e = 20.0,
                                   .t_ref = 2.0};

TEST(LeakyTest, RelaxesToItsRestAndResets) {
    EXPECT_EQ(Lif::limited(leaky, {-80.0}).V_m, -75.0);
    EXPECT_DOUBLE_EQ(derivative<Lif>(leaky, {-60.0}, 40.0).V_m, (20.0 + 40.0 - 100.0) / 200.0);
    EXPECT_EQ(Lif::after_spike(leaky, {-49.0}).V_m, -65.0);
}

TEST(LeakyTest, PropagatesToWhereCurrentAndConductanceTakeIt) {
    // tau_m 20 ms: in 20 ms the distance to the goal falls to 1/e. Goal: -70 + (20 + 40) / 10.
    const double dt = 20.0;
    const auto c = Lif::coefficients(leaky, dt);
    EXPECT_NEAR(Lif::propagated(leaky, c, {-60.0}, 40.0).V_m, -64.0 + 4.0 * std::exp(-1.0), 1e-12);
    // 30 nS that pull to 0 mV: goal (-700 + 20 + 40) / 40, time constant 5 ms.
    EXPECT_NEAR(Lif::propagated(leaky, c, {-60.0}, 40.0, 30.0, dt).V_m,
                -16.0 - 44.0 * std::exp(-4.0), 1e-12);
}

}  // namespace
}  // namespace bgsim::model
