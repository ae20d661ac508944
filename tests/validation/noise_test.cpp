/// What a passive membrane makes of noise and of short pulses, beside closed forms.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "support/run_in_memory.hpp"

namespace bgsim {
namespace {

using bgsim::test::run_in_memory;
using bgsim::test::specification_from;

constexpr int n_cells = 400;

/// Cells that never fire: tau_m = 10 ms, R = 0.1 GOhm. V_m at the start and every ms.
std::string passive(const std::string& inputs, const std::string& more = {}) {
    return "experiment: noise\n"
           "time: {duration: 500 ms, dt: 0.1 ms}\n" +
           more +
           "populations:\n"
           "  A: {size: " +
           std::to_string(n_cells) +
           ", model: lif, parameters: {C_m: 100 pF, g_L: 10 nS, E_L: -70 mV, V_th: 1000 mV, "
           "V_reset: -65 mV}}\n"
           "inputs: {" +
           inputs +
           "}\n"
           "record: {state: {A: {variables: [V_m], neurons: all, every: 1 ms}}}\n";
}

struct Moments {
    double mean = 0.0;
    double variance = 0.0;  ///< over cells and time
};

/// From 100 ms on, ten time constants after the start.
Moments moments_of(const std::string& yaml) {
    const auto output = run_in_memory(specification_from(yaml));
    Moments m;
    double n = 0.0;
    for (std::size_t i = 100; i != 500; ++i) {
        for (const float V : output.samples(0).values.at(i)) {
            const double x = static_cast<double>(V) + 70.0;
            m.mean += x;
            m.variance += x * x;
            n += 1.0;
        }
    }
    m.mean /= n;
    m.variance = m.variance / n - m.mean * m.mean;
    return m;
}

/// Variance of V_m, with the current held over each step: exact for any dt.
double variance_of_V_m(double sd, double tau) {
    constexpr double R = 0.1;
    const double a = std::exp(-0.1 / tau);
    const double b = std::exp(-0.1 / 10.0);
    return sd * sd * R * R * (1.0 - b) / (1.0 + b) * (1.0 + a * b) / (1.0 - a * b);
}

TEST(MembraneUnderNoiseTest, ItsVarianceIsThatOfTheClosedForm) {
    for (const double tau : {1.0, 5.0, 20.0}) {
        SCOPED_TRACE(tau);
        const auto m =
            moments_of(passive("n -> A: {current: {noise: {mean: 30 pA, sd: 40 pA, tau: " +
                               std::to_string(tau) + " ms}}}"));
        const double expected = variance_of_V_m(40.0, tau);
        // In continuous time sd^2 R^2 tau / (tau + tau_m); steps of dt change little.
        EXPECT_NEAR(expected, 16.0 * tau / (tau + 10.0), 0.004 * expected + 0.05 * 0.1);
        // Samples lose their memory in about 2 (tau + tau_m): 400 cells x 400 ms of these.
        const double n = n_cells * 400.0 / (2.0 * (tau + 10.0));
        EXPECT_NEAR(m.mean, 3.0, 5.0 * std::sqrt(expected / n));
        EXPECT_NEAR(m.variance, expected, 5.0 * expected * std::sqrt(2.0 / n));
    }
}

TEST(MembraneUnderNoiseTest, TwoNoisesAddTheirVariances) {
    const auto m = moments_of(
        passive("a -> A: {current: {noise: {sd: 30 pA, tau: 5 ms}}}, b -> A: {current: {noise: "
                "{sd: 40 pA, tau: 5 ms}}}"));
    const double expected = variance_of_V_m(50.0, 5.0);
    const double n = n_cells * 400.0 / 30.0;
    EXPECT_NEAR(m.variance, expected, 5.0 * expected * std::sqrt(2.0 / n));
}

TEST(MembraneUnderNoiseTest, SharedNoiseMovesAllCellsAlike) {
    const auto output = run_in_memory(specification_from(
        passive("n -> A: {current: {noise: {sd: 40 pA, tau: 5 ms, shared: yes}}}")));
    for (const auto& cells : output.samples(0).values) {
        for (const float V : cells) ASSERT_EQ(V, cells.front());
    }
    EXPECT_NE(output.samples(0).values.at(50).front(), output.samples(0).values.at(51).front());
}

TEST(MembraneUnderNoiseTest, SinglePrecisionIsAsGood) {
    const auto m = moments_of(
        passive("n -> A: {current: {noise: {sd: 40 pA, tau: 5 ms}}}", "precision: single\n"));
    const double expected = variance_of_V_m(40.0, 5.0);
    const double n = n_cells * 400.0 / 30.0;
    EXPECT_NEAR(m.variance, expected, 5.0 * expected * std::sqrt(2.0 / n));
}

/// A pulse of 60 us lifts V_m by its charge over C_m, although it is shorter than dt.
TEST(ShortPulseTest, CarriesItsCharge) {
    const auto output = run_in_memory(specification_from(
        passive("p -> A: {dbs: {period: 100 ms, width: 60 us, amplitude: 1 nA, from: 10 ms, to: "
                "50 ms, recruits: 25 %}}")));
    const auto& after = output.samples(0).values.at(11);  // 0.9 to 1 ms later
    int n_recruited = 0;
    for (const float V : after) {
        const double lift = static_cast<double>(V) + 70.0;
        if (std::abs(lift) < 1e-9) continue;
        ++n_recruited;
        // 60 fC over 100 pF, less what leaks in 0.95 ms, give or take 50 us.
        EXPECT_NEAR(lift, 0.6 * std::exp(-0.95 / 10.0), 0.6 * 0.05 / 10.0);
    }
    EXPECT_EQ(n_recruited, n_cells / 4);
}

}  // namespace
}  // namespace bgsim
