#include "io/result_reader.hpp"

#include <gmock/gmock.h>

#include <fstream>

#include "bgsim/error.hpp"
#include "io/result_writer.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::io {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

void expect_refused(const std::filesystem::path& file, const std::string& why) {
    try {
        const ResultReader reader(file);
        ADD_FAILURE() << file << " was read";
    } catch (const InputError& error) {
        EXPECT_EQ(error.code(), ExitCode::missing_input);
        EXPECT_THAT(error.what(), HasSubstr(file.string() + ": "));
        EXPECT_THAT(error.what(), HasSubstr(why));
    }
}

TEST(ResultReaderTest, FilesThatAreNoResultsAreRefused) {
    const test::TemporaryFolder folder;
    std::ofstream(folder / "text.h5") << "no HDF5";
    expect_refused(folder / "missing.h5", "there is no such file");
    expect_refused(folder / "text.h5", "is no HDF5 file");
}

TEST(ResultReaderTest, SpikesAreReadInPiecesAndFoundByTime) {
    const test::TemporaryFolder folder;
    ResultWriter writer(folder / "a.h5", {},
                        {.n_steps = 100, .populations = {{"STN", 3}, {"GPe", 1}}}, false);
    writer.record(std::vector<Spike>{{0, 0, 10}, {0, 1, 10}, {0, 2, 20}, {0, 0, 30}});
    writer.close(100);
    const ResultReader reader(folder / "a.h5");
    EXPECT_THAT(reader.spikes("STN", 1, 2).node_ids, ElementsAre(1, 2));
    EXPECT_THAT(reader.spikes("STN", 3, 2).timestamps_ms, ElementsAre(3.0));
    EXPECT_THAT(reader.spikes("STN", 4, 2).node_ids, IsEmpty());
    EXPECT_EQ(reader.first_spike_after("STN", 0.0), 0U);
    EXPECT_EQ(reader.first_spike_after("STN", 1.0), 2U);
    EXPECT_EQ(reader.first_spike_after("STN", 2.5), 3U);
    EXPECT_EQ(reader.first_spike_after("STN", 3.0), 4U);
    EXPECT_EQ(reader.first_spike_after("GPe", 0.0), 0U);
    EXPECT_EQ(reader.rate_bin_ms(), std::nullopt);
    EXPECT_THROW(reader.spikes("SNr", 0, 1), InputError);
}

TEST(ResultReaderTest, ReportsDescribeTheirSamples) {
    const test::TemporaryFolder folder;
    ResultWriter writer(folder / "a.h5", {},
                        {.n_steps = 5,
                         .populations = {{"STN", 3}},
                         .reports = {{.population = "STN",
                                      .nodes = {0, 2},
                                      .own_nodes = {0, 2},
                                      .variables = {"V_m", "w"},
                                      .units = {"mV", "pA"},
                                      .every = 2}}},
                        false);
    for (const float t : {0.0F, 2.0F, 4.0F}) {
        writer.record_sample(0, std::vector<float>{t, -t, t + 10, -t - 10});
    }
    writer.close(5);
    const ResultReader reader(folder / "a.h5");
    ASSERT_EQ(reader.reports().size(), 1U);
    const auto report = reader.reports().front();
    EXPECT_THAT(report.nodes, ElementsAre(0, 2));
    EXPECT_THAT(report.variables, ElementsAre("V_m", "w"));
    EXPECT_THAT(report.units, ElementsAre("mV", "pA"));
    EXPECT_EQ(report.n_samples, 3U);
    EXPECT_EQ(report.every_ms, 0.2);
    EXPECT_THAT(reader.samples("STN", 1, 1), ElementsAre(2, -2, 12, -12));
    EXPECT_EQ(reader.samples("STN", 1, 9).size(), 8U);
    EXPECT_THAT(reader.samples("STN", 3, 1), IsEmpty());
}

}  // namespace
}  // namespace bgsim::io
