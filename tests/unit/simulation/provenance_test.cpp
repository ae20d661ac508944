#include "simulation/provenance.hpp"

#include <gtest/gtest.h>

#include <map>
#include <nlohmann/json.hpp>

#include "support/example_specification.hpp"

namespace bgsim::simulation {
namespace {

std::map<std::string, std::string> example_entries() {
    const auto entries = provenance(test::example_specification(),
                                    {.layout = {.ranks = 2, .threads = 3},
                                     .host = "node7",
                                     .mpi_library = "Some MPI 4.1",
                                     .isa = "v3",
                                     .start = core::WallTime(std::chrono::seconds(1'740'830'400))});
    return {entries.begin(), entries.end()};
}

TEST(ProvenanceTest, SaysWhereWhenAndWithWhat) {
    const auto entries = example_entries();
    EXPECT_EQ(entries.at("host"), "node7");
    EXPECT_EQ(entries.at("mpi"), "Some MPI 4.1");
    EXPECT_EQ(entries.at("ranks"), "2");
    EXPECT_EQ(entries.at("threads"), "3");
    EXPECT_EQ(entries.at("seed"), "3");
    EXPECT_EQ(entries.at("discard_ms"), "100");
    EXPECT_EQ(entries.at("date"), "2025-03-01T12:00:00Z");
    EXPECT_EQ(entries.at("configuration"), "experiment: loop\n");
    for (const char* key : {"program", "version", "commit", "compiler", "build_type", "isa"}) {
        EXPECT_FALSE(entries.at(key).empty()) << key;
    }
}

TEST(ProvenanceTest, TargetsAreJsonWithNamesOfPopulations) {
    const auto targets = nlohmann::json::parse(example_entries().at("targets"));
    ASSERT_EQ(targets.size(), 2U);
    EXPECT_EQ(targets[1]["name"], "all");
    EXPECT_EQ(targets[1]["populations"], (nlohmann::json{"STN", "GPe"}));
    EXPECT_EQ(targets[0]["rate_hz"], (nlohmann::json{10.0, 13.0}));
    EXPECT_TRUE(targets[0]["cv"].is_null());
    EXPECT_EQ(targets[0]["source"], "A (2001)");
}

TEST(ProvenanceTest, WithoutTargetsTheListIsEmpty) { EXPECT_EQ(targets_json({}), "[]"); }

}  // namespace
}  // namespace bgsim::simulation
