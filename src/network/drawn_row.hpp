/// The edges of one source while they are drawn.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "network/edge_key.hpp"
#include "network/edge_values.hpp"

namespace bgsim::network {

/// Targets are collected one by one; weights and delays then follow for the whole row.
class DrawnRow {
public:
    DrawnRow(const config::Specification& specification, const config::Projection& projection)
        : values_(specification, projection) {}

    void clear() {
        targets_.clear();
        weight_words_.clear();
        delay_words_.clear();
    }

    void add(std::uint32_t target, const EdgeKey& key) {
        targets_.push_back(target);
        if (values_.draws_weights()) weight_words_.push_back(values_.weight_word(key));
        if (values_.draws_delays()) delay_words_.push_back(values_.delay_word(key));
    }

    /// Draw the values of all edges that were added.
    void finish() {
        weights_.resize(weight_words_.size());
        values_.weights_of(weight_words_, [&](std::size_t i, float w) { weights_[i] = w; });
        delays_.resize(delay_words_.size());
        values_.delays_of(delay_words_, [&](std::size_t i, std::uint32_t d) { delays_[i] = d; });
    }

    std::span<const std::uint32_t> targets() const { return targets_; }
    std::span<const float> weights() const { return weights_; }        ///< empty if all alike
    std::span<const std::uint32_t> delays() const { return delays_; }  ///< above the shortest

private:
    EdgeValues values_;
    std::vector<std::uint32_t> targets_;
    std::vector<std::uint32_t> weight_words_;
    std::vector<std::uint32_t> delay_words_;
    std::vector<float> weights_;
    std::vector<std::uint32_t> delays_;
};

/// What an `EdgeGenerator` calls to fill a row.
struct AddToRow {
    DrawnRow* row;
    void operator()(NeuronIndex, std::uint32_t target, const EdgeKey& key) const {
        row->add(target, key);
    }
};

}  // namespace bgsim::network
