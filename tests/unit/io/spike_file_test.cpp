/// Recorded spikes in SONATA and in tables.
#include "io/spike_file.hpp"

#include <gmock/gmock.h>

#include "io/column_file.hpp"
#include "io/export_csv.hpp"
#include "io/export_sonata.hpp"
#include "io/result_writer.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::io {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class SpikeFileTest : public ::testing::Test {
protected:
    RecordedSpikes read(const std::string& name,
                        const std::string& population = "STN",
                        bool may_be_only = true) {
        return read_spike_file({folder_ / name, population, may_be_only});
    }
    std::string refusal(const std::string& name,
                        const std::string& population = "STN",
                        bool may_be_only = true) {
        try {
            read(name, population, may_be_only);
        } catch (const UnreadableSpikes& error) {
            return std::string(error.what()) + "; " + error.remedy();
        }
        return "read";
    }
    std::string refusal_of(const std::string& table) {
        folder_.write("a.csv", table);
        return refusal("a.csv");
    }

    /// A result with two populations that fired.
    void write_result() {
        ResultWriter writer(
            folder_ / "result.h5", {},
            {.n_steps = 6, .populations = {{"GPe", 2}, {"quiet", 1, false}, {"STN", 3}}}, false);
        writer.record(std::vector<Spike>{{0, 1, 1}, {2, 2, 2}, {2, 0, 3}, {0, 0, 6}});
        writer.close(6);
    }

    test::TemporaryFolder folder_;
};

TEST_F(SpikeFileTest, ATableNamesItsColumns) {
    folder_.write("a.csv", "# from somewhere\nneuron,amplitude,time\n7,0.5,1.25\n 3 ,,0.5\r\n");
    const auto spikes = read("a.csv");
    EXPECT_THAT(spikes.times_ms, ElementsAre(1.25, 0.5));
    EXPECT_THAT(spikes.neurons, ElementsAre(7, 3));
    folder_.write("b.csv", "t,node_id\n");
    EXPECT_THAT(read("b.csv").times_ms, IsEmpty());
}

TEST_F(SpikeFileTest, ATableMayHoldSeveralPopulations) {
    folder_.write("a.csv", "time_ms,population,cell\n1,\"a,b\",5\n2,STN,6\n3,\"a,b\",7\n");
    EXPECT_THAT(read("a.csv", "a,b").neurons, ElementsAre(5, 7));
    EXPECT_THAT(read("a.csv").times_ms, ElementsAre(2.0));
    EXPECT_THAT(refusal("a.csv", "GPe"), HasSubstr("a.csv' has no spikes of a population 'GPe'; "
                                                   "name one that it has: 'population: a,b' or "
                                                   "'STN'"));
    folder_.write("one.csv", "time_ms,population,cell\n1,M1,5\n");
    EXPECT_THAT(read("one.csv", "CTX").neurons, ElementsAre(5));
    EXPECT_THAT(refusal("one.csv", "CTX", false), HasSubstr("no spikes of a population 'CTX'"));
}

TEST_F(SpikeFileTest, MistakesOfATableAreNamedWithTheirLine) {
    EXPECT_THAT(refusal_of(""), HasSubstr("a.csv' is empty; the first line names the columns"));
    EXPECT_THAT(refusal_of("1,2\n"), HasSubstr("has no column 'time_ms' or 'time' or 't'"));
    EXPECT_THAT(refusal_of("time,id\n"), HasSubstr("has no column 'cell'"));
    EXPECT_THAT(refusal_of("time,cell\n1,2\n3\n"), HasSubstr("line 3: there are only 1 columns"));
    EXPECT_THAT(refusal_of("time,cell\n1,-2\n"), HasSubstr("line 2: '-2' is no number of a cell"));
    EXPECT_THAT(refusal_of("time,cell\n1,2.5\n"), HasSubstr("'2.5' is no number of a cell"));
    EXPECT_THAT(refusal_of("time,cell\nsoon,2\n"), HasSubstr("'soon' is no time"));
}

TEST_F(SpikeFileTest, SonataNeedNotBeSorted) {
    write_columns(folder_ / "a.h5", {},
                  {{"/spikes/STN/timestamps", std::vector<double>{5.0, 1.5}},
                   {"/spikes/STN/node_ids", std::vector<std::uint64_t>{2, 9}},
                   {"/spikes/GPe/timestamps", std::vector<double>{}},
                   {"/spikes/GPe/node_ids", std::vector<std::uint64_t>{}}});
    const auto spikes = read("a.h5");
    EXPECT_THAT(spikes.times_ms, ElementsAre(5.0, 1.5));
    EXPECT_THAT(spikes.neurons, ElementsAre(2, 9));
    EXPECT_THAT(read("a.h5", "GPe").times_ms, IsEmpty());
    EXPECT_THAT(refusal("a.h5", "CTX"), HasSubstr("'population: GPe' or 'STN'"));
}

TEST_F(SpikeFileTest, MistakesOfHdf5AreNamed) {
    write_columns(folder_ / "a.h5", {}, {{"/other", std::vector<double>{5.0}}});
    EXPECT_THAT(refusal("a.h5"), HasSubstr("no spikes of a population 'STN'; choose another file"));
    write_columns(folder_ / "b.h5", {}, {{"/spikes/STN/timestamps", std::vector<double>{5.0}}});
    EXPECT_THAT(refusal("b.h5"), HasSubstr("has no dataset '/spikes/STN/node_ids'"));
    write_columns(folder_ / "c.h5", {},
                  {{"/spikes/STN/timestamps", std::vector<double>{5.0, 6.0}},
                   {"/spikes/STN/node_ids", std::vector<std::uint64_t>{2}}});
    EXPECT_THAT(refusal("c.h5"), HasSubstr("has 2 times, but 1 cells"));
    write_columns(folder_ / "d.h5", {}, {{"/spikes", std::vector<double>{5.0}}});
    EXPECT_THAT(refusal("d.h5"), HasSubstr("cannot be read"));
}

TEST_F(SpikeFileTest, AFileThatIsNotThereIsMissingInput) {
    for (const std::string name : {"nothing.h5", "."}) {
        try {
            read(name);
            ADD_FAILURE() << "read";
        } catch (const UnreadableSpikes& error) {
            EXPECT_EQ(error.code(), ExitCode::missing_input);
        }
    }
    EXPECT_THAT(refusal("nothing.h5"), HasSubstr("does not exist"));
}

TEST_F(SpikeFileTest, WhatBgsimWritesIsReadBackInAllItsForms) {
    write_result();
    const ResultReader result(folder_ / "result.h5");
    export_csv(result, folder_.path(), {0.0, 0.6});
    write_sonata_spikes(folder_ / "spikes.h5", result, {0.0, 0.6});
    for (const std::string name : {"result.h5", "spikes.csv", "spikes.h5"}) {
        SCOPED_TRACE(name);
        const auto stn = read(name);
        EXPECT_THAT(stn.times_ms, ElementsAre(0.2, 0.3));
        EXPECT_THAT(stn.neurons, ElementsAre(2, 0));
        EXPECT_THAT(read(name, "GPe").times_ms, ElementsAre(0.1, 0.6));
        EXPECT_THAT(refusal(name, "quiet"), HasSubstr("no spikes of a population 'quiet'"));
    }
}

}  // namespace
}  // namespace bgsim::io
