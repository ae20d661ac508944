/// Cells whose spikes were computed with solvers of others.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/run_in_memory.hpp"

namespace bgsim::test {
namespace {

using testing::DoubleNear;
using testing::Pointwise;

/// Spikes [ms] of a network with one population of one cell.
std::vector<double> spikes_of(const std::string& population, double duration_ms, double dt_ms) {
    const auto yaml = fmt::format(
        "experiment: a\ntime: {{duration: {} ms, dt: {} ms}}\npopulations: {{cell: {{size: 1, "
        "{}}}}}\n",
        duration_ms, dt_ms, population);
    return run_in_memory(specification_from(yaml)).spike_times(0, dt_ms);
}

/// Spikes found with LSODAR.
TEST(IndependentSolverTest, AnAdaptiveExponentialCellFiresWhenLsodarSays) {
    const std::string cell =
        "model: adex, parameters: {C_m: 200 pF, g_L: 11 nS, E_L: -70 mV, V_th: -50 mV, "
        "Delta_T: 2 mV, a_1: 3 nS, a_2: 3 nS, V_a: -70 mV, b: 0 pA, tau_w: 300 ms, "
        "V_reset: -58 mV, V_peak: 0 mV, I_e: 420 pA}, initial: {V_m: -70 mV, w: 5 pA}";
    const std::vector<double> expected = {18.7153, 30.5606, 42.4952, 54.5175,
                                          66.6260, 78.8193, 91.0957};
    EXPECT_THAT(spikes_of(cell, 100.0, 0.01), Pointwise(DoubleNear(0.02), expected));
    EXPECT_THAT(spikes_of(cell, 100.0, 0.1), Pointwise(DoubleNear(0.15), expected));
}

/// Exact integration on the same grid, by another program: every spike on the same step.
TEST(IndependentSolverTest, ALeakyCellFiresOnTheStepsOfExactIntegration) {
    const std::string cell =
        "model: lif, parameters: {C_m: 250 pF, g_L: 25 nS, t_ref: 2 ms, E_L: -70 mV, "
        "V_th: -55 mV, V_reset: -70 mV, I_e: 1000 pA}, ports: {I: {type: current, tau: 2 ms}}";
    const std::vector<double> expected = {4.8, 11.6, 18.4, 25.2, 32.0, 38.8, 45.6};
    EXPECT_THAT(spikes_of(cell, 50.0, 0.1), Pointwise(DoubleNear(1e-9), expected));
}

}  // namespace
}  // namespace bgsim::test
