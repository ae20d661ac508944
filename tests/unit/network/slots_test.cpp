#include "network/slots.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <vector>

#include "network/slot_edges.hpp"

namespace bgsim::network {
namespace {

TEST(EqualSharesTest, RangesMeetAndOwnersOwnThem) {
    for (const std::uint64_t n : {1U, 7U, 100U, 101U, 1000U}) {
        for (const auto& [owners, phase] : {std::pair{1U, 0U},
                                            {3U, 0U},
                                            {3U, 2U},
                                            {100U, 0U},
                                            {100U, 37U},
                                            {999U, 0U},
                                            {999U, 998U}}) {
            const EqualShares shares(n, owners, phase);
            EXPECT_EQ(shares.begin_of(0), 0U);
            EXPECT_EQ(shares.begin_of(owners), n);
            for (std::uint64_t number = 0; number != n; ++number) {
                const auto owner = shares.owner_of(number);
                EXPECT_LE(shares.begin_of(owner), number);
                EXPECT_LT(number, shares.begin_of(owner + 1));
            }
            for (std::uint64_t owner = 0; owner != std::uint64_t{owners}; ++owner) {
                const auto size = shares.begin_of(owner + 1) - shares.begin_of(owner);
                EXPECT_TRUE(size == n / owners || size == n / owners + 1);
            }
        }
    }
}

TEST(ChunkTest, SlotsOfAChunkFit) {
    for (const std::uint64_t k : {1U, 100U, 10'616U, 100'000U, 1U << 23U}) {
        const auto targets = targets_per_chunk(k);
        EXPECT_EQ(targets % block_size, 0U);
        EXPECT_LE(k * targets, 1ULL << 31U);
    }
    EXPECT_EQ(targets_per_chunk(100), 65'536U);
}

using Edge = std::array<std::uint32_t, 3>;  // source, target, permuted slot

/// Of several chunks, in groups and alone.
std::vector<std::uint32_t> blocks_of(NeuronIndex n_targets, bool all) {
    std::vector<std::uint32_t> blocks((n_targets + block_size - 1) / block_size);
    std::iota(blocks.begin(), blocks.end(), 0U);
    if (!all) {
        const std::uint32_t per_chunk = targets_per_chunk(3) / block_size;
        std::erase_if(blocks, [&](std::uint32_t b) { return b / per_chunk % 2 == 0; });
    }
    return blocks;
}

/// What is computed for a source in many chunks at once is what each target finds by itself.
TEST(SlotEdgesTest, SourcesAndTargetsAgreeOverManyChunks) {
    const NeuronIndex n_targets = 11 * targets_per_chunk(3) + 1000;
    for (const NeuronIndex n_sources : {NeuronIndex{97}, NeuronIndex{5'000}, n_targets}) {
        for (const bool all : {true, false}) {
            SCOPED_TRACE(n_sources);
            const bool excludes_self = n_sources == n_targets;
            const auto blocks = blocks_of(n_targets, all);
            SlotEdges slots({.rule = {.kind = config::ConnectionRule::Kind::fixed_indegree,
                                      .number = 3,
                                      .multapses = true},
                             .partners = stream_key(1, Purpose::recruits, "a -> b"),
                             .n_sources = n_sources,
                             .n_targets = n_targets,
                             .excludes_self = excludes_self,
                             .blocks = blocks});
            std::vector<Edge> by_target;
            for (const std::uint32_t block : blocks) {
                const NeuronIndex end = std::min((block + 1) * block_size, n_targets);
                for (NeuronIndex t = block * block_size; t != end; ++t) {
                    slots.of_target(t, [&](NeuronIndex s, const EdgeKey& key) {
                        by_target.push_back({s, t, key.place});
                    });
                }
            }
            std::vector<Edge> by_source;
            std::size_t n_disordered = 0;
            for (NeuronIndex s = 0; s != n_sources; ++s) {
                const std::size_t first = by_source.size();
                slots.of_source(s, [&](NeuronIndex t, const EdgeKey& key) {
                    const std::uint32_t block = t / block_size;
                    if (!std::ranges::binary_search(blocks, block)) return;
                    by_source.push_back({s, t, key.place});
                });
                const auto chunk = [&](const Edge& e) { return e[1] / targets_per_chunk(3); };
                n_disordered += !std::is_sorted(
                    by_source.begin() + static_cast<std::ptrdiff_t>(first), by_source.end(),
                    [&](const Edge& a, const Edge& b) { return chunk(a) < chunk(b); });
            }
            EXPECT_EQ(n_disordered, 0U);
            EXPECT_GE(by_target.size(), std::size_t{3} * (blocks.size() - 1) * block_size);
            std::ranges::sort(by_target);
            std::ranges::sort(by_source);
            EXPECT_TRUE(by_target == by_source);
        }
    }
}

/// Where a chunk has fewer slots than there are sources, or not a whole number for each, the
/// remainder falls to other sources in each chunk: the number of targets of a source varies as if
/// each chunk tossed a coin.
TEST(SlotEdgesTest, OutDegreesVaryLittleOverManyChunks) {
    constexpr std::uint32_t k = 2;
    constexpr NeuronIndex n_chunks = 24;
    const NeuronIndex n_targets = n_chunks * targets_per_chunk(k);
    const auto blocks = blocks_of(n_targets, true);
    for (const NeuronIndex n_sources : {NeuronIndex{300'000}, NeuronIndex{50'000}}) {
        SCOPED_TRACE(n_sources);
        const SlotEdges slots({.rule = {.kind = config::ConnectionRule::Kind::fixed_indegree,
                                        .number = k,
                                        .multapses = true},
                               .partners = stream_key(1, Purpose::recruits, "a -> b"),
                               .n_sources = n_sources,
                               .n_targets = n_targets,
                               .blocks = blocks});
        const double share = double{k} * targets_per_chunk(k) / n_sources;  // of a chunk
        const double odd = share - std::floor(share);
        const double mean = n_chunks * share;
        double squares = 0.0;
        std::uint64_t n_edges = 0;
        for (NeuronIndex s = 0; s != n_sources; ++s) {
            std::uint64_t n = 0;
            slots.of_source(s, [&](NeuronIndex, const EdgeKey&) { ++n; });
            squares += (static_cast<double>(n) - mean) * (static_cast<double>(n) - mean);
            n_edges += n;
        }
        EXPECT_EQ(n_edges, std::uint64_t{k} * n_targets);
        const double variance = n_chunks * odd * (1.0 - odd);
        // Sources see the same phases; the spread of these is that of so few chunks.
        EXPECT_NEAR(squares / n_sources, variance, 0.5 * variance);
    }
}

}  // namespace
}  // namespace bgsim::network
