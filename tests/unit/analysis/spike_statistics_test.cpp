#include "analysis/spike_statistics.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <random>

#include "analysis/population_scan.hpp"
#include "analysis/rate_table.hpp"
#include "bgsim/error.hpp"
#include "io/result_writer.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::analysis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr Step ten_seconds = 100'000;  // 10 s

/// "regular": 4 cells, every 500 steps. "poisson": 200 cells of 20 Hz. "half": 2 of 4 cells fire at
/// 2 Hz. "silent" never fires, "unrecorded" has no spikes in the file.
class SpikeStatisticsTest : public testing::Test {
protected:
    static void SetUpTestSuite() {
        folder_ = new test::TemporaryFolder();
        io::ResultWriter writer(*folder_ / "a.h5", {},
                                {.n_steps = ten_seconds,
                                 .populations = {{"regular", 4},
                                                 {"poisson", 200},
                                                 {"half", 4},
                                                 {"silent", 3},
                                                 {"unrecorded", 3, false},
                                                 {"nobody", 0}}},
                                false);
        std::mt19937 generator(1);
        std::uniform_real_distribution<double> uniform;
        for (Step step = 1; step <= ten_seconds; ++step) {
            std::vector<Spike> spikes;
            for (NeuronIndex i = 0; i != 4; ++i) {
                if (step % 500 == 0) spikes.push_back({0, i, step});
            }
            for (NeuronIndex i = 0; i != 200; ++i) {
                if (uniform(generator) < 0.002) spikes.push_back({1, i, step});
            }
            for (NeuronIndex i = 0; i != 2; ++i) {
                if (step % 5000 == 0) spikes.push_back({2, i, step});
            }
            writer.record(spikes);
        }
        writer.close(ten_seconds);
    }
    static void TearDownTestSuite() {
        delete folder_;
        folder_ = nullptr;
    }

    static SpikeStatistics of(const std::string& population, Window window = {0.0, 10'000.0}) {
        const io::ResultReader reader(*folder_ / "a.h5");
        return statistics_of(population, scan(reader, population, window, {}).firing, window);
    }

    static inline test::TemporaryFolder* folder_ = nullptr;
};

TEST_F(SpikeStatisticsTest, RegularTrainsHaveTheirRateAndNoVariation) {
    const auto result = of("regular");
    EXPECT_EQ(result.n_cells, 4U);
    EXPECT_EQ(result.n_spikes, 800U);
    EXPECT_DOUBLE_EQ(result.mean_rate_hz, 20.0);
    EXPECT_NEAR(result.sd_rate_hz, 0.0, 1e-12);
    EXPECT_NEAR(result.mean_cv.value(), 0.0, 1e-9);
    EXPECT_EQ(result.silent_share, 0.0);
}

TEST_F(SpikeStatisticsTest, PoissonTrainsHaveTheirRateAndACvNearOne) {
    const auto result = of("poisson");
    // Mean of 200 cells of 10 s: standard error sqrt(20 / 10 / 200) = 0.1 Hz.
    EXPECT_NEAR(result.mean_rate_hz, 20.0, 0.4);
    // Over cells: sqrt(20 / 10) = 1.41 Hz, with a standard error of 0.07.
    EXPECT_NEAR(result.sd_rate_hz, std::sqrt(2.0), 0.3);
    EXPECT_NEAR(result.mean_cv.value(), 1.0, 0.03);
}

TEST_F(SpikeStatisticsTest, SilentCellsCountForTheRateButNotForTheCv) {
    const auto half = of("half");
    EXPECT_DOUBLE_EQ(half.mean_rate_hz, 1.0);
    EXPECT_DOUBLE_EQ(half.sd_rate_hz, 1.0);
    EXPECT_DOUBLE_EQ(half.silent_share, 0.5);
    EXPECT_NEAR(half.mean_cv.value(), 0.0, 1e-9);
    const auto silent = of("silent");
    EXPECT_EQ(silent.mean_rate_hz, 0.0);
    EXPECT_DOUBLE_EQ(silent.silent_share, 1.0);
    EXPECT_EQ(silent.mean_cv, std::nullopt);
    EXPECT_EQ(of("nobody").n_cells, 0U);
}

TEST_F(SpikeStatisticsTest, ACellNeedsThreeSpikesForACv) {
    EXPECT_EQ(of("half", {0.0, 1000.0}).n_spikes, 4U);
    EXPECT_EQ(of("half", {0.0, 1000.0}).mean_cv, std::nullopt);
    EXPECT_NE(of("half", {0.0, 1500.0}).mean_cv, std::nullopt);
}

TEST_F(SpikeStatisticsTest, AWindowHoldsItsEndButNotItsStart) {
    EXPECT_EQ(of("regular", {50.0, 100.0}).n_spikes, 4U);
    EXPECT_EQ(of("regular", {49.9, 100.0}).n_spikes, 8U);
    EXPECT_EQ(of("regular", {50.0, 99.9}).n_spikes, 0U);
    EXPECT_DOUBLE_EQ(of("regular", {1000.0, 10'000.0}).mean_rate_hz, 20.0);
}

TEST_F(SpikeStatisticsTest, GroupsAreTakenTogether) {
    const io::ResultReader reader(*folder_ / "a.h5");
    const Window window{0.0, 10'000.0};
    FiringSums sums = scan(reader, "regular", window, {}).firing;
    sums += scan(reader, "half", window, {}).firing;
    const auto result = statistics_of("both", sums, window);
    EXPECT_EQ(result.name, "both");
    EXPECT_EQ(result.n_cells, 8U);
    EXPECT_DOUBLE_EQ(result.mean_rate_hz, 10.5);
}

TEST_F(SpikeStatisticsTest, MistakesAreExplained) {
    const auto message_of = [](const std::string& population, Window window) -> std::string {
        try {
            of(population, window);
        } catch (const InputError& error) {
            return error.what();
        }
        return "";
    };
    EXPECT_THAT(message_of("regular", {0.0, 10'001.0}),
                HasSubstr("10000 ms that the result holds"));
    EXPECT_THAT(message_of("regular", {5.0, 5.0}), HasSubstr("from 5 ms to 5 ms"));
    EXPECT_THAT(message_of("STN", {0.0, 1.0}), HasSubstr("no population 'STN'; it has: regular,"));
    EXPECT_THAT(message_of("unrecorded", {0.0, 1.0}), HasSubstr("spikes of 'unrecorded'"));
}

TEST_F(SpikeStatisticsTest, RowsPutTargetsFirstAndThenWhatTheyDoNotCover) {
    const io::ResultReader reader(*folder_ / "a.h5");
    const std::vector<PublishedTarget> targets = {
        {.name = "group", .populations = {"half", "regular"}, .rate_hz = {{10.0, 12.0}}},
        {.name = "lost", .populations = {"unrecorded"}}};
    std::vector<std::string> names;
    const RunAnalysis run = analyse(reader, {.window = {0.0, 10'000.0}}, {});
    for (const auto& row : rate_rows(run, targets)) {
        names.push_back(row.simulated.name);
    }
    EXPECT_THAT(names, ElementsAre("group", "poisson", "silent", "nobody"));
}

}  // namespace
}  // namespace bgsim::analysis
