#include "network/partition.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <utility>

namespace bgsim::network {
namespace {

using config::PartitionRule;

struct Case {
    PartitionRule rule;
    int ranks;
    int threads;
};

std::vector<PopulationShape> populations() {
    return {{.size = 1, .cost_per_block = 1.0},
            {.size = 2560, .cost_per_block = 3.5},
            {.size = 256, .cost_per_block = 1.0},
            {.size = 257, .cost_per_block = 0.1},
            {.size = 5000, .cost_per_block = 1.7}};
}

std::vector<Case> cases() {
    std::vector<Case> all;
    for (const auto rule : {PartitionRule::by_population, PartitionRule::round_robin}) {
        for (const int ranks : {1, 2, 3, 4, 7, 64}) {
            for (const int threads : {1, 2, 5}) all.push_back({rule, ranks, threads});
        }
    }
    return all;
}

std::vector<Block> in_worker_order(const Partition& partition) {
    std::vector<Block> all;
    for (int r = 0; r != partition.n_ranks(); ++r) {
        const auto own = partition.blocks_of_rank(r);
        all.insert(all.end(), own.begin(), own.end());
    }
    return all;
}

std::vector<Block> in_population_order() {
    std::vector<Block> all;
    const auto shapes = populations();
    for (PopulationId p = 0; p != shapes.size(); ++p) {
        for (std::uint32_t b = 0; b * block_size < shapes[p].size; ++b) all.push_back({p, b});
    }
    return all;
}

bool before(const Block& a, const Block& b) {
    return std::pair(a.population, a.index) < std::pair(b.population, b.index);
}

double cost_of(const std::vector<Block>& blocks) {
    double cost = 0.0;
    for (const Block& b : blocks) cost += populations()[b.population].cost_per_block;
    return cost;
}

TEST(PartitionTest, EveryBlockIsOwnedOnce) {
    for (const auto& [rule, ranks, threads] : cases()) {
        SCOPED_TRACE(testing::Message() << ranks << " ranks, " << threads << " threads");
        auto all = in_worker_order(Partition(populations(), rule, ranks, threads));
        std::ranges::sort(all, before);
        EXPECT_EQ(all, in_population_order());
    }
}

TEST(PartitionTest, WorkersHoldContiguousPiecesOfThePopulationOrder) {
    for (const auto& [rule, ranks, threads] : cases()) {
        if (rule != PartitionRule::by_population) continue;
        EXPECT_EQ(in_worker_order(Partition(populations(), rule, ranks, threads)),
                  in_population_order());
    }
}

TEST(PartitionTest, BlocksOfAWorkerAscend) {
    for (const auto& [rule, ranks, threads] : cases()) {
        const Partition partition(populations(), rule, ranks, threads);
        for (int r = 0; r != ranks; ++r) {
            for (int t = 0; t != threads; ++t) {
                EXPECT_TRUE(std::ranges::is_sorted(partition.blocks_of(r, t), before));
            }
        }
    }
}

TEST(PartitionTest, BlocksOfARankAreThoseOfItsThreads) {
    const Partition partition(populations(), PartitionRule::round_robin, 3, 2);
    for (int r = 0; r != 3; ++r) {
        auto expected = partition.blocks_of(r, 0);
        const auto& second = partition.blocks_of(r, 1);
        expected.insert(expected.end(), second.begin(), second.end());
        EXPECT_EQ(partition.blocks_of_rank(r), expected);
    }
}

TEST(PartitionTest, SharesOfTheCostDifferByAtMostOneBlock) {
    constexpr double largest_block = 3.5;
    for (const auto& [rule, ranks, threads] : cases()) {
        if (rule != PartitionRule::by_population) continue;
        const Partition partition(populations(), rule, ranks, threads);
        const double fair = cost_of(in_population_order()) / (ranks * threads);
        for (int r = 0; r != ranks; ++r) {
            for (int t = 0; t != threads; ++t) {
                // A piece may stick out by half a block at each end; 1e-9: rounding of the sums.
                EXPECT_NEAR(cost_of(partition.blocks_of(r, t)), fair, largest_block + 1e-9);
            }
        }
    }
}

TEST(PartitionTest, RoundRobinSharesTheNumberOfBlocks) {
    for (const auto& [rule, ranks, threads] : cases()) {
        if (rule != PartitionRule::round_robin) continue;
        const Partition partition(populations(), rule, ranks, threads);
        std::vector<std::size_t> sizes;
        for (int r = 0; r != ranks; ++r) {
            for (int t = 0; t != threads; ++t) sizes.push_back(partition.blocks_of(r, t).size());
        }
        EXPECT_LE(std::ranges::max(sizes), std::ranges::min(sizes) + 1);
    }
}

TEST(PartitionTest, MoreWorkersThanBlocksLeavesSomeWithout) {
    for (const auto rule : {PartitionRule::by_population, PartitionRule::round_robin}) {
        const Partition partition({{.size = 300}}, rule, 5, 2);
        EXPECT_EQ(in_worker_order(partition).size(), 2U);
        EXPECT_EQ(partition.ranks_of(0).size(), 2U);
    }
}

TEST(PartitionTest, RanksOfAPopulationAreThoseThatOwnItsBlocks) {
    for (const auto& [rule, ranks, threads] : cases()) {
        const Partition partition(populations(), rule, ranks, threads);
        std::map<PopulationId, std::vector<int>> expected;
        for (int r = 0; r != ranks; ++r) {
            for (const Block& b : partition.blocks_of_rank(r)) {
                auto& owners = expected[b.population];
                if (owners.empty() || owners.back() != r) owners.push_back(r);
            }
        }
        for (const auto& [population, owners] : expected) {
            EXPECT_EQ(partition.ranks_of(population), owners);
        }
    }
}

TEST(PartitionTest, TheLastBlockOfAPopulationMayBePartlyFilled) {
    const Partition partition(populations(), PartitionRule::by_population, 1, 1);
    EXPECT_EQ(partition.n_neurons({0, 0}), 1U);
    EXPECT_EQ(partition.n_neurons({1, 9}), 256U);
    EXPECT_EQ(partition.n_neurons({2, 0}), 256U);
    EXPECT_EQ(partition.n_neurons({3, 0}), 256U);
    EXPECT_EQ(partition.n_neurons({3, 1}), 1U);
    EXPECT_EQ(partition.n_neurons({4, 19}), 5000U - 19U * 256U);
}

TEST(PartitionTest, ANetworkWithoutNeuronsHasNoBlocks) {
    for (const auto rule : {PartitionRule::by_population, PartitionRule::round_robin}) {
        EXPECT_TRUE(in_worker_order(Partition({}, rule, 2, 2)).empty());
        EXPECT_TRUE(in_worker_order(Partition({{.size = 0}}, rule, 2, 2)).empty());
    }
}

}  // namespace
}  // namespace bgsim::network
