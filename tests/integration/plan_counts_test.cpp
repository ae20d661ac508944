/// What a plan predicts for each rank is what the engine then holds there.
#include <gtest/gtest.h>

#include "engine/engine.hpp"
#include "model/block_kernel.hpp"
#include "simulation/rank_memory.hpp"
#include "support/every_feature.hpp"
#include "support/world.hpp"

namespace bgsim::simulation {
namespace {

using test::world;

void expect_as_counted(const config::Specification& s, int threads) {
    const Layout layout{.ranks = world().size(), .threads = threads};
    const auto rates = assumed_rates(s, 10.0);
    const auto planned = rank_memory(s, Division(s, layout), {.rates = rates, .buffered_s = 1.0});
    const RankMemory& own = planned[static_cast<std::size_t>(world().rank())];
    const engine::Engine engine(s, world(), threads, model::choose_isa("auto"));
    const auto counts = engine.counts();
    EXPECT_EQ(own[MemoryPart::state] + own[MemoryPart::input],
              static_cast<double>(counts.state_bytes));
    // Rules with random numbers of synapses: few cells of a small network may have some more.
    const auto stored = static_cast<double>(counts.synapse_bytes);
    EXPECT_NEAR(own[MemoryPart::synapses], stored, 0.03 * stored);
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

}  // namespace
}  // namespace bgsim::simulation
