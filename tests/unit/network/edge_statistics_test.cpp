/// Degrees and pairs follow the laws that the rules promise.
#include <gtest/gtest.h>

#include <algorithm>

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

TEST(EdgeStatisticsTest, WithMultapsesAnInDegreeTakesAllSourcesEquallyOften) {
    const Rule in{.kind = Rule::Kind::fixed_indegree, .number = 7, .multapses = true};
    for (const NeuronIndex n_sources : {300U, 8999U}) {
        const auto degrees = test::out_degrees(all_edges(request(in, n_sources, 9000)), n_sources);
        const auto [least, most] = std::ranges::minmax(degrees);
        EXPECT_LE(most - least, 1);
    }
}

TEST(EdgeStatisticsTest, SourcesThatFillSlotsAreEquallyLikelyAndIndependent) {
    // 2 of 12 sources for each of 12,000 targets: pairs are 1/144 each, with a repetition in 1/12.
    const Rule in{.kind = Rule::Kind::fixed_indegree, .number = 2, .multapses = true};
    std::vector<std::vector<NeuronIndex>> sources(12'000);
    for (const auto& e : all_edges(request(in, 12, 12'000))) sources[e.target].push_back(e.source);
    std::vector<int> pairs(144, 0);
    std::vector<double> expected(144, 0.0);
    for (const auto& s : sources) {
        ++pairs[std::min(s[0], s[1]) * 12 + std::max(s[0], s[1])];
    }
    for (std::size_t a = 0; a != 12; ++a) {
        for (std::size_t b = a; b != 12; ++b)
            expected[a * 12 + b] = 12'000.0 / 144 * (a == b ? 1 : 2);
    }
    const auto fit = chi_square<int>(pairs, expected);
    EXPECT_TRUE(fit.fits()) << fit;
    // And which targets a source reaches does not tell those of its neighbour.
    std::vector<int> joint(4, 0);
    for (const auto& s : sources) {
        const bool has_3 = s[0] == 3 || s[1] == 3;
        const bool has_4 = s[0] == 4 || s[1] == 4;
        ++joint[(has_3 ? 2U : 0U) + (has_4 ? 1U : 0U)];
    }
    const double both = 2.0 / 144;
    const double one = 23.0 / 144 - both;
    const auto neighbours =
        chi_square<int>(joint, std::vector<double>{12'000 * (1 - 2 * one - both), 12'000 * one,
                                                   12'000 * one, 12'000 * both});
    EXPECT_TRUE(neighbours.fits()) << neighbours;
}

TEST(EdgeStatisticsTest, WithMultapsesPartnersAreIndependent) {
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
