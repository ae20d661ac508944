#include "simulation/node_choice.hpp"

#include <gtest/gtest.h>

#include "support/example_specification.hpp"

namespace bgsim::simulation {
namespace {

/// 400 blocks of cells; on one rank 1.3 GB, nearly all synapses.
config::Specification example_of_400_blocks() {
    auto s = test::example_specification();
    s.populations[0].size = 51'200;
    s.populations[1].size = 51'200;
    s.projections.resize(2);
    s.projections[0].rule.number = 6000;
    return s;
}

PlanRequest request(double memory_bytes) {
    return {.layout = {.ranks = 1, .threads = 2},
            .node = {.cores = 4, .memory_bytes = memory_bytes}};
}

TEST(NodeChoiceTest, OneNodeIsEnoughIfItHasTheMemory) {
    const auto choice = choose_nodes(example_of_400_blocks(), request(64e9), 2);
    EXPECT_EQ(choice.fewest, 1);
    EXPECT_EQ(choice.options.front().plan.request.layout.ranks, 2);
    EXPECT_TRUE(choice.options.front().fits);
}

TEST(NodeChoiceTest, FewestNodesAreThoseThatTheMemoryNeeds) {
    const auto s = example_of_400_blocks();
    const auto choice = choose_nodes(s, request(300e6), 2);
    ASSERT_TRUE(choice.fewest.has_value());
    EXPECT_GT(*choice.fewest, 2);
    EXPECT_FALSE(choice.options.front().fits);
    auto on = request(300e6);
    on.layout.ranks = 2 * *choice.fewest;
    EXPECT_LE(plan_run(s, on).fullest_node, 0.95 * 300e6);
    on.layout.ranks -= 2;
    EXPECT_GT(plan_run(s, on).fullest_node, 0.95 * 300e6);
}

TEST(NodeChoiceTest, NothingIsRecommendedThatDoesNotFit) {
    const auto choice = choose_nodes(example_of_400_blocks(), request(1e6), 2);
    EXPECT_FALSE(choice.fewest.has_value());
    EXPECT_FALSE(choice.recommended.has_value());
}

TEST(NodeChoiceTest, RecommendedNodesAreUsedWellAndMoreAreNotLookedAtForLong) {
    const auto choice = choose_nodes(example_of_400_blocks(), request(64e9), 2);
    ASSERT_TRUE(choice.recommended.has_value());
    for (const auto& option : choice.options) {
        if (option.nodes == *choice.recommended) {
            EXPECT_GE(option.efficiency, 0.6);
        } else if (option.nodes > *choice.recommended) {
            EXPECT_LT(option.efficiency, 0.6);
        }
    }
    EXPECT_LT(choice.options.back().nodes, 4096);
}

TEST(NodeChoiceTest, UsualRankHasSixteenCores) {
    EXPECT_EQ(usual_ranks_per_node(128), 8);
    EXPECT_EQ(usual_ranks_per_node(16), 1);
    EXPECT_EQ(usual_ranks_per_node(4), 1);
}

}  // namespace
}  // namespace bgsim::simulation
