#include "protocol/read_plan.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bgsim/error.hpp"
#include "config/yaml_reader.hpp"

namespace bgsim::protocol {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

Plan plan_of(const std::string& yaml) {
    config::Diagnostics diagnostics;
    const auto root = config::parse_yaml(yaml, "p.yaml", diagnostics);
    diagnostics.throw_if_any();
    Plan plan = read_plan(*root, diagnostics);
    diagnostics.throw_if_any();
    return plan;
}

std::string mistakes_in(const std::string& yaml) {
    try {
        plan_of(yaml);
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

/// A plan whose section `protocol` is `protocol`.
std::string file(const std::string& protocol) { return "protocol: {" + protocol + "}\n"; }

TEST(ReadPlanTest, AnFICurveIsReadAsAWhole) {
    const Plan plan = plan_of(
        "experiment: f_I\n"
        "seed: 3\n"
        "time: {dt: 0.05 ms}\n"
        "dopamine: {level: 0.4, baseline: 0.8}\n"
        "protocol:\n"
        "  cells: [msn_d1, fsn]\n"
        "  step: {from: 0 pA, by: 100 pA, to: 300 pA}\n"
        "  duration: 3 s\n"
        "  settle: 200 ms\n"
        "  discard: 1 s\n"
        "  hold: -5 pA\n"
        "  solver: euler\n"
        "  parameters: {C_m: 20 pF}\n");
    EXPECT_EQ(plan.kind, Kind::step);
    ASSERT_EQ(plan.cells.size(), 2U);
    EXPECT_EQ(plan.cells[1].text, "fsn");
    EXPECT_THAT(plan.currents.values, ElementsAre(0, 100, 200, 300));
    EXPECT_EQ(plan.dt_ms, 0.05);
    EXPECT_EQ(plan.duration_ms, 3000.0);
    EXPECT_EQ(plan.settle_ms, 200.0);
    EXPECT_EQ(plan.discard_ms, 1000.0);
    EXPECT_THAT(plan.hold.value().values, ElementsAre(-5));
    EXPECT_FALSE(plan.replaces_own_current);
    EXPECT_EQ(plan.network.find("seed")->text, "3");
    EXPECT_EQ(plan.network.find("dopamine")->find("level")->text, "0.4");
    EXPECT_EQ(plan.cell.find("solver")->text, "euler");
    EXPECT_EQ(plan.cell.find("parameters")->find("C_m")->text, "20 pF");
}

TEST(ReadPlanTest, WithoutAProtocolOfItsOwnACellIsLeftAlone) {
    EXPECT_EQ(plan_of(file("cells: fsn")).kind, Kind::spontaneous);
    EXPECT_EQ(plan_of(file("cells: fsn, spontaneous: yes")).kind, Kind::spontaneous);
    EXPECT_EQ(plan_of(file("cells: fsn, expected: yes")).kind, Kind::expected);
}

TEST(ReadPlanTest, ASynapseIsReadWithItsTrain) {
    const Plan plan =
        plan_of(file("cells: fsn, psp: {port: AMPA_1, weight: 2 nS, "
                     "train: {spikes: 5, rate: 40 Hz, recovery: 0.3 s}, "
                     "short_term_plasticity: {U: 0.3, tau_rec: 9 ms, tau_fac: 0 ms}}"));
    EXPECT_EQ(plan.kind, Kind::psp);
    const Psp& psp = plan.psp.value();
    EXPECT_EQ(psp.port.text, "AMPA_1");
    EXPECT_EQ(psp.weight.value().text, "2 nS");
    EXPECT_EQ(psp.n_spikes, 5U);
    EXPECT_EQ(psp.interval_ms, 25.0);
    EXPECT_EQ(psp.recovery_ms, 300.0);
    EXPECT_EQ(psp.plasticity.value().find("U")->text, "0.3");
}

TEST(ReadPlanTest, AllMistakesAreReportedTogetherWithTheirPlaces) {
    EXPECT_EQ(mistakes_in("tme: {dt: 0.1 ms}\n"
                          "protocol:\n"
                          "  cels: msn_d1\n"
                          "  step: {from: 0 pA, by: -20 pA, to: 300 mV}\n"
                          "  duration: 2.06 ms\n"
                          "  settle: -1 ms\n"
                          "  total: perhaps\n"),
              "p.yaml:1:1: unknown section 'tme'; did you mean 'time'?\n"
              "p.yaml:3:3: unknown key 'cels' in 'protocol'; did you mean 'cells'?\n"
              "p.yaml:4:38: 'to' needs a current, '300 mV' is a voltage; write for example "
              "'300 pA'\n"
              "p.yaml:5:13: 'duration' (2.06 ms) must be a multiple of dt = 0.1 ms; write for "
              "example '2.1 ms'\n"
              "p.yaml:6:11: 'settle' must be zero or positive ('-1 ms' found); write for example "
              "'1 ms'\n"
              "p.yaml:7:10: 'total' is either yes or no ('perhaps' found); write 'yes' or 'no'\n"
              "6 errors; nothing was simulated");
}

TEST(ReadPlanTest, WhatHasNoEffectIsRefused) {
    EXPECT_THAT(mistakes_in(file("cells: fsn, ramp: {from: 0 pA, to: 9 pA}, discard: 1 s")),
                HasSubstr("'discard' has no effect on the protocol 'ramp'; remove it"));
    EXPECT_THAT(mistakes_in(file("cells: fsn, total: yes")),
                HasSubstr("'total' has no effect on the protocol 'spontaneous'"));
    EXPECT_THAT(
        mistakes_in("dopamine: {level: 0, baseline: 1}\n" + file("cells: fsn, expected: yes")),
        HasSubstr("the expected values say themselves at which dopamine they hold"));
}

TEST(ReadPlanTest, WhatContradictsItselfIsRefused) {
    EXPECT_THAT(mistakes_in(file("cells: fsn, step: 5 pA, trace: 5 pA")),
                HasSubstr("'step' and 'trace' are two protocols; keep one of them"));
    EXPECT_THAT(mistakes_in(file("cells: fsn, step: 5 pA, total: yes, hold: 5 pA")),
                HasSubstr("'hold' adds to the cell's own current, which 'total' replaces"));
    EXPECT_THAT(mistakes_in(file("cells: fsn, step: 5 pA, duration: 1 s, discard: 1 s")),
                HasSubstr("'discard' must be shorter than the duration of 1000 ms ('1 s' found)"));
    EXPECT_THAT(mistakes_in(file("cells: fsn, psp: {port: AMPA}, settle: 0.1 ms")),
                HasSubstr("'settle' must be at least two steps of dt ('0.1 ms' found)"));
    EXPECT_THAT(mistakes_in(file("cells: fsn, psp: {port: AMPA, train: {spikes: 1, rate: 2 s}}")),
                AllOf(HasSubstr("'spikes' must be a whole number from 2 to 10000 ('1' found)"),
                      HasSubstr("'rate' needs a rate, '2 s' is a time")));
    EXPECT_THAT(mistakes_in(file("cells: []")), HasSubstr("'cells' needs names of cells"));
}

TEST(ReadPlanTest, ANetworkIsNoProtocol) {
    EXPECT_EQ(mistakes_in("experiment: a\ntime: {duration: 1 s}\n"
                          "populations: {STN: {size: 1, cell: stn}}\n"),
              "p.yaml:3:14: this file holds a network, no protocol; simulate it with 'bgsim run'\n"
              "1 error; nothing was simulated");
}

}  // namespace
}  // namespace bgsim::protocol
