/// Through the engine, as in any network: cells whose membrane hardly moves, and one spike.
#include "engine/synaptic_current.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "support/run_in_memory.hpp"

namespace bgsim::engine {
namespace {

/// The LFP [pA] of two cells that rest at -70 mV, every 0.5 ms; a spike arrives at 10 ms.
std::vector<double> lfp_of(const std::string& ports, const std::string& weight) {
    const auto specification = test::specification_from(
        "experiment: lfp\n"
        "time: {duration: 30 ms, dt: 0.1 ms}\n"
        "populations:\n"
        "  source: {size: 1, spikes: {times: [9 ms]}}\n"
        "  cells: {size: 2, model: lif, parameters: {C_m: 1e9 pF, g_L: 10 nS, E_L: -70 mV, V_th: "
        "-50 mV, V_reset: -65 mV}, ports: {" +
        ports +
        "}}\n"
        "projections:\n"
        "  source -> cells: {port: a, connect: {rule: all_to_all}, weight: " +
        weight +
        ", delay: 1 ms}\n"
        "record: {lfp: {every: 0.5 ms}}\n");
    const auto output = test::run_in_memory(specification);
    std::vector<double> lfp_pA;
    for (const auto& sums : output.lfp_sums()) {
        EXPECT_EQ(sums.size(), 1U);  // sources have no synapses
        lfp_pA.push_back(static_cast<double>(sums.front()) * current_unit_pA);
    }
    return lfp_pA;
}

void expect_decay(const std::vector<double>& lfp_pA, double at_arrival_pA, double tau_ms) {
    ASSERT_EQ(lfp_pA.size(), 60U);
    for (std::size_t i = 0; i != lfp_pA.size(); ++i) {
        const double since_ms = 0.5 * static_cast<double>(i) - 10.0;
        const double expected =
            since_ms > 0.01 ? at_arrival_pA * std::exp(-since_ms / tau_ms) : 0.0;
        EXPECT_NEAR(lfp_pA[i], expected, 1e-4 * at_arrival_pA + current_unit_pA) << i;
    }
}

TEST(SynapticCurrentTest, CurrentsOfAllCellsAddUp) {
    expect_decay(lfp_of("a: {type: current, tau: 5 ms}", "30 pA"), 2.0 * 30.0, 5.0);
}

TEST(SynapticCurrentTest, InhibitionCountsAsExcitationDoes) {
    expect_decay(lfp_of("a: {type: current, tau: 5 ms}", "-30 pA"), 2.0 * 30.0, 5.0);
    expect_decay(lfp_of("a: {tau: 5 ms, E_rev: -90 mV}", "2 nS"), 2.0 * 2.0 * 20.0, 5.0);
}

TEST(SynapticCurrentTest, ABlockLeavesPartOfAConductance) {
    expect_decay(
        lfp_of("a: {tau: 5 ms, E_rev: 0 mV, nmda_block: {V_act: -70 mV, S_act: 16 mV}}", "2 nS"),
        2.0 * 2.0 * 70.0 * 0.5, 5.0);
}

TEST(SynapticCurrentTest, OnlyPortsWithACurrentCount) {
    const auto lfp_pA = lfp_of("a: {type: delta}, b: {type: current, tau: 5 ms}", "1 mV");
    EXPECT_EQ(*std::ranges::max_element(lfp_pA), 0.0);
}

}  // namespace
}  // namespace bgsim::engine
