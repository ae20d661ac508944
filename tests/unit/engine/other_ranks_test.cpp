#include "engine/other_ranks.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "support/lif_network.hpp"

namespace bgsim::engine {
namespace {

/// A -> A and B -> A; C reaches nobody.
config::Specification three_populations() {
    auto s =
        test::lif_specification({test::lif_population("A", 1500), test::lif_population("B", 5000),
                                 test::lif_population("C", 2000)},
                                1000);
    const config::ConnectionRule rule{.number = 1};
    s.projections = {test::lif_projection("A -> A", 0, 0, rule, 10),
                     test::lif_projection("B -> A", 1, 0, rule, 20)};
    return s;
}

network::Partition partition_of(const config::Specification& s, int n_ranks) {
    std::vector<network::PopulationShape> shapes;
    for (const auto& p : s.populations) shapes.push_back({.size = p.size});
    return {shapes, config::PartitionRule::round_robin, n_ranks, 2};
}

struct Setting {
    explicit Setting(Emulation emulation)
        : specification(three_populations()),
          partition(partition_of(specification, emulation.ranks)),
          exchange(specification, partition, 10),
          others(specification, partition, exchange, emulation) {}

    /// Words that this rank sends; none.
    comm::RankBuckets<std::uint32_t> nothing() const {
        return comm::RankBuckets<std::uint32_t>(partition.n_ranks());
    }

    config::Specification specification;
    network::Partition partition;
    SpikeExchange exchange;
    OtherRanks others;
};

TEST(OtherRanksTest, SpikesAreThoseOfCellsOfOtherRanksWithTargetsHere) {
    constexpr int rank = 1;
    Setting s({.rank = rank, .ranks = 3, .rates_hz = {50.0, 50.0, 50.0}});
    const auto own = s.partition.blocks_of_rank(rank);
    for (Step first = 0; first != 200; first += 10) {
        const Interval interval{first, 10};
        for (const Spike& spike :
             s.exchange.unpack(s.others.received(s.nothing(), interval), interval)) {
            EXPECT_NE(spike.population, 2U);
            EXPECT_LT(spike.neuron, s.specification.populations[spike.population].size);
            EXPECT_GT(spike.step, interval.first);
            EXPECT_LE(spike.step, interval.end());
            const network::Block block{spike.population, spike.neuron / block_size};
            EXPECT_EQ(std::ranges::find(own, block), own.end());
        }
    }
}

TEST(OtherRanksTest, RatesAreThoseAsked) {
    constexpr int rank = 0;
    Setting s({.rank = rank, .ranks = 4, .rates_hz = {20.0, 5.0, 30.0}});
    std::vector<double> n(3, 0.0);
    constexpr Step duration = 20'000;
    for (Step first = 0; first != duration; first += 10) {
        const Interval interval{first, 10};
        for (const Spike& spike :
             s.exchange.unpack(s.others.received(s.nothing(), interval), interval)) {
            n[spike.population] += 1.0;
        }
    }
    for (const auto& [population, rate] : {std::pair{0U, 20.0}, std::pair{1U, 5.0}}) {
        double own = 0.0;
        for (const auto& block : s.partition.blocks_of_rank(rank)) {
            if (block.population == population) own += s.partition.n_neurons(block);
        }
        const double cells = s.specification.populations[population].size - own;
        const double expected = cells * rate * duration * s.specification.dt * 1e-3;
        EXPECT_NEAR(n[population], expected, 5.0 * std::sqrt(expected));
    }
    EXPECT_EQ(n[2], 0.0);
}

TEST(OtherRanksTest, WhatTheRankSendsToItselfArrives) {
    Setting s({.rank = 1, .ranks = 3, .rates_hz = {0.0, 0.0, 0.0}});
    comm::RankBuckets<std::uint32_t> outgoing(3);
    outgoing.counts = {1, 2, 1};
    outgoing.items = {7, 8, 9, 10};
    const auto received = s.others.received(outgoing, {0, 10});
    EXPECT_EQ(received.counts, (std::vector<std::size_t>{0, 2, 0}));
    EXPECT_EQ(received.items, (std::vector<std::uint32_t>{8, 9}));
}

TEST(OtherRanksTest, ASingleStepHasItsShareOfTheSpikes) {
    const Setting s({.rank = 0, .ranks = 2, .rates_hz = {40.0, 1.0, 1.0}});
    double cells = s.specification.populations[0].size;
    for (const auto& block : s.partition.blocks_of_rank(0)) {
        if (block.population == 0) cells -= s.partition.n_neurons(block);
    }
    constexpr Step n_steps = 20'000;
    double sum = 0.0;
    for (Step step = 0; step != n_steps; ++step) {
        sum += static_cast<double>(s.others.spikes_in_step(0, step));
    }
    const double expected = cells * 40.0 * n_steps * s.specification.dt * 1e-3;
    EXPECT_NEAR(sum, expected, 5.0 * std::sqrt(expected));
}

}  // namespace
}  // namespace bgsim::engine
