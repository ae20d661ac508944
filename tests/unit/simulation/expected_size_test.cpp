#include "simulation/expected_size.hpp"

#include <gtest/gtest.h>

#include "support/example_specification.hpp"

namespace bgsim::simulation {
namespace {

using config::ConnectionRule;
using Kind = config::ConnectionRule::Kind;

/// Between populations of 40 cells and 40 cells; the same population if `recurrent`.
double expected(const ConnectionRule& rule, bool recurrent = false) {
    config::Specification s;
    s.populations = {testing::population("A", 40), testing::population("B", 40)};
    return expected_synapses(s, testing::projection("A -> B", 0, recurrent ? 0 : 1, rule));
}

TEST(ExpectedSizeTest, NumberOfSynapsesFollowsFromTheRule) {
    EXPECT_EQ(expected({.kind = Kind::fixed_indegree, .number = 7}), 280.0);
    EXPECT_EQ(expected({.kind = Kind::fixed_outdegree, .number = 7}), 280.0);
    EXPECT_EQ(expected({.kind = Kind::fixed_total, .number = 1234}), 1234.0);
    EXPECT_EQ(expected({.kind = Kind::pairwise_bernoulli, .probability = 0.25}), 400.0);
    EXPECT_EQ(expected({.kind = Kind::one_to_one}), 40.0);
    EXPECT_EQ(expected({.kind = Kind::all_to_all}), 1600.0);
}

TEST(ExpectedSizeTest, WithoutAutapsesAPopulationLacksItsDiagonal) {
    EXPECT_EQ(expected({.kind = Kind::all_to_all, .autapses = false}, true), 1560.0);
    EXPECT_EQ(
        expected({.kind = Kind::pairwise_bernoulli, .probability = 0.25, .autapses = false}, true),
        390.0);
    EXPECT_EQ(expected({.kind = Kind::one_to_one, .autapses = false}, true), 0.0);
}

TEST(ExpectedSizeTest, AutapsesDoNotMatterBetweenTwoPopulations) {
    EXPECT_EQ(expected({.kind = Kind::all_to_all, .autapses = false}), 1600.0);
}

TEST(ExpectedSizeTest, InAndOutDegreeCountTheCellsOfTheirSide) {
    const auto s = testing::example_specification();
    EXPECT_EQ(expected_synapses(s, s.projections[0]), 9000.0);
    EXPECT_EQ(expected_synapses(s, s.projections[1]), 3000.0);
}

TEST(ExpectedSizeTest, SynapseTakesMoreBytesWhenSomethingVaries) {
    auto s = testing::example_specification();
    EXPECT_EQ(bytes_per_synapse(s.projections[0]), 4);
    EXPECT_EQ(bytes_per_synapse(s.projections[1]), 9);
    s.projections[1].max_delay = 300;
    EXPECT_EQ(bytes_per_synapse(s.projections[1]), 10);
}

TEST(ExpectedSizeTest, RowOffsetsGrowWithThreads) {
    const auto s = testing::example_specification();
    EXPECT_EQ(expected_bytes(s, s.projections[0], {}), 4 * 9000.0 + 4 * 100);
    EXPECT_EQ(expected_bytes(s, s.projections[0], {.ranks = 2, .threads = 3}),
              4 * 9000.0 + 4 * 100 * 6);
}

TEST(ExpectedSizeTest, CellHoldsStatePortsVariedParametersAndInputs) {
    const auto s = testing::example_specification();
    // 2 state variables, 2 ports, 1 varied parameter; 2 ports times 10 steps of an interval
    EXPECT_EQ(expected_bytes(s, s.populations[0]), 8.0 * 100 * (2 + 2 + 1 + 20));
}

TEST(ExpectedSizeTest, IntervalIsTheShortestDelay) {
    auto s = testing::example_specification();
    EXPECT_EQ(interval_steps(s), 10);
    s.projections.clear();
    EXPECT_EQ(interval_steps(s), 1);
}

TEST(ExpectedSizeTest, TotalsAddUp) {
    const auto s = testing::example_specification();
    const auto size = expected_size(s, {});
    EXPECT_EQ(size.neurons, 400U);
    EXPECT_EQ(size.synapses, 9000.0 + 3000.0 + 0.1 * (300.0 * 300.0 - 300.0));
}

TEST(ExpectedSizeTest, EmptyNetworkIsEmpty) {
    const auto size = expected_size({}, {});
    EXPECT_EQ(size.neurons, 0U);
    EXPECT_EQ(size.neuron_bytes + size.synapse_bytes, 0.0);
}

}  // namespace
}  // namespace bgsim::simulation
