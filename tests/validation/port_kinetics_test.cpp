/// One cell, one event: ports against closed forms, through the engine as in any network.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>

#include "support/run_in_memory.hpp"

namespace bgsim::testing {
namespace {

constexpr double dt = 0.1;          // [ms]
constexpr double arrival_ms = 1.1;  // the source fires in the first step; delay 1 ms

// A passive membrane (its threshold is out of reach): C_m 200 pF, g_L 10 nS, E_L -70 mV.
constexpr double C_m = 200.0;
constexpr double g_L = 10.0;
constexpr double E_L = -70.0;

/// A target that gets one event of `weight` at the port with these properties; V_m and the port
/// are recorded in each step.
std::string one_event(const std::string& port,
                      const std::string& variable,
                      const std::string& weight,
                      double duration_ms) {
    return fmt::format(
        "experiment: one_event\nseed: 1\ntime: {{duration: {} ms, dt: {} ms}}\n"
        "dopamine: {{baseline: 0.8, level: 0.0}}\n"
        "populations:\n"
        "  source: {{size: 1, model: lif, initial: {{V_m: 0 mV}}, parameters: {{C_m: 100 pF,"
        " g_L: 10 nS, E_L: -70 mV, V_th: -50 mV, V_reset: -70 mV}}}}\n"
        "  target: {{size: 1, model: lif, parameters: {{C_m: {} pF, g_L: {} nS, E_L: {} mV,"
        " V_th: 1000 mV, V_reset: -70 mV}}, ports: {{port: {}}}}}\n"
        "projections:\n"
        "  source -> target: {{port: port, connect: {{rule: one_to_one}}, weight: {}, delay: 1 "
        "ms}}\n"
        "record:\n"
        "  spikes: all\n"
        "  state: {{target: {{variables: [V_m, {}], neurons: 0, every: {} ms}}}}\n",
        duration_ms, dt, C_m, g_L, E_L, port, weight, variable, dt);
}

struct Traces {
    std::vector<double> V_m;
    std::vector<double> port;
};

Traces traces_of(const std::string& yaml) {
    const auto output = run_in_memory(specification_from(yaml));
    EXPECT_EQ(output.spike_times(0, dt), std::vector<double>{dt});
    EXPECT_TRUE(output.spike_times(1, dt).empty());
    Traces traces;
    for (const auto& values : output.samples(0).values) {
        traces.V_m.push_back(values.at(0));
        traces.port.push_back(values.at(1));
    }
    return traces;
}

/// A recorded port against `start` exp(-t / tau). A sample is taken before what arrives at its
/// time; samples are single precision.
void expect_exponential(const std::vector<double>& trace, double start, double tau) {
    for (std::size_t i = 0; i != trace.size(); ++i) {
        const double t = static_cast<double>(i) * dt - arrival_ms;
        const double expected = t > 0.5 * dt ? start * std::exp(-t / tau) : 0.0;
        ASSERT_NEAR(trace[i], expected, 1e-7 * start) << "sample " << i;
    }
}

TEST(PortTest, AConductanceDecaysExponentially) {
    const auto traces = traces_of(one_event("{tau: 7 ms, E_rev: 0 mV}", "g_port", "2.5 nS", 40.0));
    expect_exponential(traces.port, 2.5, 7.0);
}

TEST(PortTest, ACurrentDecaysExponentially) {
    const auto traces = traces_of(one_event("{type: current, tau: 3 ms}", "I_port", "80 pA", 40.0));
    expect_exponential(traces.port, 80.0, 3.0);
}

TEST(PortTest, TheRecordedConductanceIsTheOneThatActsDopamineIncluded) {
    // beta = -0.5 and phi = -0.8: all that arrives is multiplied by 1.4.
    const auto traces =
        traces_of(one_event("{tau: 7 ms, E_rev: 0 mV, dopamine: -0.5}", "g_port", "2.5 nS", 40.0));
    expect_exponential(traces.port, 3.5, 7.0);
}

TEST(PostsynapticPotentialTest, OfAnExponentialCurrentIsADifferenceOfExponentials) {
    constexpr double tau = 3.0;
    constexpr double tau_m = C_m / g_L;
    constexpr double weight = 80.0;
    const auto traces =
        traces_of(one_event("{type: current, tau: 3 ms}", "I_port", "80 pA", 100.0));
    constexpr double scale = weight / C_m * tau * tau_m / (tau_m - tau);
    for (std::size_t i = 0; i != traces.V_m.size(); ++i) {
        const double t = std::max(0.0, static_cast<double>(i) * dt - arrival_ms);
        const double expected = E_L + scale * (std::exp(-t / tau_m) - std::exp(-t / tau));
        // A sample in single precision is off by up to 4e-6 mV here; Runge-Kutta by 1e-8 mV.
        ASSERT_NEAR(traces.V_m[i], expected, 1e-5) << "sample " << i;
    }
}

/// Where the membrane settles under a conductance that hardly decays (tau 1e9 ms).
double settled(const std::string& port, double weight_nS) {
    const auto traces = traces_of(one_event("{tau: 1000000000 ms, " + port + "}", "g_port",
                                            fmt::format("{} nS", weight_nS), 400.0));
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

}  // namespace
}  // namespace bgsim::testing
