/// Edges on their way to their rows.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bgsim/ids.hpp"

namespace bgsim::network {

/// Collects edges and gives them by groups of neighbouring sources, those of one source as they
/// came.
///
/// Rows of different sources lie far apart in memory. Written one by one as they are drawn, each
/// edge would wait for its page; the rows of a group stay in the cache while its edges are written.
class EdgeBatch {
public:
    struct Edge {
        NeuronIndex source = 0;
        std::uint32_t target = 0;
        std::uint32_t weight_word = 0;
        std::uint32_t delay_word = 0;
    };

    static constexpr std::size_t capacity = std::size_t{1} << 16U;
    static constexpr std::size_t bytes_per_edge = 2 * sizeof(Edge);

    /// @param n_edges  that will come, so that small projections take little memory
    EdgeBatch(NeuronIndex n_sources, std::uint64_t n_edges) {
        while ((n_sources >> shift_) >= n_groups) ++shift_;
        edges_.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(capacity, n_edges)));
    }

    /// Takes `edge`; calls `take(edges)` with all that are there once it is full.
    template <typename Take>
    void add(const Edge& edge, const Take& take) {
        edges_.push_back(edge);
        if (edges_.size() == capacity) flush(take);
    }

    template <typename Take>
    void flush(const Take& take) {
        sort();
        take(std::span<const Edge>(sorted_));
        edges_.clear();
    }

private:
    static constexpr std::size_t n_groups = 1024;

    /// By groups; a single pass, in which each group's end stays in the cache.
    void sort() {
        std::array<std::uint32_t, n_groups + 1> starts{};
        for (const Edge& edge : edges_) ++starts[(edge.source >> shift_) + 1];
        for (std::size_t g = 1; g != starts.size(); ++g) starts[g] += starts[g - 1];
        sorted_.resize(edges_.size());
        for (const Edge& edge : edges_) sorted_[starts[edge.source >> shift_]++] = edge;
    }

    unsigned shift_ = 0;
    std::vector<Edge> edges_;
    std::vector<Edge> sorted_;
};

}  // namespace bgsim::network
