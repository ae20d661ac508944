/// Channels and rests of Hodgkin-Huxley cells against numbers worked out by hand.
#include "model/channels.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>

#include "model/neuron/hh_cholinergic.hpp"
#include "model/neuron/hh_dopaminergic.hpp"
#include "model/neuron/hh_dopaminergic_kuznetsov.hpp"
#include "model/neuron/hh_gp.hpp"
#include "model/neuron/hh_stn.hpp"
#include "model/neuron/hh_stn_terman.hpp"

namespace bgsim::model {
namespace {

const double e = std::exp(1.0);

TEST(ChannelsTest, AGateIsHalfOpenAtItsHalfPotentialAndFurtherAwayByItsSlope) {
    EXPECT_EQ(open_at(-43.0, -43.0, 9.0), 0.5);
    EXPECT_NEAR(open_at(-34.0, -43.0, 9.0), e / (1.0 + e), 1e-15);
    EXPECT_NEAR(open_at(-52.0, -43.0, 9.0), 1.0 / (1.0 + e), 1e-15);
    EXPECT_NEAR(open_at(-34.0, -43.0, -9.0), 1.0 / (1.0 + e), 1e-15);  // an inactivation
    EXPECT_EQ(FastSodium::m_inf(-30.0907), 0.5);
    EXPECT_EQ(FastSodium::h_inf(-54.0289), 0.5);
    EXPECT_EQ(DelayedRectifier::n_inf(-25.0), 0.5);
}

TEST(ChannelsTest, OnePicoampereIntoAHundredSquareMicrometresIsOneMicroamperePerSquareCentimetre) {
    EXPECT_DOUBLE_EQ(current_density(100.0), 1.0);
    EXPECT_DOUBLE_EQ(current_density(2500.0), 0.04);
}

TEST(ChannelsTest, AGateRelaxesAtItsRate) {
    EXPECT_DOUBLE_EQ(relaxation(0.2, 0.7, 5.0), 0.1);
    EXPECT_DOUBLE_EQ(relaxation(0.7, 0.2, 5.0), -0.1);
}

TEST(ChannelsTest, TimeConstantsAreThoseOfThePaper) {
    // At 0 mV all exponentials but one are 1: 0.01 + 1 / (15.6504 + 3.0212), 0.4 + 1 / 9.75340754.
    EXPECT_NEAR(FastSodium::tau_m(0.0), 0.06355727, 1e-8);
    EXPECT_NEAR(FastSodium::tau_h(0.0), 0.50252827, 1e-8);
    EXPECT_NEAR(DelayedRectifier::tau_n(-38.0), 11.0, 1e-13);
    EXPECT_NEAR(DelayedRectifier::tau_n(-28.0), 20.0 - 18.0 * e / (1.0 + e), 1e-13);
    // -60 mV: alpha 8.6076 / (exp(10.747) - 1), beta 3.0212 exp(0.44778).
    EXPECT_NEAR(FastSodium::tau_m(-60.0), 0.2215121, 1e-7);
    EXPECT_NEAR(FastSodium::tau_h(-60.0), 39.478305, 1e-6);
}

TEST(ChannelsTest, SodiumHasItsLimitWhereNumeratorAndDenominatorVanish) {
    const double at_limit = FastSodium::tau_m(-38.72);
    const double beta = 3.0212 * std::exp(0.007463 * 38.72);
    EXPECT_NEAR(at_limit, 0.01 + 1.0 / (0.4043 / 0.5052 + beta), 1e-14);
    for (double V = -38.7699; V < -38.67; V += 0.005) {
        EXPECT_NEAR(FastSodium::tau_m(V), at_limit, 4e-4 * at_limit) << V;  // beta
    }
    // The two zeros are 0.017 mV apart, so the printed formula itself is off by some per cent here.
    for (const double V : {-38.7701, -38.6699}) {
        EXPECT_NEAR(FastSodium::tau_m(V), at_limit, 0.06 * at_limit) << V;
    }
}

TEST(ChannelsTest, LinearOverExponentialIsSmoothWhereBothVanish) {
    EXPECT_EQ(linear_over_exponential(0.0), 1.0);
    for (const double x : {1e-12, 1e-6, 1e-3, 0.02, 0.0499, 0.0501, 0.3, 5.0, 30.0}) {
        for (const double signed_x : {x, -x}) {
            const double expected = signed_x / std::expm1(signed_x);
            EXPECT_NEAR(linear_over_exponential(signed_x), expected, 2e-13 * expected) << signed_x;
            EXPECT_NEAR(linear_over_exponential(static_cast<float>(signed_x)), expected,
                        1e-5 * expected)
                << signed_x;
        }
    }
}

/// A state of which the rest of the gates does not depend on parameters.
template <typename Model>
typename Model::Parameters any_parameters() {
    typename Model::Parameters p{};
    for (const auto& field : Model::parameters) p.*field.member = 1.0;
    return p;
}

/// d/dt of the members at rest at potentials from far below to far above the threshold.
template <typename Model, std::size_t n>
void expect_rest(const std::array<double Model::State::*, n>& gates) {
    const auto p = any_parameters<Model>();
    for (const double V : {-95.0, -62.0, -50.0, -38.0, 0.0, 30.0}) {
        const auto rest = Model::steady_state(p, V);
        EXPECT_EQ(rest.V_m, V);
        const auto slope = Model::derivative(p, Model::coefficients(p, 0.1), rest, 0.0);
        for (std::size_t i = 0; i != n; ++i) {
            EXPECT_NEAR(slope.*gates[i], 0.0, 1e-14) << Model::name << " gate " << i << " " << V;
            EXPECT_GT(rest.*gates[i], 0.0);
            EXPECT_LE(rest.*gates[i], 1.0);
        }
    }
}

TEST(SteadyStateTest, GatesRestWhereTheyStart) {
    using Stn = HodgkinHuxleySubthalamic<double>;
    expect_rest<Stn>(std::array{&Stn::State::n, &Stn::State::h, &Stn::State::r, &Stn::State::c});
    using Terman = HodgkinHuxleySubthalamicTerman<double>;
    expect_rest<Terman>(std::array{&Terman::State::n, &Terman::State::h, &Terman::State::r});
    using Gp = HodgkinHuxleyPallidal<double>;
    expect_rest<Gp>(std::array{&Gp::State::n, &Gp::State::h, &Gp::State::r});
    using Dopaminergic = HodgkinHuxleyDopaminergic<double>;
    using D = Dopaminergic::State;
    expect_rest<Dopaminergic>(std::array{&D::m, &D::h, &D::n, &D::m_L, &D::m_N});
    using Cholinergic = HodgkinHuxleyCholinergic<double>;
    using C = Cholinergic::State;
    expect_rest<Cholinergic>(std::array{&C::h, &C::n, &C::w});
}

TEST(SteadyStateTest, WhatIsPublishedStartsAsPublished) {
    const auto stn = HodgkinHuxleySubthalamic<double>::steady_state({}, -62.0);
    EXPECT_EQ(stn.Ca, 0.1);
    EXPECT_NEAR(stn.h, 1.0 / (1.0 + std::exp(-23.0 / 3.1)), 1e-15);
    const auto dopaminergic = HodgkinHuxleyDopaminergic<double>::steady_state({}, -60.0);
    EXPECT_EQ(dopaminergic.o, 0.0);
    EXPECT_EQ(dopaminergic.i, 0.0);
    const auto soma = HodgkinHuxleyDopaminergicKuznetsov<double>::steady_state({}, -54.4);
    EXPECT_EQ(soma.h, 0.13);
    EXPECT_EQ(soma.n, 0.17);
    EXPECT_EQ(soma.Ca, 91.6);
    EXPECT_EQ(HodgkinHuxleyCholinergic<double>::steady_state({}, -60.0).Ca, 0.1);
}

}  // namespace
}  // namespace bgsim::model
