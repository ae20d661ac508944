/// Weight and delay of an edge, as functions of its key.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "bgsim/config/specification.hpp"
#include "bgsim/random.hpp"
#include "network/edge_key.hpp"
#include "network/sampler.hpp"

namespace bgsim::network {

/// One uniform number for each edge; the four of a draw serve neighbouring edges.
class EdgeUniform {
public:
    explicit EdgeUniform(StreamKey key) : key_(key) {}

    double operator()(const EdgeKey& edge) {
        const std::uint32_t group = edge.place / 4;
        if (!valid_ || edge.row != row_ || edge.chunk != chunk_ || group != group_) {
            words_ = random_words(key_, edge.row, edge.chunk, group, 0);
            row_ = edge.row;
            chunk_ = edge.chunk;
            group_ = group;
            valid_ = true;
        }
        return open_uniform(words_[edge.place % 4]);
    }

private:
    StreamKey key_;
    bool valid_ = false;
    std::uint32_t row_ = 0;
    std::uint32_t chunk_ = 0;
    std::uint32_t group_ = 0;
    RandomWords words_{};
};

/// What is drawn for the edges of one projection.
class EdgeValues {
public:
    EdgeValues(const config::Specification& specification, const config::Projection& projection)
        : dt_(specification.dt),
          min_delay_(projection.min_delay),
          max_delay_(projection.max_delay),
          weight_(projection.weight),
          delay_(projection.delay),
          weight_draw_(stream_key(specification.seed, Purpose::weight, projection.name)),
          delay_draw_(stream_key(specification.seed, Purpose::delay, projection.name)) {}

    float weight(const EdgeKey& edge) { return static_cast<float>(weight_(weight_draw_(edge))); }

    /// In steps above the shortest of the projection.
    Step delay_above_min(const EdgeKey& edge) {
        const auto steps = static_cast<Step>(std::llround(delay_(delay_draw_(edge)) / dt_));
        return std::clamp(steps, min_delay_, max_delay_) - min_delay_;
    }

private:
    double dt_;
    Step min_delay_;
    Step max_delay_;
    Sampler weight_;
    Sampler delay_;
    EdgeUniform weight_draw_;
    EdgeUniform delay_draw_;
};

}  // namespace bgsim::network
