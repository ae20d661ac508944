/// Degrees and pairs follow the laws that the rules promise.
#include <gtest/gtest.h>

#include "support/chi_square.hpp"
#include "support/edge_list.hpp"

namespace bgsim::network {
namespace {

using test::all_edges;
using test::binomial;
using test::chi_square;
using test::ChiSquare;
using test::request;
using test::Rule;

/// Degrees against the binomial law of `trials` chances of probability `p`.
ChiSquare against_binomial(const std::vector<int>& degrees, int trials, double p) {
    std::vector<int> observed(static_cast<std::size_t>(trials) + 1, 0);
    std::vector<double> expected;
    for (const int d : degrees) ++observed.at(static_cast<std::size_t>(d));
    for (int k = 0; k <= trials; ++k) {
        expected.push_back(static_cast<double>(degrees.size()) * binomial(trials, p, k));
    }
    return chi_square<int>(observed, expected);
}

ChiSquare against_uniform(const std::vector<int>& counts) {
    double sum = 0.0;
    for (const int c : counts) sum += c;
    const std::vector<double> expected(counts.size(), sum / static_cast<double>(counts.size()));
    return chi_square<int>(counts, expected);
}

TEST(EdgeStatisticsTest, DegreesOfPairwiseBernoulliAreBinomial) {
    for (const double p : {0.01, 0.1, 0.7}) {
        const Rule rule{.kind = Rule::Kind::pairwise_bernoulli, .probability = p};
        const auto edges = all_edges(request(rule, 500, 3000));
        const auto in = against_binomial(test::in_degrees(edges, 3000), 500, p);
        EXPECT_TRUE(in.fits()) << in;
        // Few sources, so that their out-degrees (of 3000) spread over many bins of few counts.
        const auto many = all_edges(request(rule, 5000, 100));
        const auto out = against_binomial(test::out_degrees(many, 5000), 100, p);
        EXPECT_TRUE(out.fits()) << out;
    }
}

TEST(EdgeStatisticsTest, PlacesInABlockAreEquallyLikelyForPairwiseBernoulli) {
    const Rule rule{.kind = Rule::Kind::pairwise_bernoulli, .probability = 0.05};
    const auto places = against_uniform(test::in_degrees(all_edges(request(rule, 4000, 600)), 600));
    // In-degrees are binomial, their variance is (1 - p) of that of counts: the test is safe.
    EXPECT_TRUE(places.fits()) << places;
}

TEST(EdgeStatisticsTest, OutDegreesOfFixedInDegreeAreBinomial) {
    // Without multapses each target takes a source with probability k / n; 70 of 100 are drawn by
    // way of those left out.
    for (const std::uint64_t k : {10U, 70U}) {
        const Rule rule{.kind = Rule::Kind::fixed_indegree, .number = k};
        const auto few = test::out_degrees(all_edges(request(rule, 100, 400)), 100);
        double sum = 0.0;
        double squares = 0.0;
        for (const int d : few) {
            sum += d;
            squares += d * d;
        }
        EXPECT_EQ(sum, 400.0 * static_cast<double>(k));
        // Sum over 100 sources of (degree - mean)^2, over the variance: 99 degrees of freedom.
        const double p = static_cast<double>(k) / 100.0;
        const ChiSquare spread{(squares - sum * sum / 100.0) / (400.0 * p * (1.0 - p)), 99};
        EXPECT_TRUE(spread.fits()) << spread;
    }
}

TEST(EdgeStatisticsTest, SourcesOfOneTargetAreEquallyLikelyPairs) {
    // Two of five sources: ten sets, each drawn by one in ten targets; likewise three of five,
    // which are drawn by way of the two left out.
    for (const std::uint64_t k : {2U, 3U}) {
        const Rule rule{.kind = Rule::Kind::fixed_indegree, .number = k};
        std::vector<int> set_of(20'000, 0);
        for (const auto& e : all_edges(request(rule, 5, 20'000))) set_of[e.target] |= 1 << e.source;
        std::vector<int> counts(32, 0);
        for (const int set : set_of) ++counts[static_cast<std::size_t>(set)];
        std::erase(counts, 0);
        EXPECT_EQ(counts.size(), 10U);
        const auto sets = against_uniform(counts);
        EXPECT_TRUE(sets.fits()) << sets;
    }
}

TEST(EdgeStatisticsTest, WithMultapsesPartnersAreIndependent) {
    const Rule in{.kind = Rule::Kind::fixed_indegree, .number = 8, .multapses = true};
    const auto sources = against_uniform(test::out_degrees(all_edges(request(in, 300, 9000)), 300));
    EXPECT_TRUE(sources.fits()) << sources;
    const Rule out{.kind = Rule::Kind::fixed_outdegree, .number = 8, .multapses = true};
    const auto targets = against_uniform(test::in_degrees(all_edges(request(out, 9000, 300)), 300));
    EXPECT_TRUE(targets.fits()) << targets;
}

TEST(EdgeStatisticsTest, WithoutAutapsesTheOthersAreEquallyLikely) {
    for (const bool multapses : {false, true}) {
        const Rule rule{.kind = Rule::Kind::fixed_indegree,
                        .number = 3,
                        .multapses = multapses,
                        .autapses = false};
        std::vector<int> distance(300, 0);
        for (const auto& e : all_edges(request(rule, 300, 300, true))) {
            ++distance[(e.source + 300 - e.target) % 300];
        }
        EXPECT_EQ(distance.front(), 0);
        distance.erase(distance.begin());
        // 900 edges over 299 distances: 3 each, pooled to bins of 10 and more.
        const auto fit = against_uniform(distance);
        EXPECT_TRUE(fit.fits()) << fit;
    }
}

TEST(EdgeStatisticsTest, PairsOfFixedTotalAreEquallyLikely) {
    for (const bool within : {false, true}) {
        const Rule rule{.kind = Rule::Kind::fixed_total,
                        .number = 60'000,
                        .multapses = true,
                        .autapses = !within};
        std::vector<int> pairs(400, 0);
        for (const auto& e : all_edges(request(rule, 20, 20, within))) {
            ++pairs[e.source * 20 + e.target];
        }
        if (within) std::erase(pairs, 0);
        EXPECT_EQ(pairs.size(), within ? 380U : 400U);
        const auto fit = against_uniform(pairs);
        EXPECT_TRUE(fit.fits()) << fit;
    }
}

}  // namespace
}  // namespace bgsim::network
