#include "network/rows.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <numeric>
#include <tuple>
#include <utility>

#include "network/sampler.hpp"
#include "support/example_specification.hpp"

namespace bgsim::network {
namespace {

using config::Distribution;
using Rule = config::ConnectionRule;

/// 300 cells A onto 600 cells B, weights and delays [ms] drawn.
config::Specification specification(const Rule& rule, double longest_delay_ms = 5.0) {
    config::Specification s;
    s.seed = 7;
    s.dt = 0.1;
    s.populations = {test::population("A", 300), test::population("B", 600)};
    s.projections = {test::projection("A -> B", 0, 1, rule)};
    auto& p = s.projections.front();
    p.weight = {.kind = Distribution::Kind::uniform, .first = 1.0, .second = 3.0};
    p.delay = {.kind = Distribution::Kind::uniform, .first = 1.0, .second = longest_delay_ms};
    p.min_delay = 10;
    p.max_delay = std::llround(longest_delay_ms / s.dt);
    return s;
}

Rows rows_onto(const config::Specification& s, const std::vector<std::uint32_t>& blocks) {
    return build_rows(s, s.projections.front(), blocks);
}

struct Synapse {
    NeuronIndex source = 0;
    NeuronIndex target = 0;
    float weight = 0.0F;
    Step delay = 0;

    friend auto operator<=>(const Synapse&, const Synapse&) = default;
};

std::vector<Synapse> synapses(const Rows& rows, const std::vector<std::uint32_t>& blocks) {
    std::vector<Synapse> all;
    for (NeuronIndex source = 0; source != rows.index.n_rows(); ++source) {
        for (auto i = rows.index.begin_of(source); i != rows.index.end_of(source); ++i) {
            const std::uint32_t own = rows.targets[i];
            Step delay = rows.min_delay;
            if (!rows.narrow_delays.empty()) delay += rows.narrow_delays[i];
            if (!rows.wide_delays.empty()) delay += rows.wide_delays[i];
            all.push_back({source, blocks[own / block_size] * block_size + own % block_size,
                           rows.weights.empty() ? rows.weight : rows.weights[i], delay});
        }
    }
    return all;
}

std::vector<Rule> rules() {
    return {{.kind = Rule::Kind::pairwise_bernoulli, .probability = 0.1},
            {.kind = Rule::Kind::fixed_indegree, .number = 30},
            {.kind = Rule::Kind::fixed_indegree, .number = 30, .multapses = true},
            {.kind = Rule::Kind::fixed_outdegree, .number = 60},
            {.kind = Rule::Kind::fixed_total, .number = 20'000, .multapses = true},
            {.kind = Rule::Kind::all_to_all}};
}

TEST(RowsTest, SynapsesDoNotDependOnThePartition) {
    for (const Rule& rule : rules()) {
        SCOPED_TRACE(static_cast<int>(rule.kind));
        const auto s = specification(rule);
        auto whole = synapses(rows_onto(s, {0, 1, 2}), {0, 1, 2});
        std::ranges::sort(whole);
        std::vector<Synapse> together;
        for (const std::vector<std::uint32_t>& blocks : {std::vector{0U, 2U}, std::vector{1U}}) {
            const auto part = synapses(rows_onto(s, blocks), blocks);
            together.insert(together.end(), part.begin(), part.end());
        }
        std::ranges::sort(together);
        EXPECT_EQ(together, whole);
    }
}

/// Few own blocks are drawn by target, all together by source. Only synapses between the same cells
/// have an order that matters.
TEST(RowsTest, SlotsAreTheSameWhetherDrawnByTargetOrBySource) {
    for (const auto& [extra, source] : {std::pair{0U, 0U}, {700U, 0U}, {0U, 1U}, {700U, 1U}}) {
        auto s = specification(
            {.kind = Rule::Kind::fixed_indegree, .number = 30, .extra = extra, .multapses = true});
        s.populations[1].size = 3000;
        s.projections[0].source = source;  // 1: onto itself, without autapses
        s.projections[0].rule.autapses = false;
        const auto& p = s.projections.front();
        std::vector<std::uint32_t> blocks(12);
        std::iota(blocks.begin(), blocks.end(), 0U);
        ASSERT_TRUE(suits_rows(edge_request(s, p, blocks)));
        const auto in_order = [&](const std::vector<std::uint32_t>& own) {
            auto all = synapses(rows_onto(s, own), own);
            std::ranges::stable_sort(
                all, {}, [](const Synapse& x) { return std::tuple(x.source, x.delay, x.target); });
            return all;
        };
        const auto whole = in_order(blocks);
        for (const std::vector<std::uint32_t>& few : {std::vector{4U}, std::vector{0U, 11U}}) {
            ASSERT_FALSE(suits_rows(edge_request(s, p, few)));
            auto onto_few = whole;
            std::erase_if(onto_few, [&](const Synapse& x) {
                return std::ranges::find(few, x.target / block_size) == few.end();
            });
            EXPECT_EQ(in_order(few), onto_few);
        }
    }
}

TEST(RowsTest, SynapsesOfABlockComeInTheSameOrderWhateverElseIsOwned) {
    for (const Rule& rule : rules()) {
        SCOPED_TRACE(static_cast<int>(rule.kind));
        const auto s = specification(rule);
        auto onto_block = synapses(rows_onto(s, {0, 1, 2}), {0, 1, 2});
        std::erase_if(onto_block, [](const Synapse& x) { return x.target / block_size != 1; });
        EXPECT_EQ(synapses(rows_onto(s, {1}), {1}), onto_block);
    }
}

TEST(RowsTest, ARowIsSortedByDelayAndThenTheBlockOfTheTarget) {
    for (const double longest_ms : {1.0, 5.0, 50.0}) {
        for (const Rule& rule : rules()) {
            SCOPED_TRACE(static_cast<int>(rule.kind));
            const auto all = synapses(rows_onto(specification(rule, longest_ms), {0, 2}), {0, 2});
            EXPECT_TRUE(std::ranges::is_sorted(all, {}, [](const Synapse& x) {
                return std::tuple(x.source, x.delay, x.target / block_size);
            }));
        }
    }
}

TEST(RowsTest, WeightsAndDelaysAreThoseOfTheSamplerAtTheEdge) {
    const auto s = specification({.kind = Rule::Kind::fixed_indegree, .number = 30});
    const auto& p = s.projections.front();
    const std::vector<std::uint32_t> blocks = {0, 1, 2};
    const StreamKey weights = stream_key(s.seed, Purpose::weight, p.name);
    const StreamKey delays = stream_key(s.seed, Purpose::delay, p.name);
    const auto uniform = [](StreamKey key, const EdgeKey& e) {
        return open_uniform(random_words(key, e.row, e.chunk, e.place / 4, 0)[e.place % 4]);
    };
    std::vector<Synapse> expected;
    for_each_edge(edge_request(s, p, blocks),
                  [&](NeuronIndex source, std::uint32_t target, const EdgeKey& e) {
                      const double weight = Sampler(p.weight)(uniform(weights, e));
                      const double delay_ms = Sampler(p.delay)(uniform(delays, e));
                      expected.push_back({source, target, static_cast<float>(weight),
                                          static_cast<Step>(std::llround(delay_ms / s.dt))});
                  });
    auto all = synapses(rows_onto(s, blocks), blocks);
    std::ranges::sort(expected);
    std::ranges::sort(all);
    EXPECT_EQ(all, expected);
}

TEST(RowsTest, DrawnDelaysReachBothEndsAndStayBetween) {
    const auto all =
        synapses(rows_onto(specification({.kind = Rule::Kind::all_to_all}), {0, 1, 2}), {0, 1, 2});
    const auto [shortest, longest] = std::ranges::minmax(all, {}, &Synapse::delay);
    EXPECT_EQ(shortest.delay, 10);
    EXPECT_EQ(longest.delay, 50);
    for (const Synapse& x : all) {
        ASSERT_GE(x.weight, 1.0F);
        ASSERT_LE(x.weight, 3.0F);
    }
}

TEST(RowsTest, ADelayNearZeroIsOneStep) {
    auto s = specification({.kind = Rule::Kind::fixed_indegree, .number = 100});
    s.projections[0].delay = {.kind = Distribution::Kind::uniform, .first = 0.0, .second = 0.3};
    s.projections[0].min_delay = 1;
    s.projections[0].max_delay = 3;
    std::map<Step, int> counts;
    for (const Synapse& x : synapses(rows_onto(s, {0}), {0})) ++counts[x.delay];
    EXPECT_EQ(counts.size(), 3U);
    EXPECT_GT(counts[1], counts[3]);  // [0, 0.15) ms against [0.25, 0.3) ms
}

TEST(RowsTest, ConstantWeightsAndDelaysAreNotStored) {
    auto s = specification({.kind = Rule::Kind::fixed_indegree, .number = 30});
    s.projections[0].weight = {.first = 0.25};
    s.projections[0].delay = {.first = 2.0};
    s.projections[0].min_delay = s.projections[0].max_delay = 20;
    const Rows rows = rows_onto(s, {0, 1, 2});
    EXPECT_TRUE(rows.weights.empty());
    EXPECT_FALSE(rows.has_delays());
    EXPECT_EQ(rows.weight, 0.25F);
    EXPECT_EQ(rows.min_delay, 20);
    EXPECT_EQ(rows.max_delay, 20);
    EXPECT_EQ(rows.targets.size(), 600U * 30U);
    EXPECT_EQ(rows.bytes(), rows.index.bytes() + 4U * 600U * 30U);
}

TEST(RowsTest, DelaysTakeOneByteUpTo255StepsAboveTheSmallestAndTwoBeyond) {
    const Rule rule{.kind = Rule::Kind::fixed_indegree, .number = 30};
    const Rows narrow = rows_onto(specification(rule, 26.5), {0});
    EXPECT_EQ(narrow.narrow_delays.size(), 256U * 30U);
    EXPECT_TRUE(narrow.wide_delays.empty());
    EXPECT_EQ(narrow.bytes(), narrow.index.bytes() + 256U * 30U * (4U + 4U + 1U));
    const Rows wide = rows_onto(specification(rule, 26.6), {0});
    EXPECT_EQ(wide.wide_delays.size(), 256U * 30U);
    EXPECT_TRUE(wide.narrow_delays.empty());
    EXPECT_EQ(wide.bytes(), wide.index.bytes() + 256U * 30U * (4U + 4U + 2U));
}

TEST(RowsTest, WithoutOwnBlocksOrEdgesThereIsNothing) {
    const auto s = specification({.kind = Rule::Kind::pairwise_bernoulli, .probability = 0.0});
    EXPECT_EQ(rows_onto(s, {}).targets.size(), 0U);
    EXPECT_EQ(rows_onto(s, {}).index.total(), 0U);
    const Rows rows = rows_onto(s, {0, 1});
    EXPECT_EQ(rows.index.n_rows(), 300U);
    EXPECT_EQ(rows.index.total(), 0U);
}

TEST(RowIndexTest, RowsFollowEachOtherAcrossGroupsOf256) {
    std::vector<std::uint32_t> lengths(1025);
    for (std::uint32_t r = 0; r != lengths.size(); ++r) lengths[r] = r % 7;
    const RowIndex index(lengths);
    std::uint64_t position = 0;
    for (std::uint32_t r = 0; r != lengths.size(); ++r) {
        EXPECT_EQ(index.begin_of(r), position);
        position += lengths[r];
        EXPECT_EQ(index.end_of(r), position);
    }
    EXPECT_EQ(index.total(), position);
}

TEST(RowIndexTest, PositionsMayExceed32Bits) {
    const RowIndex index(std::vector<std::uint32_t>(1024, 16'000'000));
    EXPECT_EQ(index.begin_of(1000), 16'000'000'000U);
    EXPECT_EQ(index.total(), 16'384'000'000U);
}

}  // namespace
}  // namespace bgsim::network
