#include "network/edge_batch.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <span>
#include <utility>
#include <vector>

namespace bgsim::network {
namespace {

using Collected = EdgeBatch::Edge;

/// `n` edges of scattered sources; targets count them.
std::vector<Collected> scattered(std::size_t n, NeuronIndex n_sources) {
    std::vector<Collected> edges;
    for (std::size_t i = 0; i != n; ++i) {
        const auto source = static_cast<NeuronIndex>(i * 2654435761U % n_sources);
        edges.push_back({.source = source, .target = static_cast<std::uint32_t>(i)});
    }
    return edges;
}

/// What comes out, batch after batch.
std::vector<std::vector<Collected>> through_batches(const std::vector<Collected>& edges,
                                                    NeuronIndex n_sources) {
    std::vector<std::vector<Collected>> batches;
    EdgeBatch batch(n_sources, edges.size());
    const auto take = [&](std::span<const Collected> taken) {
        batches.emplace_back(taken.begin(), taken.end());
    };
    for (const Collected& edge : edges) batch.add(edge, take);
    batch.flush(take);
    return batches;
}

/// Sources near each other come together; each group of sources once, its edges as they came.
void expect_in_groups(const std::vector<Collected>& batch, NeuronIndex sources_of_a_group) {
    std::map<NeuronIndex, std::uint32_t> last;
    NeuronIndex group = 0;
    for (const Collected& edge : batch) {
        ASSERT_GE(edge.source / sources_of_a_group, group);
        group = edge.source / sources_of_a_group;
        const auto [before, is_first] = last.try_emplace(edge.source, edge.target);
        if (is_first) continue;
        ASSERT_LT(before->second, edge.target) << "as they came";
        before->second = edge.target;
    }
}

TEST(EdgeBatchTest, EdgesComeByGroupsOfSourcesAndThenAsTheyCame) {
    for (const auto& [n_sources, of_a_group] : {std::pair{1U, 1U},
                                                {7U, 1U},
                                                {1023U, 1U},
                                                {2048U, 4U},
                                                {40'000U, 64U},
                                                {3'000'000'000U, 1U << 22U}}) {
        const auto batches = through_batches(scattered(10'000, n_sources), n_sources);
        ASSERT_EQ(batches.size(), 1U);
        EXPECT_EQ(batches[0].size(), 10'000U);
        expect_in_groups(batches[0], of_a_group);
    }
}

TEST(EdgeBatchTest, NoneIsLostBetweenBatches) {
    const std::size_t n = EdgeBatch::capacity + 1000;
    const auto batches = through_batches(scattered(n, 5000), 5000);
    ASSERT_EQ(batches.size(), 2U);
    std::vector<bool> seen(n, false);
    for (const auto& batch : batches) {
        expect_in_groups(batch, 8);
        for (const Collected& edge : batch) seen[edge.target] = true;
    }
    EXPECT_TRUE(std::ranges::all_of(seen, [](bool s) { return s; }));
}

TEST(EdgeBatchTest, WhatIsInOrderStaysAsItIs) {
    std::vector<Collected> edges;
    for (std::uint32_t i = 0; i != 100; ++i) edges.push_back({.source = i / 10, .target = 99 - i});
    const auto batches = through_batches(edges, 10);
    for (std::uint32_t i = 0; i != 100; ++i) EXPECT_EQ(batches[0][i].target, 99 - i);
}

}  // namespace
}  // namespace bgsim::network
