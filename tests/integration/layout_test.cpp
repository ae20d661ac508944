/// The same spikes on any number of ranks and threads and with either partition, bit for bit.
#include <gtest/gtest.h>

#include "network/edges.hpp"
#include "simulation/run.hpp"
#include "support/every_feature.hpp"
#include "support/run_network.hpp"
#include "support/world.hpp"

namespace bgsim {
namespace {

using config::PartitionRule;
using test::all_spikes;
using test::every_feature;
using test::world;

/// Spikes of a serial run, which every rank computes for itself.
const std::vector<std::uint64_t>& serial_spikes() {
    static const auto spikes = all_spikes(every_feature());
    return spikes;
}

/// Compare on rank 0, which has all the spikes, without printing thousands of them.
void expect_same(const std::vector<std::uint64_t>& spikes,
                 const std::vector<std::uint64_t>& expected) {
    if (!world().is_root()) return;
    EXPECT_EQ(spikes.size(), expected.size());
    EXPECT_TRUE(spikes == expected);
}

TEST(LayoutTest, EveryPopulationOfTheExampleFires) {
    const auto s = every_feature();
    std::vector<int> counts(s.populations.size(), 0);
    for (const std::uint64_t word : serial_spikes()) ++counts[word >> 56U];
    for (const int n : counts) EXPECT_GT(n, 10);
}

TEST(LayoutTest, SpikesAreThoseOfASerialRun) {
    for (const auto rule : {PartitionRule::by_population, PartitionRule::round_robin}) {
        for (const int threads : {1, 2}) {
            SCOPED_TRACE(threads);
            auto s = every_feature();
            s.partition = rule;
            expect_same(all_spikes(s, {.communicator = world(), .threads = threads}),
                        serial_spikes());
        }
    }
}

TEST(LayoutTest, RecordingChangesNothing) {
    auto s = every_feature();
    s.recording.states.clear();
    s.recording.rate_bin.reset();
    expect_same(all_spikes(s, {.communicator = world(), .threads = 2}), serial_spikes());
}

TEST(LayoutTest, SynapsesMayBeStoredOrGeneratedAnew) {
    auto s = every_feature();
    int n_procedural = 0;
    for (auto& projection : s.projections) {
        projection.is_procedural = network::has_rows(projection.rule);
        n_procedural += projection.is_procedural ? 1 : 0;
    }
    EXPECT_GT(n_procedural, 10);
    expect_same(all_spikes(s, {.communicator = world(), .threads = 2}), serial_spikes());
}

TEST(LayoutTest, SinglePrecisionDoesNotDependOnTheLayoutEither) {
    auto s = every_feature();
    s.precision = config::Precision::single;
    const auto serial = all_spikes(s);
    EXPECT_NE(serial, serial_spikes());
    s.partition = PartitionRule::round_robin;
    expect_same(all_spikes(s, {.communicator = world(), .threads = 2}), serial);
}

TEST(LayoutTest, NorDoesAnyInstructionSet) {
    const auto s = every_feature();
    for (const auto& isa : model::isa_levels()) {
        SCOPED_TRACE(isa);
        const auto serial = all_spikes(s, {.communicator = {}, .threads = 1, .isa = isa});
        expect_same(all_spikes(s, {.communicator = world(), .threads = 2, .isa = isa}), serial);
    }
}

TEST(LayoutTest, MoreWorkersThanBlocksMakeNoDifference) {
    const auto s = every_feature();
    expect_same(all_spikes(s, {.communicator = world(), .threads = 7}), serial_spikes());
}

TEST(LayoutTest, TheSummaryIsThatOfASerialRun) {
    auto s = every_feature();
    const auto serial = simulation::run(s, {}, {}, {});
    EXPECT_EQ(serial.spikes, serial_spikes().size());
    s.partition = PartitionRule::round_robin;
    simulation::RunOptions options;
    options.threads = 2;
    const auto summary = simulation::run(s, world(), options, {});
    EXPECT_EQ(summary.spike_digest, serial.spike_digest);
    EXPECT_EQ(summary.spikes, serial.spikes);
    EXPECT_EQ(summary.rates_hz, serial.rates_hz);
    EXPECT_EQ(summary.synapses, serial.synapses);
    EXPECT_EQ(summary.synaptic_events, serial.synaptic_events);
    EXPECT_EQ(summary.external_events, serial.external_events);
    EXPECT_EQ(summary.exit_code, 0);
}

}  // namespace
}  // namespace bgsim
