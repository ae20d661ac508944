/// Networks that the engine could not build are refused where they are written.
#include <gmock/gmock.h>

#include <fstream>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "support/fake_models.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::config {
namespace {

using testing::HasSubstr;

/// What is said about a projection of one cell onto itself; empty if it is accepted.
std::string complaint(const std::string& connect, const std::string& delay) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "network.yaml")
        << "experiment: x\ntime: {duration: 1 s}\n"
        << "populations:\n  A:\n    size: 1\n    model: qif\n"
        << "    parameters: {C_m: 15 pF, k: 1 nS/mV, E_L: -80 mV, V_th: -30 mV, a: 0.01 1/ms, "
        << "V_b: -80 mV, b_1: 0 nS, b_2: 0 nS, V_reset: -55 mV, d: 66 pA, V_peak: 40 mV}\n"
        << "    ports: {in: {tau: 5 ms, E_rev: 0 mV}}\n"
        << "projections:\n  A -> A: {port: in, weight: 1 nS, connect: " << connect
        << ", delay: " << delay << "}\n";
    try {
        load(folder / "network.yaml", {}, test::fake_models());
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

TEST(ImpossibleNetworkTest, ASingleCellHasNoPairsWithoutAutapses) {
    EXPECT_EQ(complaint("{rule: fixed_total, N: 5}", "1 ms"), "");
    EXPECT_EQ(complaint("{rule: fixed_total, N: 0, autapses: no}", "1 ms"), "");
    EXPECT_THAT(complaint("{rule: fixed_total, N: 5, autapses: no}", "1 ms"),
                HasSubstr("'A' has one cell, which finds no partner without autapses"));
}

TEST(ImpossibleNetworkTest, DelaysSpreadOverAtMost16Bits) {
    const std::string rule = "{rule: all_to_all}";
    EXPECT_EQ(complaint(rule, "{uniform: [1 ms, 6554.5 ms]}"), "");
    EXPECT_THAT(complaint(rule, "{uniform: [1 ms, 6554.6 ms]}"),
                HasSubstr("'delay' spreads over 65536 steps of dt, more than 65535"));
}

}  // namespace
}  // namespace bgsim::config
