#include "simulation/disk_use.hpp"

#include <gtest/gtest.h>

#include "support/example_specification.hpp"

namespace bgsim::simulation {
namespace {

TEST(DiskUseTest, ResultHoldsSpikesSamplesAndBins) {
    const auto s = test::example_specification();  // 2 s; STN 11.5 Hz, GPe 33.6 Hz
    const DiskUse use = disk_use(s, engine::assumed_rates(s, 10.0));
    EXPECT_NEAR(use.spikes, 16.0 * 2.0 * (100 * 11.5 + 300 * 33.6), 1e-6);
    EXPECT_EQ(use.states, 4.0 * 10 * 2 * 2000);
    EXPECT_EQ(use.rates, 8.0 * 2 * 2000);
    EXPECT_EQ(use.total(), use.result() + 2.0 * use.checkpoint);
}

TEST(DiskUseTest, CheckpointHoldsRowsThatChangeAndPlasticity) {
    const auto s = test::example_specification();
    const double rows = 8.0 * 256 * 3 * (2 + 1 + 2);  // 3 blocks
    EXPECT_EQ(disk_use(s, engine::assumed_rates(s, 10.0)).checkpoint, rows + 32.0 * 300);
}

TEST(DiskUseTest, WhatIsNotRecordedTakesNothing) {
    auto s = test::example_specification();
    s.recording = {.spikes = {false, false}, .states = {}, .rate_bin = {}, .lfp = {}};
    EXPECT_EQ(disk_use(s, engine::assumed_rates(s, 10.0)).result(), 0.0);
}

}  // namespace
}  // namespace bgsim::simulation
