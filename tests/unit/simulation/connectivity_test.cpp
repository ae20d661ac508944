#include "simulation/connectivity.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "support/example_specification.hpp"

namespace bgsim::simulation {
namespace {

constexpr double plenty = 1e12;

/// The example, in which every projection can be procedural but the first.
config::Specification open_network() {
    auto s = test::example_specification();
    for (auto& p : s.projections) {
        p.rule = {.kind = config::ConnectionRule::Kind::pairwise_bernoulli, .probability = 0.5};
    }
    s.projections[0].rule = {.kind = config::ConnectionRule::Kind::fixed_indegree, .number = 9};
    return s;
}

auto n_procedural(const config::Specification& s) {
    return std::ranges::count_if(s.projections, [](const auto& p) { return p.is_procedural; });
}

TEST(ConnectivityTest, WithEnoughMemoryAllIsStored) {
    EXPECT_EQ(n_procedural(with_connectivity(open_network(), {}, plenty)), 0);
}

TEST(ConnectivityTest, WithoutMemoryAllIsGeneratedThatCanBe) {
    const auto s = with_connectivity(open_network(), {}, 0.0);
    EXPECT_EQ(n_procedural(s), static_cast<std::ptrdiff_t>(s.projections.size()) - 1);
    EXPECT_FALSE(s.projections[0].is_procedural);
}

TEST(ConnectivityTest, TheLargestGoFirst) {
    auto s = open_network();
    for (auto& population : s.populations) population.size *= 100;
    double memory = plenty;
    while (n_procedural(with_connectivity(s, {}, memory)) == 0) memory *= 0.9;
    const auto decided = with_connectivity(s, {}, memory);
    ASSERT_EQ(n_procedural(decided), 1);
    const auto first =
        std::ranges::find_if(decided.projections, [](const auto& p) { return p.is_procedural; });
    const auto pairs = [&](const config::Projection& p) {
        return 1.0 * s.populations[p.source].size * s.populations[p.target].size;
    };
    for (std::size_t i = 1; i != decided.projections.size(); ++i) {
        EXPECT_LE(pairs(decided.projections[i]), pairs(*first));
    }
}

TEST(ConnectivityTest, WhatIsConfiguredIsKept) {
    auto s = open_network();
    s.projections[1].connectivity = config::Connectivity::procedural;
    EXPECT_TRUE(with_connectivity(s, {}, plenty).projections[1].is_procedural);
    s.projections[1].connectivity = config::Connectivity::stored;
    EXPECT_FALSE(with_connectivity(s, {}, 0.0).projections[1].is_procedural);
}

}  // namespace
}  // namespace bgsim::simulation
