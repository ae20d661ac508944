#include "analysis/shared_scan.hpp"

#include <gmock/gmock.h>

#include <map>

#include "support/example_result.hpp"
#include "support/shared_folder.hpp"

namespace bgsim::analysis {
namespace {

TEST(ShareOutTest, EveryPartIsSomebodysAndLargePopulationsAreCut) {
    const auto tasks = share_out({1000, 10, 0, 300}, 3);
    std::map<std::size_t, std::vector<std::uint64_t>> parts;
    std::vector<std::uint64_t> load(3, 0);
    for (const ScanTask& task : tasks) {
        parts[task.population].push_back(task.part);
        if (task.population == 0) ++load[static_cast<std::size_t>(task.rank)];
    }
    EXPECT_THAT(parts[0], testing::UnorderedElementsAre(0, 1, 2));
    EXPECT_THAT(load, testing::Each(1));
    EXPECT_THAT(parts[1], testing::ElementsAre(0));
    EXPECT_THAT(parts[2], testing::ElementsAre(0));
    EXPECT_THAT(parts[3], testing::ElementsAre(0));
}

TEST(ShareOutTest, ASingleRankHasWholePopulations) {
    for (const ScanTask& task : share_out({5, 7, 0}, 1)) {
        EXPECT_EQ(task.n_parts, 1U);
        EXPECT_EQ(task.rank, 0);
    }
}

TEST(SharedScanTest, AnyNumberOfRanksFindsTheSame) {
    const auto ranks = comm::Communicator::world();
    const test::SharedFolder folder(ranks);
    if (ranks.is_root()) test::write_example_result(folder / "a.h5");
    ranks.barrier();
    const io::ResultReader reader(folder / "a.h5");
    const std::vector<std::string> names = {"leader", "poisson", "silent", "nobody"};
    const Window window{1000.0, 9000.0};
    const ScanSettings settings{.sample_size = 30};
    const auto scans = scan_together(reader, names, window, settings, ranks);
    if (!ranks.is_root()) {
        EXPECT_TRUE(scans.empty());
        return;
    }
    ASSERT_EQ(scans.size(), names.size());
    for (std::size_t p = 0; p != names.size(); ++p) {
        SCOPED_TRACE(names[p]);
        const PopulationScan alone = scan(reader, names[p], window, settings);
        EXPECT_EQ(scans[p].firing.n_cells, alone.firing.n_cells);
        EXPECT_EQ(scans[p].firing.n_spikes, alone.firing.n_spikes);
        EXPECT_EQ(scans[p].firing.cv.n, alone.firing.cv.n);
        EXPECT_NEAR(scans[p].firing.cv.sum, alone.firing.cv.sum, 1e-9);
        EXPECT_EQ(scans[p].firing.intervals.counts, alone.firing.intervals.counts);
        EXPECT_EQ(scans[p].counts, alone.counts);
        EXPECT_EQ(scans[p].sampled_counts, alone.sampled_counts);
    }
}

TEST(PopulationScanTest, CountsAndSamplesHoldTheSpikesOfTheirCells) {
    const test::SharedFolder folder;
    test::write_example_result(folder / "a.h5");
    const io::ResultReader reader(folder / "a.h5");
    const auto found =
        scan(reader, "poisson", {0.0, 20'000.0}, {.sample_bin_ms = 5.0, .sample_size = 100});
    std::uint64_t n_counted = 0;
    for (const auto count : found.counts) n_counted += count;
    EXPECT_EQ(n_counted, found.firing.n_spikes);
    std::uint64_t n_sampled = 0;
    for (const auto count : found.sampled_counts) n_sampled += count;
    EXPECT_EQ(n_sampled, found.firing.n_spikes);
    EXPECT_EQ(found.n_sample_bins, 4000U);
    // A sample of 7 of 100 cells has about 7 % of the spikes.
    const auto sample = scan(reader, "poisson", {0.0, 20'000.0}, {.sample_size = 7});
    n_sampled = 0;
    for (const auto count : sample.sampled_counts) n_sampled += count;
    EXPECT_NEAR(static_cast<double>(n_sampled), 7 * 200, 150);
}

}  // namespace
}  // namespace bgsim::analysis
