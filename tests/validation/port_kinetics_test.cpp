/// One cell, one event: ports against closed forms, through the engine as in any network.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/one_event.hpp"

namespace bgsim::test {
namespace {

constexpr double C_m = OneEvent::C_m;
constexpr double g_L = OneEvent::g_L;
constexpr double E_L = OneEvent::E_L;
constexpr double tau_m = OneEvent::tau_m;

/// Time since the event [ms] of a sample, 0 before.
double since_event(std::size_t sample) {
    return std::max(0.0, static_cast<double>(sample) * 0.1 - OneEvent::arrival_ms);
}

/// A recorded port against `course(t)`, which is 0 before the event.
template <typename Course>
void expect_course(const std::vector<double>& trace, double largest, Course course) {
    ASSERT_EQ(trace.size(), 400U);
    for (std::size_t i = 0; i != trace.size(); ++i) {
        const double t = since_event(i);
        const double expected = t > 0.05 ? course(t) : 0.0;
        ASSERT_NEAR(trace[i], expected, 1e-7 * largest) << "sample " << i;  // single precision
    }
}

TEST(PortTest, AConductanceDecaysExponentially) {
    const auto traces =
        traces_of({.port = "{tau: 7 ms, E_rev: 0 mV}", .weight = "2.5 nS", .variable = "g_port"});
    expect_course(traces.port, 2.5, [](double t) { return 2.5 * std::exp(-t / 7.0); });
}

TEST(PortTest, ACurrentDecaysExponentially) {
    const auto traces =
        traces_of({.port = "{type: current, tau: 3 ms}", .weight = "80 pA", .variable = "I_port"});
    expect_course(traces.port, 80.0, [](double t) { return 80.0 * std::exp(-t / 3.0); });
}

TEST(PortTest, AnAlphaReachesTheWeightAfterTau) {
    const auto traces = traces_of({.port = "{shape: alpha, tau: 7 ms, E_rev: 0 mV}",
                                   .weight = "2.5 nS",
                                   .variable = "g_port"});
    expect_course(traces.port, 2.5, [](double t) { return 2.5 * t / 7 * std::exp(1 - t / 7); });
    EXPECT_NEAR(traces.port[80], 2.5, 2.5e-7);
    EXPECT_LT(std::max(traces.port[79], traces.port[81]), 2.5);
}

TEST(PortTest, ADifferenceReachesTheWeightAtItsPeak) {
    const auto traces =
        traces_of({.port = "{type: current, shape: difference, tau_rise: 2 ms, tau_decay: 8 ms}",
                   .weight = "80 pA",
                   .variable = "I_port"});
    // exp(-t/8) - exp(-t/2) is largest at t = 8 ln(4) / 3, where it is 4^(-1/3) - 4^(-4/3).
    const double peak = std::pow(4.0, -1.0 / 3.0) - std::pow(4.0, -4.0 / 3.0);
    expect_course(traces.port, 80.0, [&](double t) {
        return 80.0 / peak * (std::exp(-t / 8.0) - std::exp(-t / 2.0));
    });
    EXPECT_NEAR(*std::ranges::max_element(traces.port), 80.0, 0.01);
}

TEST(PortTest, TheRecordedConductanceIsTheOneThatActsDopamineIncluded) {
    // beta = -0.5 and phi = -0.8: all that arrives is multiplied by 1.4.
    const auto exponential = traces_of({.port = "{tau: 7 ms, E_rev: 0 mV, dopamine: -0.5}",
                                        .weight = "2.5 nS",
                                        .variable = "g_port"});
    expect_course(exponential.port, 3.5, [](double t) { return 3.5 * std::exp(-t / 7.0); });
    const auto alpha = traces_of({.port = "{shape: alpha, tau: 7 ms, E_rev: 0 mV, dopamine: -0.5}",
                                  .weight = "2.5 nS",
                                  .variable = "g_port"});
    expect_course(alpha.port, 3.5, [](double t) { return 3.5 * t / 7 * std::exp(1 - t / 7); });
}

/// Change of V_m [mV] `t` after 1 pA that decays with `tau` [ms] began.
double psp_of_exponential(double t, double tau) {
    return tau * tau_m / (tau_m - tau) / C_m * (std::exp(-t / tau_m) - std::exp(-t / tau));
}

/// The same of an alpha with its peak of 1 pA after `tau`.
double psp_of_alpha(double t, double tau) {
    const double k = 1.0 / tau - 1.0 / tau_m;
    const double rise = std::exp(-t / tau_m) - std::exp(-t / tau) * (1.0 + k * t);
    return std::exp(1.0) / (tau * k * k) / C_m * rise;
}

struct PspCase {
    std::string name;
    std::string port;
    double (*closed_form)(double t);
};

class PostsynapticPotentialTest : public testing::TestWithParam<PspCase> {};

TEST_P(PostsynapticPotentialTest, OfACurrentIsTheClosedFormWithEitherSolver) {
    for (const std::string solver : {"exact", "rk4"}) {
        const auto traces =
            traces_of({.port = GetParam().port, .weight = "80 pA", .solver = solver});
        for (std::size_t i = 0; i != traces.V_m.size(); ++i) {
            const double expected = E_L + 80.0 * GetParam().closed_form(since_event(i));
            // A sample in single precision is off by up to 4e-6 mV here; Runge-Kutta by 1e-7 mV.
            ASSERT_NEAR(traces.V_m[i], expected, 1e-5) << solver << " sample " << i;
        }
    }
}

const std::vector<PspCase> psp_cases = {
    {"exponential", "{type: current, tau: 3 ms}",
     [](double t) { return psp_of_exponential(t, 3.0); }},
    {"alpha", "{type: current, shape: alpha, tau: 3 ms}",
     [](double t) { return psp_of_alpha(t, 3.0); }},
    {"difference", "{type: current, shape: difference, tau_rise: 2 ms, tau_decay: 8 ms}",
     [](double t) {
         const double peak = std::pow(4.0, -1.0 / 3.0) - std::pow(4.0, -4.0 / 3.0);
         return (psp_of_exponential(t, 8.0) - psp_of_exponential(t, 2.0)) / peak;
     }}};

INSTANTIATE_TEST_SUITE_P(Shapes,
                         PostsynapticPotentialTest,
                         testing::ValuesIn(psp_cases),
                         [](const auto& tested) { return tested.param.name; });

/// Where the membrane settles under a conductance that hardly decays (tau 1e9 ms).
double settled(const std::string& port, double weight_nS) {
    const auto traces = traces_of({.port = "{tau: 1000000000 ms, " + port + "}",
                                   .weight = fmt::format("{} nS", weight_nS),
                                   .variable = "g_port",
                                   .duration_ms = 400.0});
    EXPECT_NEAR(traces.port.back(), weight_nS, 1e-6 * weight_nS);
    return traces.V_m.back();
}

TEST(ReversalTest, TheMembraneSettlesBetweenLeakAndReversal) {
    // 400 ms are more than 20 effective time constants; samples are single precision.
    EXPECT_NEAR(settled("E_rev: 0 mV", 10.0), -35.0, 1e-5);
    EXPECT_NEAR(settled("E_rev: -85 mV", 5.0), (10.0 * -70.0 + 5.0 * -85.0) / 15.0, 1e-5);
}

TEST(NmdaBlockTest, LeakAndBlockedConductanceBalanceWhereTheMembraneSettles) {
    const double g = 12.0;
    const double V = settled("E_rev: 0 mV, nmda_block: {V_act: -20 mV, S_act: 16 mV}", g);
    const double open = 1.0 / (1.0 + std::exp((-20.0 - V) / 16.0));
    EXPECT_NEAR(g_L * (E_L - V) + g * open * (0.0 - V), 0.0, 1e-4);  // pA, of 160 each way
    EXPECT_GT(V, E_L + 4.0);
}

TEST(NmdaBlockTest, MagnesiumGivesTheFormulaOfJahrAndStevens) {
    const double g = 12.0;
    const double V = settled("E_rev: 0 mV, nmda_block: {Mg: 1}", g);
    const double open = 1.0 / (1.0 + std::exp(-0.062 * V) / 3.57);
    EXPECT_NEAR(g_L * (E_L - V) + g * open * (0.0 - V), 0.0, 1e-4);
    EXPECT_GT(V, E_L + 4.0);
}

/// V_m at each 0.1 ms under the conductance `g(t)` [nS], of which the share `open(V)` is not
/// blocked; reversal 0 mV. Heun's method in steps of 1 us is off by some 1e-7 mV.
template <typename Course, typename Open>
std::vector<double> membrane_under(Course g, Open open) {
    const auto slope = [&](double t, double V) {
        return (g_L * (E_L - V) + g(std::max(0.0, t)) * open(V) * (0.0 - V)) / C_m;
    };
    constexpr double h = 0.001;
    std::vector<double> trace;
    double V = E_L;
    for (int i = 0; i != 40'000; ++i) {
        if (i % 100 == 0) trace.push_back(V);
        const double t = i * h - OneEvent::arrival_ms;
        const double k = slope(t, V);
        V += h / 2.0 * (k + slope(t + h, V + h * k));
    }
    return trace;
}

template <typename Course, typename Open>
void expect_membrane(const std::string& port, Course g, Open open) {
    const auto traces = traces_of({.port = port, .weight = "90 nS"});
    const auto expected = membrane_under(g, open);
    double highest = E_L;
    for (std::size_t i = 0; i != expected.size(); ++i) {
        ASSERT_NEAR(traces.V_m.at(i), expected[i], 1e-5) << "sample " << i;
        highest = std::max(highest, expected[i]);
    }
    EXPECT_GT(highest, E_L + 5.0);
}

double alpha_of_9_ms(double t) { return 90.0 * t / 9.0 * std::exp(1.0 - t / 9.0); }

double difference_of_2_and_8_ms(double t) {
    const double peak = std::pow(4.0, -1.0 / 3.0) - std::pow(4.0, -4.0 / 3.0);
    return 90.0 / peak * (std::exp(-t / 8.0) - std::exp(-t / 2.0));
}

TEST(NmdaBlockTest, ActsOnAlphaAndDifferenceConductancesAsPublished) {
    expect_membrane(
        "{shape: alpha, tau: 9 ms, E_rev: 0 mV, nmda_block: {V_act: -20 mV, S_act: 16 mV}}",
        alpha_of_9_ms, [](double V) { return 1.0 / (1.0 + std::exp((-20.0 - V) / 16.0)); });
    expect_membrane(
        "{shape: difference, tau_rise: 2 ms, tau_decay: 8 ms, E_rev: 0 mV, nmda_block: {V_act: -20 "
        "mV, S_act: 16 mV}}",
        difference_of_2_and_8_ms,
        [](double V) { return 1.0 / (1.0 + std::exp((-20.0 - V) / 16.0)); });
}

TEST(NmdaBlockTest, ActsOnAlphaAndDifferenceConductancesAsJahrAndStevensFound) {
    expect_membrane("{shape: alpha, tau: 9 ms, E_rev: 0 mV, nmda_block: {Mg: 1.5}}", alpha_of_9_ms,
                    [](double V) { return 1.0 / (1.0 + 1.5 / 3.57 * std::exp(-0.062 * V)); });
    expect_membrane(
        "{shape: difference, tau_rise: 2 ms, tau_decay: 8 ms, E_rev: 0 mV, nmda_block: {Mg: 1.5}}",
        difference_of_2_and_8_ms,
        [](double V) { return 1.0 / (1.0 + 1.5 / 3.57 * std::exp(-0.062 * V)); });
}

}  // namespace
}  // namespace bgsim::test
