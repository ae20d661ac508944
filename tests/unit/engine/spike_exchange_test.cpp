#include "engine/spike_exchange.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <tuple>

#include "support/lif_network.hpp"

namespace bgsim::engine {
namespace {

using config::PartitionRule;
using Buckets = comm::RankBuckets<std::uint32_t>;

/// A -> B, A -> A and B -> C; C and D reach nobody.
config::Specification four_populations(Step min_delay = 8) {
    auto s =
        test::lif_specification({test::lif_population("A", 1500), test::lif_population("B", 300),
                                 test::lif_population("C", 2000), test::lif_population("D", 700)},
                                1000);
    const config::ConnectionRule rule{.number = 1};
    s.projections = {test::lif_projection("A -> B", 0, 1, rule, min_delay),
                     test::lif_projection("A -> A", 0, 0, rule, 20),
                     test::lif_projection("B -> C", 1, 2, rule, 30)};
    return s;
}

network::Partition partition(const config::Specification& s, PartitionRule rule, int n_ranks) {
    std::vector<network::PopulationShape> shapes;
    for (const auto& p : s.populations) shapes.push_back({.size = p.size});
    return {shapes, rule, n_ranks, 2};
}

bool in_order(const Spike& a, const Spike& b) {
    return std::tuple(a.population, a.step, a.neuron) < std::tuple(b.population, b.step, b.neuron);
}

/// Each seventh cell of every population fires in one step of the interval.
std::vector<Spike> some_spikes(const config::Specification& s, const Interval& interval) {
    std::vector<Spike> spikes;
    for (PopulationId p = 0; p != s.populations.size(); ++p) {
        for (NeuronIndex n = p; n < s.populations[p].size; n += 7) {
            spikes.push_back({p, n, interval.first + 1 + static_cast<Step>(n) % interval.n_steps});
        }
        spikes.push_back({p, s.populations[p].size - 1, interval.end()});
    }
    std::ranges::sort(spikes, in_order);
    spikes.erase(std::unique(spikes.begin(), spikes.end()), spikes.end());
    return spikes;
}

std::vector<OwnSpike> own(const std::vector<Spike>& spikes,
                          const std::vector<network::Block>& blocks) {
    std::vector<OwnSpike> mine;
    for (const Spike& s : spikes) {
        const auto found =
            std::ranges::find(blocks, network::Block{s.population, s.neuron / block_size});
        if (found == blocks.end()) continue;
        mine.push_back({s, static_cast<std::uint32_t>(found - blocks.begin())});
    }
    return mine;
}

/// What MPI_Alltoallv does.
std::vector<Buckets> transposed(const std::vector<Buckets>& sent) {
    const std::size_t n = sent.size();
    std::vector<Buckets> received(n, Buckets(static_cast<int>(n)));
    for (std::size_t from = 0; from != n; ++from) {
        auto item = sent[from].items.begin();
        for (std::size_t to = 0; to != n; ++to) {
            const auto count = static_cast<std::ptrdiff_t>(sent[from].counts[to]);
            received[to].items.insert(received[to].items.end(), item, item + count);
            received[to].counts[from] = sent[from].counts[to];
            item += count;
        }
    }
    return received;
}

TEST(SpikeExchangeTest, EachRankGetsTheSpikesOfPopulationsThatReachItInOrder) {
    const auto s = four_populations();
    const std::vector<std::set<PopulationId>> targets = {{0, 1}, {2}, {}, {}};
    for (const auto rule : {PartitionRule::by_population, PartitionRule::round_robin}) {
        for (int n_ranks = 1; n_ranks <= 8; ++n_ranks) {
            SCOPED_TRACE(n_ranks);
            const auto layout = partition(s, rule, n_ranks);
            const SpikeExchange exchange(s, layout, 8);
            for (const Interval interval : {Interval{0, 8}, Interval{992, 8}, Interval{995, 5}}) {
                const auto spikes = some_spikes(s, interval);
                std::vector<Buckets> sent;
                for (int r = 0; r != n_ranks; ++r) {
                    sent.push_back(exchange.pack(own(spikes, layout.blocks_of_rank(r)), interval));
                }
                const auto received = transposed(sent);
                for (int r = 0; r != n_ranks; ++r) {
                    const auto blocks = layout.blocks_of_rank(r);
                    auto expected = spikes;
                    std::erase_if(expected, [&](const Spike& spike) {
                        return std::ranges::none_of(blocks, [&](const network::Block& b) {
                            return targets[spike.population].contains(b.population);
                        });
                    });
                    EXPECT_EQ(exchange.unpack(received[static_cast<std::size_t>(r)], interval),
                              expected);
                }
            }
        }
    }
}

TEST(SpikeExchangeTest, SpikesThatReachNobodyAreNotSent) {
    const auto s = four_populations();
    const auto layout = partition(s, PartitionRule::by_population, 1);
    const SpikeExchange exchange(s, layout, 8);
    const Interval interval{0, 8};
    const std::vector<Spike> spikes = {{2, 5, 1}, {3, 5, 1}};
    EXPECT_TRUE(exchange.pack(own(spikes, layout.blocks_of_rank(0)), interval).items.empty());
}

TEST(SpikeExchangeTest, ARankWithoutNeuronsSendsAndGetsNothing) {
    auto s = four_populations();
    const auto layout = partition(s, PartitionRule::by_population, 50);
    const SpikeExchange exchange(s, layout, 8);
    int n_idle = 0;
    for (int r = 0; r != 50; ++r) {
        if (!layout.blocks_of_rank(r).empty()) continue;
        ++n_idle;
        EXPECT_TRUE(exchange.pack({}, {0, 8}).items.empty());
        EXPECT_TRUE(exchange.unpack(Buckets(50), {0, 8}).empty());
    }
    EXPECT_GT(n_idle, 0);
}

TEST(SpikeExchangeTest, WordsOfTheLargestRankFit32Bits) {
    // 2^32 / (256 * 16) blocks of one rank would need 33 bits with intervals of 17 steps.
    auto s = test::lif_specification({test::lif_population("A", 256U * 1'048'576U)}, 1000);
    const network::Partition layout({{.size = s.populations[0].size}}, PartitionRule::by_population,
                                    1, 1);
    const SpikeExchange exchange(s, layout, 17);
    EXPECT_EQ(exchange.interval_steps(), 15);
    EXPECT_EQ(SpikeExchange(s, layout, 4).interval_steps(), 4);
}

TEST(LongestIntervalTest, IsTheShortestDelayUpToSixteenSteps) {
    EXPECT_EQ(longest_interval(four_populations(8)), 8);
    EXPECT_EQ(longest_interval(four_populations(1)), 1);
    EXPECT_EQ(longest_interval(four_populations(40)), 16);
    EXPECT_EQ(longest_interval(test::lif_specification({test::lif_population("A", 1)}, 10)), 16);
}

}  // namespace
}  // namespace bgsim::engine
