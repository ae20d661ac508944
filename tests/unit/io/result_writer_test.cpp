#include "io/result_writer.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <sys/file.h>
#include <unistd.h>

#include <fstream>

#include "bgsim/error.hpp"
#include "io/result_reader.hpp"
#include "support/shared_folder.hpp"
#include "support/world.hpp"
#include "unit/io/random_run.hpp"

namespace bgsim::io {
namespace {

using bgsim::test::world;
using test::random_run;
using test::RandomRun;
using test::write_run;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

int by_neuron(PopulationId, std::uint64_t neuron) {
    return static_cast<int>(neuron % static_cast<std::uint64_t>(world().size()));
}

int last_rank_only(PopulationId, std::uint64_t) { return world().size() - 1; }

/// Those of the cells [first, end) of a population.
void expect_rates(const std::vector<double>& rates,
                  const RandomRun& run,
                  PopulationId p,
                  std::uint64_t first,
                  std::uint64_t end) {
    const auto n_steps = run.layout.n_steps;
    const Step bin = *run.layout.rate_bin;
    ASSERT_EQ(static_cast<Step>(rates.size()), (n_steps + bin - 1) / bin);
    std::vector<double> counts(rates.size(), 0.0);
    for (const Spike& spike : run.sorted(p)) {
        if (spike.neuron < first || spike.neuron >= end) continue;
        ++counts[static_cast<std::size_t>((spike.step - 1) / bin)];
    }
    for (std::size_t b = 0; b != rates.size() && end != first; ++b) {
        const auto width =
            static_cast<std::uint64_t>(std::min(bin, n_steps - static_cast<Step>(b) * bin));
        EXPECT_NEAR(rates[b], counts[b] / (static_cast<double>((end - first) * width) * 1e-4),
                    1e-9);
    }
}

void expect_content_of(const RandomRun& run, const std::filesystem::path& file) {
    const ResultReader reader(file);
    const auto n_steps = run.layout.n_steps;
    EXPECT_EQ(reader.complete_until_ms(), static_cast<double>(n_steps) / 10.0);
    ASSERT_EQ(reader.populations().size(), run.layout.populations.size());
    for (PopulationId p = 0; p != run.layout.populations.size(); ++p) {
        const auto& population = run.layout.populations[p];
        SCOPED_TRACE(population.name);
        EXPECT_EQ(reader.populations()[p].name, population.name);
        EXPECT_EQ(reader.populations()[p].size, population.size);
        std::vector<double> times;
        std::vector<std::uint64_t> nodes;
        for (const Spike& spike : run.sorted(p)) {
            times.push_back(static_cast<double>(spike.step) / 10.0);
            nodes.push_back(spike.neuron);
        }
        const auto spikes = reader.spikes(population.name, 0, 1'000'000);
        EXPECT_EQ(spikes.timestamps_ms, population.spikes ? times : std::vector<double>());
        EXPECT_EQ(spikes.node_ids, population.spikes ? nodes : std::vector<std::uint64_t>());

        EXPECT_EQ(reader.populations()[p].channels, population.channels);
        expect_rates(reader.rates_hz(population.name), run, p, 0, population.size);
        for (std::size_t c = 0; c != population.channels.size(); ++c) {
            const auto first = population.size * c / population.channels.size();
            const auto end = population.size * (c + 1) / population.channels.size();
            expect_rates(reader.rates_hz(population.name, population.channels[c]), run, p, first,
                         end);
        }
    }
    for (const auto& report : run.layout.reports) {
        const auto samples = reader.samples(report.population, 0, 1'000'000);
        std::vector<float> expected;
        for (Step step = 0; step < n_steps; step += report.every) {
            for (const auto node : report.nodes) {
                for (std::size_t v = 0; v != report.variables.size(); ++v) {
                    expected.push_back(RandomRun::sample(node, v, step));
                }
            }
        }
        EXPECT_EQ(samples, expected) << report.population;
    }
}

struct Schedule {
    std::string name;
    Step n_steps;
    std::vector<Step> flushes;
};

class ResultWriterScheduleTest : public testing::TestWithParam<Schedule> {};

TEST_P(ResultWriterScheduleTest, FileHoldsEverythingWhateverTheScheduleAndTheOwners) {
    const bgsim::test::SharedFolder folder(world());
    const RandomRun run = random_run(11, GetParam().n_steps);
    write_run(folder / "a.h5", world(), run, by_neuron, GetParam().flushes);
    write_run(folder / "b.h5", world(), run, last_rank_only, GetParam().flushes);
    if (!world().is_root()) return;
    expect_content_of(run, folder / "a.h5");
    expect_content_of(run, folder / "b.h5");
}

INSTANTIATE_TEST_SUITE_P(
    Schedules,
    ResultWriterScheduleTest,
    testing::Values(Schedule{"Never", 500, {}},
                    Schedule{"Often", 100, {1, 2, 3, 10, 11, 12, 50, 51, 90, 100}},
                    Schedule{"Twice", 500, {250, 250}},
                    Schedule{"WholeBins", 490, {7, 70, 490}},
                    Schedule{"NoSteps", 0, {}}),
    [](const auto& name_of) { return name_of.param.name; });

TEST(ResultWriterTest, WorksWithoutMpi) {
    if (!world().is_root()) return;
    const bgsim::test::SharedFolder folder;
    const RandomRun run = random_run(3, 200);
    write_run(folder / "a.h5", comm::Communicator(), run,
              [](PopulationId, std::uint64_t) { return 0; }, {100});
    expect_content_of(run, folder / "a.h5");
}

TEST(ResultWriterTest, SpikesAfterTheFlushedStepAreKeptForLater) {
    const bgsim::test::SharedFolder folder(world());
    {
        ResultWriter writer(folder / "a.h5", world(),
                            {.dt = 0.1, .n_steps = 100, .populations = {{"STN", 4}}}, false);
        if (world().is_root()) writer.record(std::vector<Spike>{{0, 3, 12}, {0, 1, 9}, {0, 2, 10}});
        EXPECT_EQ(writer.buffered_bytes(), world().is_root() ? 24U : 0U);
        writer.flush(10);
        EXPECT_EQ(writer.buffered_bytes(), world().is_root() ? 8U : 0U);
        if (world().is_root()) writer.record(std::vector<Spike>{{0, 0, 11}});
        writer.close(20);
    }
    if (!world().is_root()) return;
    const ResultReader reader(folder / "a.h5");
    EXPECT_THAT(reader.spikes("STN", 0, 9).timestamps_ms, ElementsAre(0.9, 1.0, 1.1, 1.2));
    EXPECT_THAT(reader.spikes("STN", 0, 9).node_ids, ElementsAre(1, 2, 0, 3));
    EXPECT_EQ(reader.complete_until_ms(), 2.0);
    EXPECT_EQ(reader.planned_ms(), 10.0);
}

TEST(ResultWriterTest, AnExistingFileIsRefusedOnAllRanksUnlessItMayBeOverwritten) {
    const bgsim::test::SharedFolder folder(world());
    const ResultLayout layout{.populations = {{"STN", 4}}};
    ResultWriter(folder / "a.h5", world(), layout, false).close(10);
    try {
        ResultWriter(folder / "a.h5", world(), layout, false);
        ADD_FAILURE() << "an existing file was replaced";
    } catch (const SystemError& error) {
        EXPECT_EQ(error.code(), ExitCode::cannot_create);
        EXPECT_THAT(error.what(), HasSubstr("a.h5: exists already"));
    }
    ResultWriter(folder / "a.h5", world(), layout, true).close(20);
    if (world().is_root()) {
        EXPECT_EQ(ResultReader(folder / "a.h5").complete_until_ms(), 2.0);
    }
}

TEST(ResultWriterTest, MissingFoldersAreCreated) {
    const bgsim::test::SharedFolder folder(world());
    ResultWriter(folder / "some/where/a.h5", world(), {}, false).close(0);
    EXPECT_TRUE(std::filesystem::exists(folder / "some/where/a.h5"));
}

TEST(ResultWriterTest, WhatAKilledProgramLeftUnfinishedIsReplaced) {
    const bgsim::test::SharedFolder folder(world());
    if (world().is_root()) std::ofstream(folder / "a.h5.tmp") << "half a file";
    world().barrier();
    ResultWriter(folder / "a.h5", world(), {}, false).close(0);
    EXPECT_TRUE(std::filesystem::exists(folder / "a.h5"));
    EXPECT_FALSE(std::filesystem::exists(folder / "a.h5.tmp"));
}

TEST(ResultWriterTest, AReaderIsNotInTheWayOfWhoContinues) {
    const bgsim::test::SharedFolder folder(world());
    ResultWriter first(folder / "a.h5", world(), {}, false);
    const WrittenResult written = first.written();
    first.close(0);
    const int reader = ::open((folder / "a.h5").c_str(), O_RDONLY);  // NOLINT(*-vararg): POSIX
    ASSERT_EQ(0, ::flock(reader, LOCK_SH)) << "HDF5 takes this one";
    world().barrier();
    EXPECT_NO_THROW(ResultWriter(folder / "a.h5", world(), {}, written).close(0));
    world().barrier();
    ::close(reader);
}

TEST(ResultWriterTest, AWriterIsNotInTheWayOfReaders) {
    const bgsim::test::SharedFolder folder(world());
    ResultWriter(folder / "a.h5", world(), {}, false).close(0);
    if (!world().is_root()) return;
    const int writer = ::open((folder / "a.h5").c_str(), O_RDONLY);  // NOLINT(*-vararg): POSIX
    ASSERT_EQ(0, ::flock(writer, LOCK_EX));
    EXPECT_NO_THROW(ResultReader(folder / "a.h5"));
    ::close(writer);
}

TEST(ResultWriterTest, AFileThatCannotBeCreatedIsAnErrorOnAllRanks) {
    const bgsim::test::SharedFolder folder(world());
    if (world().is_root()) std::ofstream(folder / "file") << "no folder";
    world().barrier();
    try {
        ResultWriter(folder / "file/a.h5", world(), {}, false);
        ADD_FAILURE() << "a file was created below a file";
    } catch (const SystemError& error) {
        EXPECT_EQ(error.code(), ExitCode::cannot_create);
        EXPECT_THAT(error.what(), HasSubstr("cannot create this folder"));
    }
}

TEST(ResultWriterTest, AFileThatIsNotClosedHoldsWhatWasFlushed) {
    const bgsim::test::SharedFolder folder(world());
    {
        ResultWriter writer(folder / "a.h5", world(), {.populations = {{"STN", 4}}}, false);
        writer.record(std::vector<Spike>{{0, 1, 5}});
        writer.flush(10);
        writer.record(std::vector<Spike>{{0, 1, 15}});
    }
    if (!world().is_root()) return;
    const ResultReader reader(folder / "a.h5");
    EXPECT_EQ(reader.population("STN").n_spikes, static_cast<std::uint64_t>(world().size()));
    EXPECT_EQ(reader.complete_until_ms(), 1.0);
}

TEST(ResultWriterTest, AnErrorOnOneRankAloneDoesNotWaitForTheOthers) {
    const bgsim::test::SharedFolder folder(world());
    auto writer = std::make_unique<ResultWriter>(folder / "a.h5", world(),
                                                 ResultLayout{.populations = {{"STN", 4}}}, false);
    writer->record(std::vector<Spike>{{0, 1, 5}});
    writer->flush(10);
    try {
        const auto owner = std::move(writer);
        throw NumericalError("not a number");
    } catch (const NumericalError&) {
        SUCCEED();
    }
}

TEST(ResultWriterTest, ProvenanceIsKept) {
    const bgsim::test::SharedFolder folder(world());
    const std::string configuration = "name: \"μ\"\nline: 2\n" + std::string(100'000, 'x');
    ResultWriter(folder / "a.h5", world(),
                 {.provenance = {{"config", configuration}, {"seed", "0"}}}, false)
        .close(0);
    if (!world().is_root()) return;
    const ResultReader reader(folder / "a.h5");
    EXPECT_EQ(reader.provenance("config"), configuration);
    EXPECT_EQ(reader.provenance("nothing"), std::nullopt);
    EXPECT_EQ(reader.provenance().size(), 2U);
    EXPECT_THAT(reader.populations(), IsEmpty());
}

}  // namespace
}  // namespace bgsim::io
