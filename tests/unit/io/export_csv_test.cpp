#include "io/export_csv.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "bgsim/error.hpp"
#include "io/result_writer.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::io {
namespace {

using testing::ElementsAre;

std::string content_of(const std::filesystem::path& file) {
    std::ifstream stream(file);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

/// 0.5 ms with spikes, rates in bins of 0.2 ms and samples every 0.2 ms; no spikes of "GPe".
class ExportCsvTest : public testing::Test {
protected:
    ExportCsvTest() {
        ResultWriter writer(folder_ / "a.h5", {},
                            {.n_steps = 6,
                             .populations = {{"a,b", 2}, {"GPe", 1, false}, {"STN", 3}},
                             .reports = {{.population = "STN",
                                          .nodes = {0, 2},
                                          .own_nodes = {0, 2},
                                          .variables = {"V_m", "w"},
                                          .units = {"mV", "pA"},
                                          .every = 2}},
                             .rate_bin = 2},
                            false);
        writer.record(std::vector<Spike>{{0, 1, 1}, {2, 2, 2}, {2, 0, 3}, {0, 0, 6}});
        for (const float t : {0.0F, 2.0F, 4.0F}) {
            writer.record_sample(0, std::vector<float>{t, -t, t + 10, -t - 10});
        }
        writer.close(6);
    }
    std::string exported(const std::string& name, ExportWindow window) {
        export_csv(ResultReader(folder_ / "a.h5"), folder_.path(), window);
        return content_of(folder_ / name);
    }

    test::TemporaryFolder folder_;
};

TEST_F(ExportCsvTest, SpikesStandByPopulationAndTime) {
    EXPECT_EQ(exported("spikes.csv", {0.0, 0.6}),
              "time_ms,population,cell\n"
              "0.1,\"a,b\",1\n0.6,\"a,b\",0\n0.2,STN,2\n0.3,STN,0\n");
}

TEST_F(ExportCsvTest, AWindowHoldsItsEndButNotItsStart) {
    EXPECT_EQ(exported("spikes.csv", {0.2, 0.6}),
              "time_ms,population,cell\n0.6,\"a,b\",0\n0.3,STN,0\n");
    EXPECT_EQ(content_of(folder_ / "rates.csv").substr(0, 26), "from_ms,\"a,b\",GPe,STN\n0.2,");
}

TEST_F(ExportCsvTest, RatesStandByBin) {
    EXPECT_THAT(exported("rates.csv", {0.0, 0.6}),
                testing::StartsWith("from_ms,\"a,b\",GPe,STN\n0,2500,0,1666.66666667\n0.2,0,0,"));
}

TEST_F(ExportCsvTest, SamplesHaveALineForEachTimeAndCell) {
    EXPECT_EQ(exported("samples-STN.csv", {0.0, 0.6}),
              "time_ms,cell,V_m [mV],w [pA]\n"
              "0,0,0,-0\n0,2,10,-10\n0.2,0,2,-2\n0.2,2,12,-12\n0.4,0,4,-4\n0.4,2,14,-14\n");
}

TEST_F(ExportCsvTest, TheFilesAreKnownBefore) {
    EXPECT_THAT(csv_files(ResultReader(folder_ / "a.h5"), "x"),
                ElementsAre("x/spikes.csv", "x/rates.csv", "x/samples-STN.csv"));
}

TEST_F(ExportCsvTest, AFolderThatIsNotThereIsAnError) {
    const ResultReader reader(folder_ / "a.h5");
    try {
        export_csv(reader, folder_ / "missing", {0.0, 0.6});
        ADD_FAILURE() << "no exception";
    } catch (const SystemError& error) {
        EXPECT_EQ(error.code(), ExitCode::cannot_create);
        EXPECT_THAT(error.what(), testing::HasSubstr("missing/spikes.csv: cannot create"));
    }
}

}  // namespace
}  // namespace bgsim::io
