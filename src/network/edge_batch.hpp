/// Edges on their way to their rows.
#pragma once

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "bgsim/ids.hpp"

namespace bgsim::network {

/// Collects edges and gives them in the order of their sources, those of one source as they came.
///
/// Rows of different sources lie far apart in memory. Written one by one as they are drawn, each
/// edge would wait for its page; a batch goes through the pages in their order.
class EdgeBatch {
public:
    struct Edge {
        NeuronIndex source = 0;
        std::uint32_t target = 0;
        float weight = 0.0F;
        std::uint32_t delay = 0;
    };

    static constexpr std::size_t capacity = std::size_t{1} << 19U;
    static constexpr std::size_t bytes_per_edge = sizeof(Edge) + 2 * sizeof(std::uint64_t);

    /// @param n_edges  that will come, so that small projections take little memory
    EdgeBatch(NeuronIndex n_sources, std::uint64_t n_edges)
        : n_bits_(static_cast<unsigned>(std::bit_width(n_sources))) {
        edges_.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(capacity, n_edges)));
    }

    /// Takes `edge`; calls `take(edge)` for all that are there once it is full.
    template <typename Take>
    void add(const Edge& edge, const Take& take) {
        is_sorted_ = is_sorted_ && (edges_.empty() || edges_.back().source <= edge.source);
        edges_.push_back(edge);
        if (edges_.size() == capacity) flush(take);
    }

    template <typename Take>
    void flush(const Take& take) {
        if (is_sorted_) {
            for (const Edge& edge : edges_) take(edge);
        } else {
            sort();
            for (const std::uint64_t key : keys_) take(edges_[key & 0xffffffffU]);
        }
        edges_.clear();
        is_sorted_ = true;
    }

private:
    static constexpr unsigned digit_bits = 11;

    /// Keys (source, place) by the digits of the source, the lowest first.
    void sort() {
        keys_.resize(edges_.size());
        sorted_.resize(edges_.size());
        for (std::size_t i = 0; i != edges_.size(); ++i) {
            keys_[i] = std::uint64_t{edges_[i].source} << 32U | i;
        }
        for (unsigned shift = 32; shift < 32 + n_bits_; shift += digit_bits) sort_by_digit(shift);
    }

    void sort_by_digit(unsigned shift) {
        std::array<std::uint32_t, (1U << digit_bits) + 1> starts{};
        const auto digit = [shift](std::uint64_t key) {
            return (key >> shift) & ((1U << digit_bits) - 1);
        };
        for (const std::uint64_t key : keys_) ++starts[digit(key) + 1];
        for (std::size_t d = 1; d != starts.size(); ++d) starts[d] += starts[d - 1];
        for (const std::uint64_t key : keys_) sorted_[starts[digit(key)]++] = key;
        keys_.swap(sorted_);
    }

    unsigned n_bits_;
    bool is_sorted_ = true;
    std::vector<Edge> edges_;
    std::vector<std::uint64_t> keys_;
    std::vector<std::uint64_t> sorted_;
};

}  // namespace bgsim::network
