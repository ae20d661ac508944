/// All edges of a connection rule as a list, however the targets are shared out.
#pragma once

#include <algorithm>
#include <cstdint>
#include <numeric>
#include <tuple>
#include <vector>

#include "network/edges.hpp"

namespace bgsim::test {

struct Edge {
    NeuronIndex source = 0;
    NeuronIndex target = 0;
    std::array<std::uint32_t, 3> key{};  ///< row, chunk, place of network::EdgeKey

    friend auto operator<=>(const Edge&, const Edge&) = default;
};

using Rule = config::ConnectionRule;

inline network::EdgeRequest request(const Rule& rule,
                                    NeuronIndex n_sources,
                                    NeuronIndex n_targets,
                                    bool same_population = false) {
    return {.rule = rule,
            .partners = stream_key(42, Purpose::partners, "A -> B"),
            .n_sources = n_sources,
            .n_targets = n_targets,
            .same_population = same_population,
            .blocks = {}};
}

/// Edges onto `blocks`, in the order of generation, targets as indices in their population.
inline std::vector<Edge> edges_onto(network::EdgeRequest request,
                                    const std::vector<std::uint32_t>& blocks) {
    request.blocks = blocks;
    std::vector<Edge> edges;
    network::for_each_edge(
        request, [&](NeuronIndex source, std::uint32_t own, const network::EdgeKey& key) {
            const NeuronIndex target = blocks[own / block_size] * block_size + own % block_size;
            edges.push_back({source, target, {key.row, key.chunk, key.place}});
        });
    return edges;
}

inline std::vector<std::uint32_t> all_blocks(NeuronIndex n_targets) {
    std::vector<std::uint32_t> blocks((n_targets + block_size - 1) / block_size);
    std::iota(blocks.begin(), blocks.end(), 0U);
    return blocks;
}

inline std::vector<Edge> all_edges(const network::EdgeRequest& request) {
    return edges_onto(request, all_blocks(request.n_targets));
}

inline std::vector<int> in_degrees(const std::vector<Edge>& edges, NeuronIndex n_targets) {
    std::vector<int> degrees(n_targets, 0);
    for (const Edge& e : edges) ++degrees.at(e.target);
    return degrees;
}

inline std::vector<int> out_degrees(const std::vector<Edge>& edges, NeuronIndex n_sources) {
    std::vector<int> degrees(n_sources, 0);
    for (const Edge& e : edges) ++degrees.at(e.source);
    return degrees;
}

inline bool has_multapses(const std::vector<Edge>& edges) {
    std::vector<std::pair<NeuronIndex, NeuronIndex>> pairs;
    for (const Edge& e : edges) pairs.emplace_back(e.source, e.target);
    std::ranges::sort(pairs);
    return std::ranges::adjacent_find(pairs) != pairs.end();
}

inline bool has_autapses(const std::vector<Edge>& edges) {
    return std::ranges::any_of(edges, [](const Edge& e) { return e.source == e.target; });
}

}  // namespace bgsim::test
