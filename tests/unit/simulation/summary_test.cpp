#include "simulation/summary.hpp"

#include <gmock/gmock.h>

#include <limits>
#include <nlohmann/json.hpp>

namespace bgsim::simulation {
namespace {

using nlohmann::json;
using testing::HasSubstr;

RunSummary example_summary() {
    RunSummary summary;
    summary.experiment = "loop";
    summary.output = "results/loop/seed-3.h5";
    summary.seed = 3;
    summary.spike_digest = 0xabcULL;
    summary.spikes = 1000;
    summary.neurons = 500;
    summary.synapses = 20'000;
    summary.synaptic_events = 40'000'000;
    summary.requested_s = 10.0;
    summary.simulated_s = 2.0;
    summary.loop_s = 4.0;
    summary.build_s = 0.5;
    summary.rates_hz = {{"STN", 12.5}, {"GPe_TI", 30.0}};
    summary.wall.minimum[core::Phase::integrate] = 1.0;
    summary.wall.mean[core::Phase::integrate] = 3.0;
    summary.wall.maximum[core::Phase::integrate] = 4.0;
    summary.wall.mean[core::Phase::deliver] = 1.0;
    summary.peak_memory_bytes = 5'100'000'000;
    summary.synapse_memory_bytes = 100'000;
    summary.ranks = 2;
    summary.threads = 4;
    summary.precision = "double";
    summary.isa = "v3";
    summary.exit_code = 75;
    return summary;
}

TEST(SummaryTest, JsonHasTheDocumentedKeys) {
    const json summary = json::parse(to_json(example_summary()));
    for (const char* key : {"experiment",
                            "seed",
                            "spike_digest",
                            "neurons",
                            "synapses",
                            "simulated_s",
                            "rates_hz",
                            "real_time_factor",
                            "wall_s",
                            "peak_memory_bytes",
                            "synapse_memory_bytes",
                            "ranks",
                            "threads",
                            "precision",
                            "isa",
                            "exit_code",
                            "spikes",
                            "written_s",
                            "synaptic_events",
                            "external_events",
                            "build_s",
                            "loop_s",
                            "requested_s",
                            "started_s",
                            "all_parts_s",
                            "output"}) {
        EXPECT_TRUE(summary.contains(key)) << key;
    }
}

TEST(SummaryTest, JsonHasTheValues) {
    const json summary = json::parse(to_json(example_summary()));
    EXPECT_EQ(summary["spike_digest"], "0000000000000abc");
    EXPECT_EQ(summary["seed"], 3);
    EXPECT_EQ(summary["rates_hz"], (json{{"STN", 12.5}, {"GPe_TI", 30.0}}));
    EXPECT_EQ(summary["real_time_factor"], 2.0);
    EXPECT_EQ(summary["wall_s"]["integrate"], 4.0);
    EXPECT_EQ(summary["exit_code"], 75);
}

TEST(SummaryTest, NumbersThatAreNotFiniteBecomeNull) {
    RunSummary summary = example_summary();
    summary.rates_hz = {{"STN", std::numeric_limits<double>::quiet_NaN()}};
    summary.loop_s = std::numeric_limits<double>::infinity();
    const json parsed = json::parse(to_json(summary));
    EXPECT_TRUE(parsed["rates_hz"]["STN"].is_null());
    EXPECT_TRUE(parsed["loop_s"].is_null());
}

TEST(SummaryTest, ResultThatLacksTheEndIsSaidToBeCut) {
    RunSummary summary = example_summary();
    EXPECT_TRUE(json::parse(to_json(summary))["written_s"].is_null());
    summary.written_s = 2.0;
    EXPECT_FALSE(summary.is_cut());
    summary.written_s = 1.25;
    EXPECT_TRUE(summary.is_cut());
    EXPECT_EQ(json::parse(to_json(summary))["written_s"], 1.25);
    EXPECT_THAT(end_table(summary), HasSubstr("in the result file         1.25 s only\n"));
}

TEST(SummaryTest, LargestSeedSurvives) {
    RunSummary summary = example_summary();
    summary.seed = std::numeric_limits<std::uint64_t>::max();
    EXPECT_EQ(json::parse(to_json(summary))["seed"].get<std::uint64_t>(), summary.seed);
}

TEST(SummaryTest, EndTableShowsPhasesWithTheirShareOfTheWallTime) {
    RunSummary summary = example_summary();
    summary.build_s = 1.0;  // and 4 s running
    const std::string table = end_table(summary);
    EXPECT_THAT(table, HasSubstr("integrate     1.000     3.000    4.000       60.0\n"));
    EXPECT_THAT(table, HasSubstr("other         1.000     1.000    1.000       20.0\n"));
}

TEST(SummaryTest, EndTableShowsPerformance) {
    const std::string table = end_table(example_summary());
    EXPECT_THAT(table, HasSubstr("real-time factor           2.000 (wall / model time)\n"));
    EXPECT_THAT(table, HasSubstr("synaptic events per second 10.0 M\n"));
    EXPECT_THAT(table, HasSubstr("peak memory                5.1 GB over 2 rank(s)\n"));
    EXPECT_THAT(table, HasSubstr("bytes per synapse          5.00\n"));
    EXPECT_THAT(table, HasSubstr("spike digest               0000000000000abc\n"));
}

TEST(SummaryTest, EmptyRunHasATableWithoutDivisionByZero) {
    const std::string table = end_table(RunSummary{});
    EXPECT_THAT(table, testing::Not(HasSubstr("nan")));
    EXPECT_THAT(table, testing::Not(HasSubstr("inf")));
}

}  // namespace
}  // namespace bgsim::simulation
