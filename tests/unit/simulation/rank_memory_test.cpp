#include "simulation/rank_memory.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/example_specification.hpp"

namespace bgsim::simulation {
namespace {

std::vector<RankMemory> memory_of(const config::Specification& s,
                                  const Layout& layout,
                                  double buffered_s = 1.0) {
    const auto rates = engine::assumed_rates(s, 10.0);
    return rank_memory(s, Division(s, layout), {.rates = rates, .buffered_s = buffered_s});
}

double sum_of(const std::vector<RankMemory>& ranks, MemoryPart part) {
    double sum = 0.0;
    for (const auto& rank : ranks) sum += rank[part];
    return sum;
}

TEST(RankMemoryTest, CellsOfAllRanksAreThoseOfTheNetwork) {
    const auto s = test::example_specification();
    const double expected =
        expected_bytes(s, s.populations[0]) + expected_bytes(s, s.populations[1]);
    for (const int n_ranks : {1, 2, 3, 100}) {
        const auto ranks = memory_of(s, {.ranks = n_ranks, .threads = 1});
        EXPECT_EQ(sum_of(ranks, MemoryPart::state), expected);
    }
}

TEST(RankMemoryTest, InputIsPreparedByEachThreadAndGrowsWithTheEventsOfAnInterval) {
    auto s = test::example_specification();
    s.projections.resize(1);                               // STN -> GPe: 30 for each of 300 targets
    const double prepared = 2 * 8.0 * 4 * 256 * (2 * 16);  // 4 blocks of 2 ports and 16 steps each
    const double lists = 24.0 * 2;                     // of 1 and 2 blocks, of which four share one
    const double events = 11.5 * 100 * 1.6e-3 * 90.0;  // in 1.6 ms, of 100 cells, each to 90
    const auto one = memory_of(s, {.ranks = 1, .threads = 1});
    EXPECT_NEAR(one[0][MemoryPart::input], prepared + lists, 1e-6);
    EXPECT_NEAR(one[0][MemoryPart::events], 2 * 16 * events, 1e-6);
    s.precision = config::Precision::single;
    const auto single = memory_of(s, {.ranks = 1, .threads = 1});
    EXPECT_NEAR(single[0][MemoryPart::input], prepared / 2 + lists, 1e-6);
    EXPECT_NEAR(single[0][MemoryPart::events], 2 * 8 * events, 1e-6);
}

TEST(RankMemoryTest, OffsetsOfRowsAreStoredByEachThreadWithTargets) {
    auto s = test::example_specification();
    s.populations[1].size = 1024;  // 4 blocks, of which each of two threads has some
    s.projections.resize(1);       // STN -> GPe: 30 for each target, 4 bytes
    const double synapses = 4.0 * 30 * 1024;
    const double offsets = 4.0 * 101 + 8.0 * (100 / 256.0 + 1.0);
    const auto one = memory_of(s, {.ranks = 1, .threads = 1});
    EXPECT_NEAR(one[0][MemoryPart::synapses], synapses + offsets, 1e-6);
    const auto two = memory_of(s, {.ranks = 1, .threads = 2});
    EXPECT_NEAR(two[0][MemoryPart::synapses], synapses + 2 * offsets, 1e-6);
}

TEST(RankMemoryTest, PlasticityIsKeptForAllSourcesOnRanksWithTargets) {
    const auto s = test::example_specification();  // GPe -> GPe is plastic
    EXPECT_EQ(memory_of(s, {})[0][MemoryPart::plasticity], 32.0 * 300);
    const auto ranks = memory_of(s, {.ranks = 3, .threads = 1});
    for (int r = 0; r != 3; ++r) {
        const bool has_gpe = Division(s, {.ranks = 3, .threads = 1}).of_rank(r)[1].blocks != 0;
        EXPECT_EQ(ranks[static_cast<std::size_t>(r)][MemoryPart::plasticity],
                  has_gpe ? 32.0 * 300 : 0.0);
    }
}

TEST(RankMemoryTest, RecordingGrowsWithTheTimeBetweenWrites) {
    auto s = test::example_specification();
    const double one = memory_of(s, {}, 1.0)[0][MemoryPart::recording];
    const double ten = memory_of(s, {}, 10.0)[0][MemoryPart::recording];
    EXPECT_GT(ten, 9.0 * one);
    s.recording.spikes = {false, false};
    s.recording.states.clear();
    EXPECT_EQ(memory_of(s, {})[0][MemoryPart::recording], 0.0);
}

TEST(RankMemoryTest, RecordedSpikesAreKnownToAllRanks) {
    auto s = test::example_specification();
    s.populations[0].spike_file = config::SpikeFile{"a.csv", std::vector<std::uint64_t>(1000)};
    s.populations[0].model.clear();
    s.populations[1].model.clear();
    const auto file = memory_of(s, {.ranks = 2, .threads = 1});
    s.populations[0].spike_file->spikes.resize(2000);
    const auto twice = memory_of(s, {.ranks = 2, .threads = 1});
    for (std::size_t r = 0; r != 2; ++r) {
        EXPECT_GE(twice[r][MemoryPart::spikes] - file[r][MemoryPart::spikes], 8000.0);
    }
    EXPECT_GE(sum_of(twice, MemoryPart::spikes) - sum_of(file, MemoryPart::spikes), 32'000.0);
}

TEST(RankMemoryTest, LongerDelaysKeepMoreSpikes) {
    auto s = test::example_specification();
    const double usual = memory_of(s, {})[0][MemoryPart::spikes];
    s.projections[2].max_delay = 1000;
    EXPECT_GT(memory_of(s, {})[0][MemoryPart::spikes], usual);
}

TEST(RankMemoryTest, RankWithoutCellsStillHasItsProgram) {
    const auto s = test::example_specification();  // 3 blocks
    const auto ranks = memory_of(s, {.ranks = 50, .threads = 1});
    double least = ranks[0].total();
    for (const auto& rank : ranks) least = std::min(least, rank.total());
    EXPECT_NEAR(least, ranks[0][MemoryPart::base], 1000.0);
}

}  // namespace
}  // namespace bgsim::simulation
