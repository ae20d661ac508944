#include "network/edges.hpp"

#include <gtest/gtest.h>

#include <set>

#include "support/edge_list.hpp"

namespace bgsim::network {
namespace {

using test::all_edges;
using test::Edge;
using test::edges_onto;
using test::in_degrees;
using test::out_degrees;
using test::request;
using test::Rule;

/// Each rule between 600 cells (the third block is filled in part), and within 600.
std::vector<EdgeRequest> one_of_each() {
    using Kind = Rule::Kind;
    const std::vector<Rule> rules = {
        {.kind = Kind::pairwise_bernoulli, .probability = 0.03},
        {.kind = Kind::fixed_indegree, .number = 20},
        {.kind = Kind::fixed_indegree, .number = 20, .multapses = true},
        {.kind = Kind::fixed_indegree, .number = 19, .extra = 450, .multapses = true},
        {.kind = Kind::fixed_outdegree, .number = 20},
        {.kind = Kind::fixed_outdegree, .number = 20, .multapses = true},
        {.kind = Kind::fixed_total, .number = 5000, .multapses = true},
        {.kind = Kind::one_to_one},
        {.kind = Kind::all_to_all}};
    std::vector<EdgeRequest> requests;
    for (Rule rule : rules) {
        requests.push_back(request(rule, 600, 600));
        rule.autapses = false;
        requests.push_back(request(rule, 600, 600, true));
    }
    return requests;
}

std::string label(const EdgeRequest& r) {
    return testing::PrintToString(static_cast<int>(r.rule.kind)) +
           (r.rule.multapses ? " with multapses" : "") +
           (r.same_population ? " within a population" : "");
}

TEST(EdgesTest, TheUnionOverAnyPartitionIsTheWholeNetwork) {
    const std::vector<std::vector<std::vector<std::uint32_t>>> partitions = {
        {{0}, {1}, {2}}, {{0, 2}, {1}}, {{1, 2}, {0}, {}}, {{0, 1}, {2}}};
    for (const EdgeRequest& r : one_of_each()) {
        SCOPED_TRACE(label(r));
        auto whole = all_edges(r);
        std::ranges::sort(whole);
        for (const auto& partition : partitions) {
            std::vector<Edge> together;
            for (const auto& blocks : partition) {
                const auto part = edges_onto(r, blocks);
                together.insert(together.end(), part.begin(), part.end());
            }
            std::ranges::sort(together);
            EXPECT_EQ(together, whole);
        }
    }
}

TEST(EdgesTest, EdgesOntoABlockComeInTheSameOrderWhateverElseIsOwned) {
    for (const EdgeRequest& r : one_of_each()) {
        SCOPED_TRACE(label(r));
        auto onto_block = all_edges(r);
        std::erase_if(onto_block, [](const Edge& e) { return e.target / block_size != 1; });
        EXPECT_EQ(edges_onto(r, {1}), onto_block);
    }
}

TEST(EdgesTest, NoTwoEdgesShareTheirKey) {
    for (const EdgeRequest& r : one_of_each()) {
        SCOPED_TRACE(label(r));
        std::set<std::array<std::uint32_t, 3>> keys;
        const auto edges = all_edges(r);
        for (const Edge& e : edges) keys.insert(e.key);
        EXPECT_EQ(keys.size(), edges.size());
    }
}

TEST(EdgesTest, AutapsesAndMultapsesAreLeftOutWhereExcluded) {
    for (const EdgeRequest& r : one_of_each()) {
        SCOPED_TRACE(label(r));
        const auto edges = all_edges(r);
        EXPECT_EQ(test::has_multapses(edges), r.rule.multapses);
        if (r.same_population) {
            EXPECT_FALSE(test::has_autapses(edges));
        }
    }
}

TEST(EdgesTest, AutapsesOccurWithinAPopulationUnlessExcluded) {
    const Rule rule{.kind = Rule::Kind::fixed_indegree, .number = 300};
    EXPECT_TRUE(test::has_autapses(all_edges(request(rule, 600, 600, true))));
}

TEST(EdgesTest, DegreesAndTotalsAreExact) {
    for (const EdgeRequest& r : one_of_each()) {
        SCOPED_TRACE(label(r));
        const auto edges = all_edges(r);
        const auto k = static_cast<int>(r.rule.number);
        const std::vector<int> all_k(600, k);
        if (r.rule.kind == Rule::Kind::fixed_indegree && r.rule.extra == 0) {
            EXPECT_EQ(in_degrees(edges, 600), all_k);
        }
        if (r.rule.kind == Rule::Kind::fixed_outdegree) {
            EXPECT_EQ(out_degrees(edges, 600), all_k);
        }
        if (r.rule.kind == Rule::Kind::fixed_total) {
            EXPECT_EQ(edges.size(), r.rule.number);
        }
        if (r.rule.kind == Rule::Kind::all_to_all) {
            EXPECT_EQ(edges.size(), r.same_population ? 600U * 599U : 600U * 600U);
        }
    }
}

TEST(EdgesTest, AFractionOfAnInDegreeIsPairsAtRandom) {
    const Rule whole{.kind = Rule::Kind::fixed_indegree, .number = 2, .multapses = true};
    Rule rule = whole;
    rule.extra = 300;  // a mean in-degree of 2.5
    const auto edges = all_edges(request(rule, 600, 600));
    EXPECT_EQ(edges.size(), 1500U);
    const auto beside_whole = std::vector(edges.begin(), edges.begin() + 1200);
    EXPECT_EQ(beside_whole, all_edges(request(whole, 600, 600)));
    for (const int n : out_degrees(edges, 600)) EXPECT_NEAR(n, 2.5, 1.0);
    std::vector<int> extra = in_degrees(edges, 600);
    for (int& degree : extra) degree -= 2;
    EXPECT_EQ(*std::ranges::min_element(extra), 0);
    // 300 at random onto 600: 600 exp(-0.5) = 364 targets get none, with a standard deviation of 9.
    EXPECT_NEAR(static_cast<double>(std::ranges::count(extra, 0)), 363.9, 40.0);
}

TEST(EdgesTest, OneToOneJoinsEqualIndices) {
    const Rule rule{.kind = Rule::Kind::one_to_one};
    const auto edges = all_edges(request(rule, 300, 300));
    ASSERT_EQ(edges.size(), 300U);
    for (NeuronIndex i = 0; i != 300; ++i) {
        EXPECT_EQ(edges[i].source, i);
        EXPECT_EQ(edges[i].target, i);
    }
}

TEST(EdgesTest, OneToOneWithinAPopulationHasNothingButAutapses) {
    const Rule rule{.kind = Rule::Kind::one_to_one, .autapses = false};
    EXPECT_TRUE(all_edges(request(rule, 300, 300, true)).empty());
    EXPECT_EQ(all_edges(request(rule, 300, 300, false)).size(), 300U);
}

TEST(EdgesTest, DegreesMayComeUpToTheNumberOfPartners) {
    for (const bool within : {false, true}) {
        for (const std::uint64_t k : {49U, 50U, 51U, 98U, 99U}) {
            SCOPED_TRACE(k);
            const Rule in{.kind = Rule::Kind::fixed_indegree, .number = k, .autapses = !within};
            const auto edges = all_edges(request(in, 100, 100, within));
            EXPECT_EQ(in_degrees(edges, 100), std::vector<int>(100, static_cast<int>(k)));
            EXPECT_FALSE(test::has_multapses(edges));
            if (within) {
                EXPECT_FALSE(test::has_autapses(edges));
            }
            const Rule out{.kind = Rule::Kind::fixed_outdegree, .number = k, .autapses = !within};
            EXPECT_EQ(out_degrees(all_edges(request(out, 100, 100, within)), 100),
                      std::vector<int>(100, static_cast<int>(k)));
        }
    }
}

TEST(EdgesTest, AnInDegreeOfAllSourcesTakesEachOnce) {
    const Rule rule{.kind = Rule::Kind::fixed_indegree, .number = 100};
    EXPECT_EQ(out_degrees(all_edges(request(rule, 100, 30)), 100), std::vector<int>(100, 30));
}

TEST(EdgesTest, ASingleCellHasNoPartnersButItself) {
    const Rule none{.kind = Rule::Kind::fixed_indegree, .number = 0, .autapses = false};
    EXPECT_TRUE(all_edges(request(none, 1, 1, true)).empty());
    const Rule bernoulli{
        .kind = Rule::Kind::pairwise_bernoulli, .probability = 1.0, .autapses = false};
    EXPECT_TRUE(all_edges(request(bernoulli, 1, 1, true)).empty());
    const Rule total{.kind = Rule::Kind::fixed_total, .number = 5, .multapses = true};
    EXPECT_EQ(all_edges(request(total, 1, 1, true)).size(), 5U);
}

TEST(EdgesTest, BernoulliJoinsNoneAtZeroAndAllAtOne) {
    Rule rule{.kind = Rule::Kind::pairwise_bernoulli, .probability = 0.0};
    EXPECT_TRUE(all_edges(request(rule, 50, 300)).empty());
    rule.probability = 1.0;
    const auto edges = all_edges(request(rule, 50, 300));
    EXPECT_EQ(in_degrees(edges, 300), std::vector<int>(300, 50));
    EXPECT_FALSE(test::has_multapses(edges));
    rule.autapses = false;
    EXPECT_EQ(all_edges(request(rule, 300, 300, true)).size(), 300U * 299U);
}

TEST(EdgesTest, NoEdgeGoesBeyondThePartlyFilledLastBlock) {
    for (const NeuronIndex n : {1U, 255U, 256U, 257U, 511U}) {
        SCOPED_TRACE(n);
        for (EdgeRequest r : one_of_each()) {
            r.n_targets = n;
            if (r.same_population || r.rule.kind == Rule::Kind::one_to_one) r.n_sources = n;
            const bool has_no_partner = r.same_population && n == 1;
            r.rule.number = has_no_partner ? 0 : 1;
            if (has_no_partner) r.rule.extra = 0;
            for (const Edge& e : all_edges(r)) ASSERT_LT(e.target, n) << label(r);
        }
    }
}

TEST(EdgesTest, SeedAndNameSelectTheNetwork) {
    EdgeRequest r = request({.kind = Rule::Kind::fixed_indegree, .number = 20}, 600, 600);
    const auto edges = all_edges(r);
    r.partners = stream_key(43, Purpose::partners, "A -> B");
    EXPECT_NE(all_edges(r), edges);
    r.partners = stream_key(42, Purpose::partners, "A -> C");
    EXPECT_NE(all_edges(r), edges);
    r.partners = stream_key(42, Purpose::partners, "A -> B");
    EXPECT_EQ(all_edges(r), edges);
}

TEST(OwnTargetsTest, PlacesFollowTheOrderOfOwnBlocks) {
    const std::vector<std::uint32_t> blocks = {1, 3};
    const OwnTargets own(1000, blocks);
    EXPECT_EQ(own[255], OwnTargets::not_own);
    EXPECT_EQ(own[256], 0U);
    EXPECT_EQ(own[511], 255U);
    EXPECT_EQ(own[512], OwnTargets::not_own);
    EXPECT_EQ(own[768], 256U);
    EXPECT_EQ(own[999], 256U + 231U);
}

}  // namespace
}  // namespace bgsim::network
