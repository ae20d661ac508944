#include "engine/receivers.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "support/lif_network.hpp"

namespace bgsim::engine {
namespace {

constexpr NeuronIndex n_candidates = 700;

config::Specification seeded(std::uint64_t seed = 5) {
    auto s = test::lif_specification({test::lif_population("A", n_candidates)}, 10);
    s.seed = seed;
    return s;
}

config::Input recruiting(double recruits) {
    auto in = test::poisson_input("in -> A", 0, 1.0);
    in.recruits = recruits;
    return in;
}

std::set<NeuronIndex> recruited_cells(const config::Specification& s,
                                      const config::Input& in,
                                      const std::vector<std::uint32_t>& blocks = {0, 1, 2}) {
    const Receivers receivers(s, in, blocks);
    std::set<NeuronIndex> all;
    for (std::size_t b = 0; b != blocks.size(); ++b) {
        bool any = false;
        for (NeuronIndex lane = 0; lane != block_size; ++lane) {
            if (!receivers.has(b, lane)) continue;
            any = true;
            all.insert(blocks[b] * block_size + lane);
        }
        EXPECT_EQ(receivers.any_in(b), any);
    }
    return all;
}

TEST(ReceiversTest, TheNumberOfTheRecruitedIsExact) {
    for (const double share : {0.0, 0.001, 0.1, 0.4, 0.5, 0.9999}) {
        for (const std::uint64_t seed : {0U, 1U, 2U}) {
            const auto drawn = recruited_cells(seeded(seed), recruiting(share));
            EXPECT_EQ(drawn.size(), static_cast<std::size_t>(std::llround(share * n_candidates)));
            if (!drawn.empty()) {
                EXPECT_LT(*drawn.rbegin(), n_candidates);
            }
        }
    }
    EXPECT_TRUE(Receivers(seeded(), recruiting(1.0), std::vector<std::uint32_t>{0}).are_all());
}

TEST(ReceiversTest, TheyFollowFromSeedAndNameAlone) {
    const auto drawn = recruited_cells(seeded(), recruiting(0.4));
    EXPECT_EQ(recruited_cells(seeded(), recruiting(0.4)), drawn);
    EXPECT_NE(recruited_cells(seeded(6), recruiting(0.4)), drawn);
    auto other = recruiting(0.4);
    other.name = "other -> A";
    EXPECT_NE(recruited_cells(seeded(), other), drawn);
    auto with_other_trains = seeded();
    with_other_trains.input_seed = 99;
    EXPECT_EQ(recruited_cells(with_other_trains, recruiting(0.4)), drawn);
}

TEST(ReceiversTest, ALargerShareKeepsThoseOfASmallerOne) {
    const auto few = recruited_cells(seeded(), recruiting(0.2));
    const auto many = recruited_cells(seeded(), recruiting(0.5));
    for (const NeuronIndex cell : few) EXPECT_TRUE(many.contains(cell));
}

TEST(ReceiversTest, EachWorkerFindsItsPartOfThem) {
    const auto s = seeded();
    std::set<NeuronIndex> together;
    for (const std::uint32_t block : {2U, 0U, 1U})
        together.merge(recruited_cells(s, recruiting(0.3), {block}));
    EXPECT_EQ(together, recruited_cells(s, recruiting(0.3)));
}

TEST(ReceiversTest, AreDrawnAmongThoseThatAreNamed) {
    auto in = recruiting(0.5);
    in.neurons = {{10, 19}, {250, 260}, {690, 699}};
    const auto drawn = recruited_cells(seeded(), in);
    EXPECT_EQ(drawn.size(), 16U);  // of 31
    for (const NeuronIndex n : drawn) {
        EXPECT_TRUE((n >= 10 && n <= 19) || (n >= 250 && n <= 260) || (n >= 690)) << n;
    }
    in.recruits = 1.0;
    EXPECT_EQ(recruited_cells(seeded(), in).size(), 31U);
}

}  // namespace
}  // namespace bgsim::engine
