#include "simulation/shares.hpp"

#include <gtest/gtest.h>

#include "support/example_specification.hpp"

namespace bgsim::simulation {
namespace {

/// 1 block of STN, 20 of GPe.
config::Specification example_of_21_blocks() {
    auto s = test::example_specification();
    s.populations[1].size = 5000;
    return s;
}

TEST(SharesTest, EveryCellIsOwnedOnce) {
    const auto s = example_of_21_blocks();
    for (const Layout layout : {Layout{1, 1}, Layout{3, 2}, Layout{64, 2}}) {
        const Division division(s, layout);
        std::uint64_t stn = 0;
        std::uint64_t gpe = 0;
        for (int r = 0; r != layout.ranks; ++r) {
            Share of_threads;
            for (int t = 0; t != layout.threads; ++t) of_threads += division.of_worker(r, t)[1];
            EXPECT_EQ(of_threads.cells, division.of_rank(r)[1].cells);
            stn += division.of_rank(r)[0].cells;
            gpe += division.of_rank(r)[1].cells;
        }
        EXPECT_EQ(stn, 100U);
        EXPECT_EQ(gpe, 5000U);
    }
}

TEST(SharesTest, NoMoreWorkersAreBusyThanThereAreBlocks) {
    const auto s = example_of_21_blocks();
    EXPECT_EQ(Division(s, {1, 1}).n_busy_workers(), 1);
    EXPECT_LE(Division(s, {64, 2}).n_busy_workers(), 21);
    EXPECT_GE(Division(s, {64, 2}).n_busy_workers(), 20);
}

TEST(SharesTest, SpikesGoToRanksWithTargets) {
    auto s = example_of_21_blocks();
    s.projections.resize(2);  // STN -> GPe, GPe -> STN
    const Division division(s, {.ranks = 7, .threads = 1});
    int with_stn = 0;
    int with_gpe = 0;
    for (int r = 0; r != 7; ++r) {
        with_stn += division.of_rank(r)[0].blocks != 0 ? 1 : 0;
        with_gpe += division.of_rank(r)[1].blocks != 0 ? 1 : 0;
        EXPECT_EQ(receives(s, division.of_rank(r), 1), division.of_rank(r)[0].blocks != 0);
    }
    EXPECT_EQ(division.destinations(), (std::vector<int>{with_gpe, with_stn}));
    EXPECT_EQ(with_stn, 1);
}

TEST(SharesTest, EmptyNetworkKeepsNobodyBusy) {
    EXPECT_EQ(Division({}, {.ranks = 2, .threads = 2}).n_busy_workers(), 0);
}

}  // namespace
}  // namespace bgsim::simulation
