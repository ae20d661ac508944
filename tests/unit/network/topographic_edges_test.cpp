/// Connections by channel and by distance: exact numbers, and laws against closed forms.
#include <gtest/gtest.h>

#include <cmath>
#include <set>

#include "support/chi_square.hpp"
#include "support/edge_list.hpp"

namespace bgsim::network {
namespace {

using config::DistanceKernel;
using test::all_edges;
using test::chi_square;
using test::Edge;
using test::edges_onto;
using test::request;
using test::Rule;
using Kind = Rule::Kind;
using Shape = DistanceKernel::Shape;

constexpr NeuronIndex n_cells = 600;  // the third block is filled in part
const std::vector<double> three_to_two = {1.0, 0.5, 0.0, 0.2, 0.2, 0.6};

EdgeRequest by_channel(Rule rule, std::vector<double> weights, bool same_population = false) {
    rule.channel_weights = std::move(weights);
    EdgeRequest r = request(rule, n_cells, n_cells, same_population);
    r.source_channels = same_population ? 2 : 3;
    r.target_channels = 2;
    return r;
}

config::Grid line(NeuronIndex n) { return {.is_sheet = false, .columns = n, .rows = 1}; }

EdgeRequest by_distance(Rule rule,
                        const DistanceKernel& kernel,
                        const config::Grid& sources,
                        const config::Grid& targets,
                        bool same_population = false) {
    rule.kernel = kernel;
    EdgeRequest r = request(rule, sources.columns * sources.rows, targets.columns * targets.rows,
                            same_population);
    r.source_grid = sources;
    r.target_grid = targets;
    return r;
}

/// Every rule that knows channels or kernels, between populations and within one.
std::vector<EdgeRequest> topographic_requests() {
    std::vector<EdgeRequest> all;
    for (const bool same : {false, true}) {
        const auto weights = same ? std::vector<double>{1.0, 0.3, 0.1, 0.8} : three_to_two;
        auto zero_or_one = weights;
        for (double& weight : zero_or_one) weight = weight > 0.5 ? 1.0 : 0.0;
        for (const bool multapses : {false, true}) {
            Rule rule{.number = 20, .multapses = multapses, .autapses = !same};
            for (const Kind kind : {Kind::fixed_indegree, Kind::fixed_outdegree}) {
                rule.kind = kind;
                all.push_back(by_channel(rule, weights, same));
            }
            rule.kind = Kind::fixed_indegree;
            const config::Grid sheet{.is_sheet = true, .columns = 30, .rows = 20};
            all.push_back(by_distance(rule, {.extent = 0.05}, sheet, sheet, same));
            all.push_back(by_distance(rule, {.extent = 0.05, .is_periodic = true}, line(n_cells),
                                      line(n_cells), same));
        }
        Rule rule{.kind = Kind::pairwise_bernoulli, .probability = 0.1, .autapses = !same};
        all.push_back(by_channel(rule, weights, same));
        const config::Grid sheet{.is_sheet = true, .columns = 20, .rows = 30};
        all.push_back(by_distance(rule, {Shape::exponential, 0.1, false}, sheet, sheet, same));
        rule.kind = Kind::all_to_all;
        all.push_back(by_channel(rule, zero_or_one, same));
    }
    return all;
}

std::string name_of(const EdgeRequest& r) {
    return testing::PrintToString(static_cast<int>(r.rule.kind)) +
           (r.rule.kernel ? " by distance" : " by channel") +
           (r.rule.multapses ? " with multapses" : "") +
           (r.same_population ? " within a population" : "");
}

TEST(TopographicEdgesTest, TheUnionOverAnyPartitionIsTheWholeNetwork) {
    const std::vector<std::vector<std::vector<std::uint32_t>>> partitions = {
        {{0}, {1}, {2}}, {{0, 2}, {1}}, {{1, 2}, {0}, {}}};
    for (const EdgeRequest& r : topographic_requests()) {
        SCOPED_TRACE(name_of(r));
        auto whole = all_edges(r);
        EXPECT_FALSE(whole.empty());
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

TEST(TopographicEdgesTest, RowsOfSingleSourcesAreThoseOfTheWholeNetwork) {
    for (EdgeRequest r : topographic_requests()) {
        if (!has_rows(r.rule)) continue;
        SCOPED_TRACE(name_of(r));
        const std::vector<std::uint32_t> blocks = {0, 2};
        r.blocks = blocks;
        std::vector<Edge> rows;
        EdgeGenerator generator(r, [&](NeuronIndex s, std::uint32_t own, const EdgeKey& key) {
            const NeuronIndex t = blocks[own / block_size] * block_size + own % block_size;
            rows.push_back({s, t, {key.row, key.chunk, key.place}});
        });
        for (NeuronIndex s = r.n_sources; s-- != 0;) generator.row(s);
        std::ranges::sort(rows);
        auto whole = edges_onto(r, blocks);
        std::ranges::sort(whole);
        EXPECT_EQ(rows, whole);
    }
}

TEST(TopographicEdgesTest, KeysAreUniqueAndPairsAsAllowed) {
    for (const EdgeRequest& r : topographic_requests()) {
        SCOPED_TRACE(name_of(r));
        const auto edges = all_edges(r);
        std::set<std::array<std::uint32_t, 3>> keys;
        for (const Edge& e : edges) keys.insert(e.key);
        EXPECT_EQ(keys.size(), edges.size());
        EXPECT_EQ(test::has_multapses(edges), r.rule.multapses);
        if (r.same_population) {
            EXPECT_FALSE(test::has_autapses(edges));
        }
    }
}

TEST(TopographicEdgesTest, WithoutWeightsChannelsChangeNothing) {
    const Rule rule{.kind = Kind::fixed_indegree, .number = 20};
    EXPECT_EQ(all_edges(by_channel(rule, {})), all_edges(request(rule, n_cells, n_cells)));
}

/// [target channels x source channels] edges.
std::vector<int> counts_by_channel(const EdgeRequest& r, const std::vector<Edge>& edges) {
    std::vector<int> counts(std::size_t{r.target_channels} * r.source_channels, 0);
    for (const Edge& e : edges) {
        const auto t = channel_of(e.target, r.n_targets, r.target_channels);
        const auto s = channel_of(e.source, r.n_sources, r.source_channels);
        ++counts.at(t * r.source_channels + s);
    }
    return counts;
}

TEST(TopographicEdgesTest, InDegreesAreSharedOutOverChannels) {
    // Row 0: 20 x (2/3, 1/3, 0) = 13.3, 6.7; row 1: 4, 4, 12.
    const auto r = by_channel({.kind = Kind::fixed_indegree, .number = 20}, three_to_two);
    const auto edges = all_edges(r);
    EXPECT_EQ(test::in_degrees(edges, n_cells), std::vector<int>(n_cells, 20));
    EXPECT_EQ(counts_by_channel(r, edges),
              (std::vector<int>{300 * 13, 300 * 7, 0, 300 * 4, 300 * 4, 300 * 12}));
}

TEST(TopographicEdgesTest, OutDegreesAreSharedOutOverChannels) {
    // Columns: 20 x (5/6, 1/6) = 16.7, 3.3; 20 x (5/7, 2/7) = 14.3, 5.7; all in the second.
    const auto r = by_channel({.kind = Kind::fixed_outdegree, .number = 20}, three_to_two);
    const auto edges = all_edges(r);
    EXPECT_EQ(test::out_degrees(edges, n_cells), std::vector<int>(n_cells, 20));
    EXPECT_EQ(counts_by_channel(r, edges),
              (std::vector<int>{200 * 17, 200 * 14, 0, 200 * 3, 200 * 6, 200 * 20}));
}

TEST(TopographicEdgesTest, PartnersInAChannelAreEquallyLikely) {
    const auto r = by_channel({.kind = Kind::fixed_indegree, .number = 20}, three_to_two);
    auto onto_second = all_edges(r);
    std::erase_if(onto_second, [](const Edge& e) { return e.target < 300 || e.source < 400; });
    std::vector<int> counts(200, 0);
    for (const Edge& e : onto_second) ++counts.at(e.source - 400);
    // Variance below that of counts, as no target takes a source twice: the test is safe.
    const auto x = chi_square<int>(counts, std::vector<double>(200, 300.0 * 12.0 / 200.0));
    EXPECT_TRUE(x.fits()) << x;
}

TEST(TopographicEdgesTest, AllToAllJoinsTheChannelsThatAreNamed) {
    const auto r = by_channel({.kind = Kind::all_to_all}, {1.0, 0.0, 0.0, 0.0, 1.0, 1.0});
    EXPECT_EQ(counts_by_channel(r, all_edges(r)),
              (std::vector<int>{60'000, 0, 0, 0, 60'000, 60'000}));
}

TEST(TopographicEdgesTest, ProbabilitiesFollowTheChannels) {
    constexpr double p = 0.2;
    const auto r = by_channel({.kind = Kind::pairwise_bernoulli, .probability = p}, three_to_two);
    const auto counts = counts_by_channel(r, all_edges(r));
    for (std::size_t i = 0; i != counts.size(); ++i) {
        const double q = p * three_to_two[i];
        const double pairs = 200.0 * 300.0;
        // 5 standard deviations of the binomial law.
        EXPECT_NEAR(counts[i], pairs * q, 5.0 * std::sqrt(pairs * q * (1.0 - q))) << i;
    }
}

TEST(TopographicEdgesTest, AProbabilityOfOneJoinsEachPairOnce) {
    const auto r = by_channel({.kind = Kind::pairwise_bernoulli, .probability = 0.5},
                              {2.0, 0.0, 2.0, 0.0, 2.0, 0.0});
    EXPECT_EQ(counts_by_channel(r, all_edges(r)),
              (std::vector<int>{60'000, 0, 60'000, 0, 60'000, 0}));
}

double distance_of(const EdgeRequest& r, const Edge& e) {
    const auto along = [&](double a, double b) {
        const double d = std::abs(a - b);
        return r.rule.kernel->is_periodic ? std::min(d, 1.0 - d) : d;
    };
    const auto x = [](const config::Grid& g, NeuronIndex i) {
        return (i % g.columns + 0.5) / g.columns;
    };
    const auto y = [](const config::Grid& g, NeuronIndex i) {
        return (i / g.columns + 0.5) / g.rows;
    };
    return std::hypot(along(x(r.source_grid, e.source), x(r.target_grid, e.target)),
                      along(y(r.source_grid, e.source), y(r.target_grid, e.target)));
}

double kernel_at(const DistanceKernel& kernel, double d) {
    const double u = d / kernel.extent;
    return kernel.shape == Shape::gaussian ? std::exp(-0.5 * u * u) : std::exp(-u);
}

TEST(TopographicEdgesTest, ProbabilitiesFallWithTheDistance) {
    const config::Grid sheet{.is_sheet = true, .columns = 30, .rows = 20};
    const config::Grid wide{.is_sheet = true, .columns = 80, .rows = 10};
    for (const auto& [sources, targets] :
         {std::pair{sheet, wide}, std::pair{line(500), line(700)}}) {
        for (const Shape shape : {Shape::gaussian, Shape::exponential}) {
            for (const bool is_periodic : {false, true}) {
                const DistanceKernel kernel{shape, 0.1, is_periodic};
                const auto r = by_distance({.kind = Kind::pairwise_bernoulli, .probability = 0.4},
                                           kernel, sources, targets);
                std::vector<int> observed(40, 0);
                std::vector<double> expected(40, 0.0);
                const auto bin = [](double d) {
                    return std::min(39UL, static_cast<std::size_t>(d * 60.0));
                };
                for (const Edge& e : all_edges(r)) ++observed[bin(distance_of(r, e))];
                for (NeuronIndex s = 0; s != r.n_sources; ++s) {
                    for (NeuronIndex t = 0; t != r.n_targets; ++t) {
                        const double d = distance_of(r, {s, t, {}});
                        expected[bin(d)] += 0.4 * kernel_at(kernel, d);
                    }
                }
                // The variance of a count is below its mean: the test is safe.
                const auto x = chi_square<int>(observed, expected);
                EXPECT_TRUE(x.fits()) << x << (is_periodic ? " periodic" : "");
            }
        }
    }
}

/// Draws of `k` sources at all places of a periodic line of `n`, by their offset from the target.
std::vector<int> offsets(NeuronIndex n,
                         std::uint64_t k,
                         bool multapses,
                         const DistanceKernel& kernel) {
    const auto r = by_distance({.kind = Kind::fixed_indegree, .number = k, .multapses = multapses},
                               kernel, line(n), line(n));
    const auto edges = all_edges(r);
    EXPECT_EQ(test::in_degrees(edges, n), std::vector<int>(n, static_cast<int>(k)));
    std::vector<int> counts(n, 0);
    for (const Edge& e : edges) ++counts.at((e.source + n - e.target) % n);
    return counts;
}

void expect_offsets_follow(const DistanceKernel& kernel,
                           NeuronIndex n,
                           std::uint64_t k,
                           bool multapses) {
    std::vector<double> expected(n);
    double sum = 0.0;
    for (NeuronIndex i = 0; i != n; ++i) {
        sum += expected[i] = kernel_at(kernel, std::min(i, n - i) / static_cast<double>(n));
    }
    for (double& e : expected) e *= static_cast<double>(k * n) / sum;
    const auto x = chi_square<int>(offsets(n, k, multapses, kernel), expected);
    EXPECT_TRUE(x.fits()) << x;
}

TEST(TopographicEdgesTest, SourcesAreDrawnInProportionToTheKernel) {
    for (const Shape shape : {Shape::gaussian, Shape::exponential}) {
        const DistanceKernel kernel{shape, 0.06, true};
        expect_offsets_follow(kernel, 1000, 40, true);
        expect_offsets_follow(kernel, 100, 2000, true);  // a fifth of them around the end
        expect_offsets_follow(kernel, 5000, 1, false);   // alone, a draw cannot repeat another
    }
}

TEST(TopographicEdgesTest, SourcesOnASheetAreDrawnInProportionToTheKernel) {
    // More columns than a piece of a row has; 2000 targets, of which each sees another part.
    const config::Grid sources{.is_sheet = true, .columns = 100, .rows = 7};
    const config::Grid targets{.is_sheet = true, .columns = 50, .rows = 40};
    const DistanceKernel kernel{Shape::gaussian, 0.15, false};
    const auto r = by_distance({.kind = Kind::fixed_indegree, .number = 20, .multapses = true},
                               kernel, sources, targets);
    std::vector<double> expected(700, 0.0);
    for (NeuronIndex t = 0; t != r.n_targets; ++t) {
        std::vector<double> law(700);
        double sum = 0.0;
        for (NeuronIndex s = 0; s != 700; ++s) {
            sum += law[s] = kernel_at(kernel, distance_of(r, {s, t, {}}));
        }
        for (NeuronIndex s = 0; s != 700; ++s) expected[s] += 20.0 * law[s] / sum;
    }
    const auto x = chi_square<int>(test::out_degrees(all_edges(r), 700), expected);
    EXPECT_TRUE(x.fits()) << x;
}

TEST(TopographicEdgesTest, AllCellsAreDrawnIfAsManyAreWanted) {
    for (const double extent : {0.1, 0.0001}) {  // with the second, far ones have a kernel of 0
        const DistanceKernel kernel{Shape::gaussian, extent, false};
        for (const int n : offsets(60, 60, false, kernel)) EXPECT_EQ(n, 60);
    }
}

TEST(TopographicEdgesTest, WhatIsLeftWhenTheNearAreTakenIsDrawnByTheSameLaw) {
    // Three cells on a ring: each draws itself, then one of the others, which are equally far and
    // hardly likely (exp(-22)), at equal chances. Without itself, the others with multapses.
    int n_next = 0;
    int n_next_again = 0;
    constexpr int n_streams = 2000;
    for (int i = 0; i != n_streams; ++i) {
        const DistanceKernel kernel{Shape::gaussian, 0.05, true};
        auto r = by_distance({.kind = Kind::fixed_indegree, .number = 2}, kernel, line(3), line(3),
                             true);
        r.partners = stream_key(7, Purpose::partners, std::to_string(i));
        for (const Edge& e : all_edges(r)) {
            if (e.target == 0) n_next += e.source == 1 ? 1 : 0;
        }
        r.rule.multapses = true;
        r.rule.autapses = false;
        for (const Edge& e : all_edges(r)) {
            EXPECT_NE(e.source, e.target);
            if (e.target == 0) n_next_again += e.source == 1 ? 1 : 0;
        }
    }
    EXPECT_NEAR(n_next, n_streams / 2.0, 5.0 * std::sqrt(n_streams / 4.0));
    EXPECT_NEAR(n_next_again, n_streams, 5.0 * std::sqrt(2.0 * n_streams / 4.0));
}

/// Chances that each of the cells is the one that is left when all others were drawn one by one
/// with chances in proportion to `weights`.
std::vector<double> chances_to_be_left(const std::vector<double>& weights) {
    const std::size_t n = weights.size();
    std::vector<double> chance(std::size_t{1} << n, 0.0);  // of each set of drawn cells
    chance[0] = 1.0;
    std::vector<double> left(n, 0.0);
    for (std::size_t drawn = 0; drawn != chance.size(); ++drawn) {
        double sum = 0.0;
        for (std::size_t i = 0; i != n; ++i) sum += (drawn >> i & 1U) == 0 ? weights[i] : 0.0;
        for (std::size_t i = 0; i != n; ++i) {
            if ((drawn >> i & 1U) != 0) continue;
            chance[drawn | std::size_t{1} << i] += chance[drawn] * weights[i] / sum;
            if ((drawn | std::size_t{1} << i) == chance.size() - 1) left[i] = chance[drawn];
        }
    }
    return left;
}

TEST(TopographicEdgesTest, OfUnequalCellsThatAreLeftTheNearerOnesAreDrawn) {
    // Eight of nine, where the last are so far that attempts are given up for a race.
    const DistanceKernel kernel{Shape::gaussian, 0.2, false};
    auto r = by_distance({.kind = Kind::fixed_indegree, .number = 8}, kernel, line(9), line(9));
    std::vector<double> expected(9);
    for (NeuronIndex s = 0; s != 9; ++s) expected[s] = kernel_at(kernel, s / 9.0);
    expected = chances_to_be_left(expected);
    constexpr int n_streams = 2000;
    std::vector<int> left(9, n_streams);
    for (int i = 0; i != n_streams; ++i) {
        r.partners = stream_key(8, Purpose::partners, std::to_string(i));
        for (const Edge& e : all_edges(r)) left[e.source] -= e.target == 0 ? 1 : 0;
    }
    for (double& e : expected) e *= n_streams;
    const auto x = chi_square<int>(left, expected);
    EXPECT_TRUE(x.fits()) << x;
}

}  // namespace
}  // namespace bgsim::network
