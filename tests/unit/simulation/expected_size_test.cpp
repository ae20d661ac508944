#include "simulation/expected_size.hpp"

#include <gtest/gtest.h>

#include "network/expected_pairs.hpp"
#include "support/example_specification.hpp"

namespace bgsim::simulation {
namespace {

using config::ConnectionRule;
using Kind = config::ConnectionRule::Kind;

/// Between populations of 40 cells and 40 cells; the same population if `recurrent`.
double expected(const ConnectionRule& rule, bool recurrent = false) {
    config::Specification s;
    s.populations = {test::population("A", 40), test::population("B", 40)};
    return network::expected_synapses(s, test::projection("A -> B", 0, recurrent ? 0 : 1, rule));
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
    const auto s = test::example_specification();
    EXPECT_EQ(network::expected_synapses(s, s.projections[0]), 9000.0);
    EXPECT_EQ(network::expected_synapses(s, s.projections[1]), 3000.0);
}

TEST(ExpectedSizeTest, SynapseTakesMoreBytesWhenSomethingVaries) {
    auto s = test::example_specification();
    EXPECT_EQ(bytes_per_synapse(s.projections[0]), 4);
    EXPECT_EQ(bytes_per_synapse(s.projections[1]), 9);
    s.projections[1].max_delay = 300;
    EXPECT_EQ(bytes_per_synapse(s.projections[1]), 10);
}

TEST(ExpectedSizeTest, RowOffsetsGrowWithThreads) {
    const auto s = test::example_specification();
    EXPECT_EQ(expected_bytes(s, s.projections[0], {}), 4 * 9000.0 + 4 * 100);
    EXPECT_EQ(expected_bytes(s, s.projections[0], {.ranks = 2, .threads = 3}),
              4 * 9000.0 + 4 * 100 * 6);
}

TEST(ExpectedSizeTest, CellHoldsStatePortsAndVariedParameters) {
    const auto s = test::example_specification();
    // 2 state variables, refractory steps, 2 ports, 1 varied parameter; 100 cells take a whole
    // block
    EXPECT_EQ(expected_bytes(s, s.populations[0]), 8.0 * 256 * (2 + 1 + 2 + 1));
    EXPECT_EQ(expected_bytes(s, s.populations[1]), 8.0 * 512 * (2 + 1 + 2 + 1));
}

TEST(ExpectedSizeTest, SinglePrecisionHalvesTheCells) {
    auto s = test::example_specification();
    const double in_double = expected_bytes(s, s.populations[0]);
    s.precision = config::Precision::single;
    EXPECT_EQ(expected_bytes(s, s.populations[0]), 0.5 * in_double);
}

TEST(ExpectedSizeTest, ParametersThatVaryDoNotChangeDuringARun) {
    const auto s = test::example_specification();
    EXPECT_EQ(block_bytes(s, s.populations[0]).state, 8.0 * 256 * 6);
    EXPECT_EQ(block_bytes(s, s.populations[0]).dynamic, 8.0 * 256 * 5);
}

TEST(ExpectedSizeTest, PortsThatRiseTakeTwoRowsAndJumpsNone) {
    auto s = test::example_specification();
    s.populations[0].ports[0].shape = config::Port::Shape::alpha;
    s.populations[0].ports[1].type = config::Port::Type::delta;
    EXPECT_EQ(expected_bytes(s, s.populations[0]), 8.0 * 256 * (2 + 1 + 2 + 1));
    s.populations[0].ports[1].type = config::Port::Type::current;
    s.populations[0].ports[1].shape = config::Port::Shape::difference;
    EXPECT_EQ(expected_bytes(s, s.populations[0]), 8.0 * 256 * (2 + 1 + 4 + 1));
}

TEST(ExpectedSizeTest, CellsThatOnlySendSpikesTakeNoMemory) {
    const auto s = test::example_specification();
    config::Population source;
    source.size = 100;
    source.spike_times = {1, 2};
    EXPECT_EQ(expected_bytes(s, source), 0.0);
}

TEST(ExpectedSizeTest, IntervalIsTheShortestDelayUpToTheLongestInterval) {
    auto s = test::example_specification();
    EXPECT_EQ(interval_steps(s), 10);
    s.projections[1].min_delay = 15;
    EXPECT_EQ(interval_steps(s), 15);
    s.projections[1].min_delay = 17;
    EXPECT_EQ(interval_steps(s), 16);
    s.projections.clear();
    EXPECT_EQ(interval_steps(s), 16);
}

TEST(ExpectedSizeTest, TotalsAddUp) {
    const auto s = test::example_specification();
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
