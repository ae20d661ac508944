/// A network with channels and distances fires the same on any layout.
#include <gtest/gtest.h>

#include "support/run_network.hpp"
#include "support/topographic_network.hpp"

namespace bgsim {
namespace {

using config::PartitionRule;
using test::topographic_network;

const comm::Communicator& world() {
    static const auto communicator = comm::Communicator::world();
    return communicator;
}

TEST(TopographyTest, SpikesAreThoseOfASerialRun) {
    const auto serial = test::all_spikes(topographic_network());
    std::vector<int> counts(3, 0);
    for (const std::uint64_t word : serial) ++counts.at(word >> 56U);
    for (const int n : counts) EXPECT_GT(n, 500);
    for (const auto rule : {PartitionRule::by_population, PartitionRule::round_robin}) {
        for (const int threads : {1, 3}) {
            auto s = topographic_network();
            s.partition = rule;
            const auto spikes = test::all_spikes(s, {.communicator = world(), .threads = threads});
            if (world().is_root()) {
                EXPECT_TRUE(spikes == serial) << threads << " thread(s)";
            }
        }
    }
}

TEST(TopographyTest, SynapsesThatAreGeneratedAnewAreTheSame) {
    const auto serial = test::all_spikes(topographic_network());
    auto s = topographic_network({"connectivity=procedural"});
    std::ptrdiff_t n_procedural = 0;
    for (auto& p : s.projections) {
        p.is_procedural = p.connectivity == config::Connectivity::procedural;
        if (p.is_procedural) ++n_procedural;
    }
    EXPECT_EQ(n_procedural, 5);  // all but those with an in-degree
    const auto spikes = test::all_spikes(s, {.communicator = world(), .threads = 2});
    if (world().is_root()) {
        EXPECT_TRUE(spikes == serial);
    }
}

}  // namespace
}  // namespace bgsim
