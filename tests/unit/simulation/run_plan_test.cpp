#include "simulation/run_plan.hpp"

#include <gmock/gmock.h>

#include "support/example_specification.hpp"

namespace bgsim::simulation {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

RunPlan plan_for(const Layout& layout, const Node& node, const config::Specification& s) {
    return plan_run(s, {.layout = layout, .node = node});
}

TEST(RunPlanTest, SmallRunOnOneCoreHasNothingAgainstIt) {
    EXPECT_THAT(
        plan_for({}, {.cores = 1, .memory_bytes = 1e9}, test::example_of_40_blocks()).warnings,
        IsEmpty());
}

TEST(RunPlanTest, RanksShareNodesByTheirThreads) {
    const auto s = test::example_of_40_blocks();
    const RunPlan plan = plan_for({.ranks = 7, .threads = 4}, {.cores = 8}, s);
    EXPECT_EQ(plan.ranks_per_node, 2);
    EXPECT_EQ(plan.nodes, 4);
    EXPECT_GT(plan.fullest_node, plan.largest_rank);
    EXPECT_LE(plan.fullest_node, 2.0 * plan.largest_rank);
    EXPECT_EQ(ranks_that_fit({.cores = 8}, 16), 1);
}

TEST(RunPlanTest, LargestAndMeanAreOverRanks) {
    const RunPlan plan =
        plan_for({.ranks = 3, .threads = 1}, {.cores = 8}, test::example_of_40_blocks());
    EXPECT_GE(plan.largest_rank, plan.mean_memory.total());
    for (std::size_t i = 0; i != memory_part_names.size(); ++i) {
        EXPECT_GE(plan.most_memory.bytes[i], plan.mean_memory.bytes[i]);
    }
}

TEST(RunPlanTest, MoreRanksThanBlocksAreTooMany) {
    EXPECT_THAT(
        plan_for({.ranks = 41, .threads = 1}, {.cores = 64}, test::example_of_40_blocks()).warnings,
        testing::Contains(HasSubstr("41 ranks for 40 block(s) of 256 cells: some own "
                                    "nothing; use at most 40 ranks")));
}

TEST(RunPlanTest, ThreadsWithoutBlocksAreNamed) {
    EXPECT_THAT(plan_for({.ranks = 2, .threads = 64}, {.cores = 128}, test::example_of_40_blocks())
                    .warnings,
                testing::Contains(HasSubstr("of 128 threads (2 rank(s) of 64) get any of the "
                                            "40 block(s)")));
}

TEST(RunPlanTest, MoreThreadsThanCoresAreNamed) {
    EXPECT_THAT(
        plan_for({.ranks = 1, .threads = 8}, {.cores = 4}, test::example_of_40_blocks()).warnings,
        ElementsAre("8 threads share the 4 core(s) of a node; use at most 4"));
}

TEST(RunPlanTest, RankThatDoesNotFitIsNamedWithItsSize) {
    auto s = test::example_of_40_blocks();
    for (auto& p : s.projections) p.connectivity = config::Connectivity::stored;
    EXPECT_THAT(plan_for({}, {.cores = 1, .memory_bytes = 10e6}, s).warnings,
                ElementsAre(HasSubstr("does not fit a node of 10.0 MB; use more ranks")));
    const double one = plan_for({.ranks = 2, .threads = 1}, {.cores = 2}, s).largest_rank;
    EXPECT_THAT(
        plan_for({.ranks = 2, .threads = 1}, {.cores = 2, .memory_bytes = 1.5 * one}, s).warnings,
        testing::Contains(HasSubstr("2 rank(s) on one node take")));
}

TEST(RunPlanTest, ShortIntervalsOnManyRanksAreMostlyExchange) {
    auto s = test::example_of_40_blocks();
    s.projections[1].min_delay = 1;
    EXPECT_THAT(plan_for({.ranks = 40, .threads = 1}, {.cores = 1}, s).warnings,
                testing::Contains(HasSubstr("because ranks meet every 0.1 ms")));
}

TEST(RunPlanTest, MessagesAreCountedPerMeeting) {
    const auto s = test::example_of_40_blocks();  // an interval is 1 ms
    const RunPlan one = plan_for({}, {.cores = 1}, s);
    EXPECT_EQ(one.messages.rounds_per_s, 1000.0);
    EXPECT_EQ(one.messages.bytes_per_round, 0.0);
    const RunPlan two = plan_for({.ranks = 2, .threads = 1}, {.cores = 2}, s);
    // STN is on the first rank, GPe on the second; headers, STN's to the second, GPe's to the first
    const double spikes = 5120 * 1e-3 * (11.5 + 33.6);
    EXPECT_NEAR(two.messages.bytes_per_round, 2 * 8 + 4 * spikes, 1.0);
}

TEST(RunPlanTest, ThousandsOfRanksCanBePlanned) {
    const RunPlan plan =
        plan_for({.ranks = 5000, .threads = 2}, {.cores = 64}, test::example_of_40_blocks());
    EXPECT_EQ(plan.nodes, 157);  // 32 ranks on each
    EXPECT_GT(plan.largest_rank, plan.mean_memory.total());
}

TEST(RunPlanTest, EmptyNetworkCanBePlanned) {
    const RunPlan plan = plan_for({.ranks = 2, .threads = 1}, {.cores = 2}, {});
    EXPECT_EQ(plan.neurons, 0U);
    EXPECT_EQ(plan.real_time_factor(), 0.0);
}

TEST(RunPlanTest, WhatDoesNotFitTheNodeIsGenerated) {
    auto s = test::example_of_40_blocks();
    for (auto& p : s.projections) {
        p.rule = {.kind = config::ConnectionRule::Kind::pairwise_bernoulli, .probability = 0.1};
        p.connectivity = config::Connectivity::automatic;
    }
    const RunPlan stored = plan_for({}, {.cores = 1, .memory_bytes = 1e9}, s);
    EXPECT_THAT(stored.procedural, IsEmpty());
    const RunPlan spared = plan_for({}, {.cores = 1, .memory_bytes = stored.largest_rank}, s);
    EXPECT_FALSE(spared.procedural.empty());
    EXPECT_LT(spared.largest_rank, stored.largest_rank);
    EXPECT_GT(spared.time.slowest[core::Phase::deliver], stored.time.slowest[core::Phase::deliver]);
}

}  // namespace
}  // namespace bgsim::simulation
