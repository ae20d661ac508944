#include "simulation/plan_table.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "support/example_specification.hpp"

namespace bgsim::simulation {
namespace {

using testing::HasSubstr;
using testing::Not;

const PlanRequest on_two_ranks{.layout = {.ranks = 2, .threads = 1},
                               .node = {.cores = 2, .memory_bytes = 64e9}};

TEST(PlanTableTest, TextNamesEveryPartAndWhatWasAssumed) {
    const auto s = bgsim::test::example_specification();
    const std::string text = plan_text(s, plan_run(s, on_two_ranks));
    for (const auto part : memory_part_names) EXPECT_THAT(text, HasSubstr(std::string(part)));
    for (const char* word : {"mean of ranks", "two checkpoints", "ranks meet every 1 ms",
                             "real-time factor", "within a factor of 2", "as published: STN"}) {
        EXPECT_THAT(text, HasSubstr(word));
    }
    EXPECT_THAT(text, Not(HasSubstr("warning:")));
}

TEST(PlanTableTest, OneRankSendsNoMessages) {
    const auto s = bgsim::test::example_specification();
    EXPECT_THAT(plan_text(s, plan_run(s, {})), HasSubstr("messages: none, with one rank"));
}

TEST(PlanTableTest, WarningsStandInTheText) {
    const auto s = bgsim::test::example_specification();
    const auto plan = plan_run(s, {.layout = {.ranks = 9, .threads = 1}, .node = {.cores = 9}});
    EXPECT_THAT(plan_text(s, plan), HasSubstr("\nwarning: 9 ranks for 3 block(s)"));
}

TEST(PlanTableTest, NodesAreSuggestedOrNoneIsEnough) {
    const auto s = bgsim::test::example_specification();
    EXPECT_THAT(nodes_text(choose_nodes(s, on_two_ranks, 2)),
                HasSubstr("the memory needs 1 node(s)"));
    auto small = on_two_ranks;
    small.node.memory_bytes = 1e6;
    EXPECT_THAT(nodes_text(choose_nodes(s, small, 2)),
                HasSubstr("no number of nodes up to 4096 has enough memory"));
}

TEST(PlanTableTest, JsonHoldsTheNumbersOfThePlan) {
    const auto s = bgsim::test::example_specification();
    const RunPlan plan = plan_run(s, on_two_ranks);
    const NodeChoice choice = choose_nodes(s, on_two_ranks, 2);
    const auto json = nlohmann::json::parse(plan_json(s, plan, &choice));
    EXPECT_EQ(json["ranks"], 2);
    EXPECT_EQ(json["largest_rank_bytes"]["total"], plan.largest_rank);
    EXPECT_EQ(json["mean_rank_bytes"]["synapses"], plan.mean_memory[MemoryPart::synapses]);
    EXPECT_EQ(json["loop_s"], plan.time.loop_s);
    EXPECT_EQ(json["assumed_rates_hz"]["STN"], 11.5);
    EXPECT_EQ(json["node_choice"]["fewest"], 1);
    EXPECT_FALSE(nlohmann::json::parse(plan_json(s, plan, nullptr)).contains("node_choice"));
}

}  // namespace
}  // namespace bgsim::simulation
