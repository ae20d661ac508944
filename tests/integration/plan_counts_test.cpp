/// What a plan predicts for each rank is what the engine then holds there.
#include <gtest/gtest.h>

#include <cmath>

#include "engine/engine.hpp"
#include "model/block_kernel.hpp"
#include "network/expected_pairs.hpp"
#include "network/rows.hpp"
#include "simulation/rank_memory.hpp"
#include "support/edge_list.hpp"
#include "support/every_feature.hpp"
#include "support/topographic_network.hpp"
#include "support/world.hpp"

namespace bgsim::simulation {
namespace {

using test::world;

/// Rules with random numbers of synapses: few cells of a small network may have some more.
constexpr double random_share = 0.03;

void expect_as_counted(const config::Specification& s,
                       int threads,
                       double tolerance = random_share) {
    const Layout layout{.ranks = world().size(), .threads = threads};
    const auto rates = engine::assumed_rates(s, 10.0);
    const auto planned = rank_memory(s, Division(s, layout), {.rates = rates, .buffered_s = 1.0});
    const RankMemory& own = planned[static_cast<std::size_t>(world().rank())];
    const engine::Engine engine(s, world(), threads, model::choose_isa("auto"));
    const auto counts = engine.counts();
    EXPECT_EQ(own[MemoryPart::state] + own[MemoryPart::input],
              static_cast<double>(counts.state_bytes));
    const auto stored = static_cast<double>(counts.synapse_bytes);
    EXPECT_NEAR(own[MemoryPart::synapses], stored, tolerance * stored);
    EXPECT_EQ(engine.interval_steps(), interval_steps(s));
}

TEST(PlanCountsTest, EveryRankHoldsWhatWasPlanned) {
    for (const auto rule :
         {config::PartitionRule::by_population, config::PartitionRule::round_robin}) {
        for (const int threads : {1, 2, 3}) {
            SCOPED_TRACE(threads);
            auto s = test::every_feature();
            s.partition = rule;
            expect_as_counted(s, threads);
        }
    }
}

TEST(PlanCountsTest, SinglePrecisionAndLargerNetworksToo) {
    expect_as_counted(test::every_feature({"precision=single", "populations.MSN.size=3000"}), 2);
}

TEST(PlanCountsTest, AsManySynapsesByChannelAndDistanceAsPredicted) {
    const auto s = test::topographic_network();
    for (const auto& p : s.projections) {
        SCOPED_TRACE(p.name);
        const auto blocks = test::all_blocks(s.populations[p.target].size);
        const auto built = static_cast<double>(network::build_rows(s, p, blocks).index.total());
        const double predicted = network::expected_synapses(s, p);
        const bool is_random = p.rule.kind == config::ConnectionRule::Kind::pairwise_bernoulli;
        // The variance of a sum of independent chances is below its mean: 5 standard deviations.
        EXPECT_NEAR(built, predicted, is_random ? 5.0 * std::sqrt(predicted) : 0.0);
    }
}

TEST(PlanCountsTest, TheirShareOfARankIsThatOfItsCells) {
    // Blocks of one channel, or at the border of a sheet, have more or fewer than others.
    for (const int threads : {1, 2}) expect_as_counted(test::topographic_network(), threads, 0.1);
}

}  // namespace
}  // namespace bgsim::simulation
