#include "simulation/emulate.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "engine/engine.hpp"
#include "simulation/expected_size.hpp"
#include "support/lif_network.hpp"

namespace bgsim::simulation {
namespace {

using testing::HasSubstr;

/// Three populations of 20, 12 and 1 blocks that fire, a twentieth of a second.
config::Specification short_example() {
    auto s =
        test::lif_specification({test::lif_population("A", 5120), test::lif_population("B", 3000),
                                 test::lif_population("C", 100)},
                                500);
    using Kind = config::ConnectionRule::Kind;
    s.projections = {
        test::lif_projection("A -> B", 0, 1, {.kind = Kind::fixed_indegree, .number = 50}, 10),
        test::lif_projection("B -> A", 1, 0,
                             {.kind = Kind::pairwise_bernoulli, .probability = 0.02}, 20),
        test::lif_projection("C -> A", 2, 0, {.kind = Kind::fixed_outdegree, .number = 300}, 15)};
    s.inputs = {test::poisson_input("CTX -> A", 0, 800.0)};
    return s;
}

EmulatedRank emulated(const config::Specification& s, int rank, int ranks) {
    return emulate(s, {.layout = {.ranks = ranks, .threads = 1}, .node = {.cores = 1}}, rank);
}

TEST(EmulateTest, RanksTogetherHoldTheNetwork) {
    const auto s = short_example();
    const engine::Engine whole(s, {}, 1, "v2");
    engine::WorkerCounts sum;
    constexpr int ranks = 5;
    for (int rank = 0; rank != ranks; ++rank) {
        const auto counts = emulated(s, rank, ranks).counts;
        EXPECT_LT(counts.synapses, whole.counts().synapses);
        sum.synapses += counts.synapses;
    }
    EXPECT_EQ(sum.synapses, whole.counts().synapses);
}

TEST(EmulateTest, ARankHoldsWhatWasPredicted) {
    const auto s = short_example();
    for (int rank = 0; rank != 5; ++rank) {
        const EmulatedRank e = emulated(s, rank, 5);
        const auto synapses = static_cast<double>(e.counts.synapse_bytes);
        EXPECT_NEAR(synapses, e.predicted_memory[MemoryPart::synapses], 0.05 * synapses);
    }
}

TEST(EmulateTest, PhasesAreMeasured) {
    const EmulatedRank e = emulated(short_example(), 2, 5);
    EXPECT_DOUBLE_EQ(e.model_s, 0.05);
    EXPECT_GT(e.measured[core::Phase::integrate], 0.0);
    EXPECT_GT(e.measured[core::Phase::build], 0.0);
    EXPECT_GT(e.loop_s, e.measured[core::Phase::integrate]);
    EXPECT_GT(e.network_s, 0.0);
    EXPECT_GT(e.counts.external_events + e.counts.synaptic_events, 0U);
}

TEST(EmulateTest, TextAndJsonSayPredictedAndMeasured) {
    const EmulatedRank e = emulated(short_example(), 2, 5);
    EXPECT_THAT(emulation_text(e), HasSubstr("rank 2 of 5 with 1 thread(s)"));
    EXPECT_THAT(emulation_text(e), HasSubstr("real-time factor"));
    const auto json = nlohmann::json::parse(emulation_json(e));
    EXPECT_EQ(json["ranks"], 5);
    EXPECT_EQ(json["measured"]["synapse_memory_bytes"], e.counts.synapse_bytes);
    EXPECT_GT(json["measured"]["real_time_factor"], 0.0);
}

}  // namespace
}  // namespace bgsim::simulation
