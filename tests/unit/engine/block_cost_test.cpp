#include "engine/block_cost.hpp"

#include <gtest/gtest.h>

#include "support/lif_network.hpp"

namespace bgsim::engine {
namespace {

/// Sources that fire at random send to A; nothing comes to B.
config::Specification network(double rate_hz) {
    auto s =
        test::lif_specification({test::lif_population("source", 1000),
                                 test::lif_population("A", 1000), test::lif_population("B", 1000)},
                                1000);
    s.populations[0].model.clear();
    s.populations[0].parameters.clear();
    s.populations[0].initial.clear();
    s.populations[0].ports.clear();
    s.populations[0].spike_rate = config::Waveform{.mean = rate_hz};
    using Kind = config::ConnectionRule::Kind;
    s.projections = {test::lif_projection("source -> A", 0, 1,
                                          {.kind = Kind::fixed_indegree, .number = 200}, 10)};
    return s;
}

double cost(const config::Specification& s, PopulationId population, int n_ranks = 1) {
    return shapes_of(s, n_ranks)[population].cost_per_block;
}

TEST(BlockCostTest, EventsCostTheirTarget) {
    EXPECT_GT(cost(network(20.0), 1), cost(network(20.0), 2));
    EXPECT_GT(cost(network(40.0), 1), cost(network(20.0), 1));
    EXPECT_EQ(cost(network(40.0), 2), cost(network(20.0), 2));
}

TEST(BlockCostTest, SpikesCostTheirSourceMoreWithEachRankThatTheyGoTo) {
    EXPECT_GT(cost(network(40.0), 0), cost(network(20.0), 0));
    EXPECT_GT(cost(network(20.0), 0, 100), cost(network(20.0), 0));
}

TEST(BlockCostTest, GeneratedEventsCostMore) {
    auto s = network(20.0);
    const double stored = cost(s, 1);
    s.projections[0].is_procedural = true;
    EXPECT_GT(cost(s, 1), stored);
}

TEST(BlockCostTest, InputsCostTheirTarget) {
    auto s = network(0.0);
    const double without = cost(s, 2);
    s.inputs = {test::poisson_input("CTX -> B", 2, 500.0)};
    const double with_events = cost(s, 2);
    EXPECT_GT(with_events, without);
    s.inputs[0].kind = config::Input::Kind::current;
    EXPECT_EQ(cost(s, 2), without);
    s.inputs[0].waveform.kind = config::Waveform::Kind::noise;
    EXPECT_GT(cost(s, 2), with_events);
}

}  // namespace
}  // namespace bgsim::engine
