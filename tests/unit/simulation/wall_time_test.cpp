#include "simulation/wall_time.hpp"

#include <gtest/gtest.h>

#include "support/example_specification.hpp"

namespace bgsim::simulation {
namespace {

using core::Phase;

WallTime time_of(const config::Specification& s, const Layout& layout, int ranks_per_node = 1) {
    const auto rates = engine::assumed_rates(s, 10.0);
    return wall_time(s, Division(s, layout), rates, {.ranks_per_node = ranks_per_node});
}

TEST(WallTimeTest, WorkIsSharedByRanksAndThreads) {
    auto s = test::example_of_40_blocks();
    EXPECT_EQ(time_of(s, {}).imbalance, 1.0);
    for (const Layout& layout :
         {Layout{.ranks = 4, .threads = 1}, Layout{.ranks = 2, .threads = 2}}) {
        EXPECT_LT(time_of(s, layout).imbalance, 1.2);
    }
    // Cells of equal cost alone.
    s.projections.clear();
    s.inputs.clear();
    const double alone = time_of(s, {}).slowest[Phase::integrate];
    for (const Layout& layout :
         {Layout{.ranks = 4, .threads = 1}, Layout{.ranks = 2, .threads = 2}}) {
        EXPECT_LE(time_of(s, layout).slowest[Phase::integrate], 1.001 * alone * 11 / 40)
            << "at most a block more than a quarter";
    }
}

TEST(WallTimeTest, LastsAsLongAsTheModelTime) {
    auto s = test::example_of_40_blocks();
    const WallTime once = time_of(s, {});
    s.duration *= 2;
    const WallTime twice = time_of(s, {});
    for (const Phase phase : {Phase::deliver, Phase::drive, Phase::integrate, Phase::emit}) {
        EXPECT_NEAR(twice.slowest[phase], 2.0 * once.slowest[phase], 0.01 * once.slowest[phase]);
    }
    EXPECT_GT(twice.loop_s, 1.9 * once.loop_s);
    EXPECT_EQ(time_of(s, {}).build_s, once.build_s);
}

TEST(WallTimeTest, OnlyDeliveringAndDrivingFollowTheirRates) {
    auto s = test::example_of_40_blocks();
    const WallTime usual = time_of(s, {});
    s.targets[1].rate_hz = {{336.0, 336.0}};  // of STN and GPe
    s.targets.erase(s.targets.begin());
    const WallTime busy = time_of(s, {});
    EXPECT_GT(busy.slowest[Phase::deliver], 5.0 * usual.slowest[Phase::deliver]);
    EXPECT_EQ(busy.slowest[Phase::integrate], usual.slowest[Phase::integrate]);
    s.inputs[0].waveform.mean *= 10.0;
    EXPECT_GT(time_of(s, {}).slowest[Phase::drive], 5.0 * usual.slowest[Phase::drive]);
}

TEST(WallTimeTest, InputsToFewCellsCostLess) {
    auto s = test::example_of_40_blocks();
    const double to_all = time_of(s, {}).slowest[Phase::drive];
    s.inputs[0].neurons = {{0, 9}};
    EXPECT_LT(time_of(s, {}).slowest[Phase::drive], 0.5 * to_all);
}

TEST(WallTimeTest, SinglePrecisionIsFaster) {
    auto s = test::example_of_40_blocks();
    const double in_double = time_of(s, {}).slowest[Phase::integrate];
    s.precision = config::Precision::single;
    EXPECT_LT(time_of(s, {}).slowest[Phase::integrate], in_double);
}

TEST(WallTimeTest, RulesThatAreDrawnWholeDoNotBuildFasterOnMoreRanks) {
    auto s = test::example_of_40_blocks();
    s.projections.resize(2);
    s.projections[0].rule = {.kind = config::ConnectionRule::Kind::fixed_outdegree,
                             .number = 100'000};
    s.projections.resize(1);
    const double alone = time_of(s, {}).build_s;
    EXPECT_GT(time_of(s, {.ranks = 8, .threads = 1}).build_s, 0.4 * alone);
    s.projections[0].rule.kind = config::ConnectionRule::Kind::fixed_indegree;
    EXPECT_LT(time_of(s, {.ranks = 8, .threads = 1}).build_s, 0.4 * time_of(s, {}).build_s);
}

TEST(WallTimeTest, ExchangeGrowsWithRanksAndDistance) {
    const auto s = test::example_of_40_blocks();
    const double two = time_of(s, {.ranks = 2, .threads = 1}, 2).exchange_s;
    const double many = time_of(s, {.ranks = 32, .threads = 1}, 32).exchange_s;
    const double apart = time_of(s, {.ranks = 32, .threads = 1}, 4).exchange_s;
    EXPECT_LT(two, many);
    EXPECT_LT(many, apart);
}

TEST(WallTimeTest, UnequalSharesAreCalledSo) {
    auto s = test::example_of_40_blocks();
    EXPECT_LT(time_of(s, {.ranks = 4, .threads = 1}).imbalance, 1.5);
    EXPECT_GT(time_of(s, {.ranks = 100, .threads = 1}).imbalance, 2.0);
}

TEST(WallTimeTest, EmptyNetworkTakesTheStartAlone) {
    config::Specification s;
    s.duration = 10;
    EXPECT_LT(time_of(s, {}).total_s(), 1.0);
}

}  // namespace
}  // namespace bgsim::simulation
