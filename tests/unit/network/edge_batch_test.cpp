#include "network/edge_batch.hpp"

#include <gtest/gtest.h>

#include <algorithm>
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
    std::vector<std::vector<Collected>> batches(1);
    EdgeBatch batch(n_sources, edges.size());
    const auto take = [&](const Collected& edge) { batches.back().push_back(edge); };
    for (std::size_t i = 0; i != edges.size(); ++i) {
        batch.add(edges[i], take);
        if ((i + 1) % EdgeBatch::capacity == 0) batches.emplace_back();
    }
    batch.flush(take);
    return batches;
}

void expect_in_order(const std::vector<Collected>& batch) {
    for (std::size_t i = 1; i < batch.size(); ++i) {
        ASSERT_LE(batch[i - 1].source, batch[i].source);
        if (batch[i - 1].source == batch[i].source) {
            ASSERT_LT(batch[i - 1].target, batch[i].target) << "as they came";
        }
    }
}

TEST(EdgeBatchTest, EdgesComeBySourceAndThenAsTheyCame) {
    for (const NeuronIndex n_sources : {1U, 7U, 2048U, 40'000U, 3'000'000'000U}) {
        const auto batches = through_batches(scattered(10'000, n_sources), n_sources);
        ASSERT_EQ(batches.size(), 1U);
        EXPECT_EQ(batches[0].size(), 10'000U);
        expect_in_order(batches[0]);
    }
}

TEST(EdgeBatchTest, NoneIsLostBetweenBatches) {
    const std::size_t n = EdgeBatch::capacity + 1000;
    const auto batches = through_batches(scattered(n, 5000), 5000);
    ASSERT_EQ(batches.size(), 2U);
    std::vector<bool> seen(n, false);
    for (const auto& batch : batches) {
        expect_in_order(batch);
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
