/// Weight and delay of an edge, as functions of its key.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "bgsim/config/specification.hpp"
#include "bgsim/random.hpp"
#include "core/many_draws.hpp"
#include "network/edge_key.hpp"
#include "network/sampler.hpp"

namespace bgsim::network {

/// One random word for each edge; the four of a draw serve neighbouring edges. Edges that follow
/// each other are expected to go on, so that many draws are made at once.
class EdgeWords {
public:
    explicit EdgeWords(StreamKey key) : key_(key) {}

    std::uint32_t operator()(const EdgeKey& edge) {
        const std::uint32_t draw = edge.place / 4;
        if (edge.row != row_ || edge.chunk != chunk_ || draw - first_ >= n_draws_) refill(edge);
        return words_[edge.place - 4 * first_];
    }

private:
    void refill(const EdgeKey& edge) {
        const std::uint32_t draw = edge.place / 4;
        const bool goes_on = edge.row == row_ && edge.chunk == chunk_ && draw == first_ + n_draws_;
        row_ = edge.row;
        chunk_ = edge.chunk;
        first_ = draw;
        if (goes_on) {
            words_ = core::ManyDraws::in_a_row(key_, row_, chunk_, draw);
            n_draws_ = core::draws_at_once;
        } else {
            const RandomWords words = random_words(key_, row_, chunk_, draw, 0);
            std::copy(words.begin(), words.end(), words_.begin());
            n_draws_ = 1;
        }
    }

    StreamKey key_;
    std::uint32_t row_ = 0;
    std::uint32_t chunk_ = 0;
    std::uint32_t first_ = 0;
    std::uint32_t n_draws_ = 0;  // none yet
    core::ManyRandomWords words_{};
};

/// What is drawn for the edges of one projection: a word for each edge, and later, of many words at
/// once, the values that they stand for.
class EdgeValues {
public:
    EdgeValues(const config::Specification& specification, const config::Projection& projection)
        : draws_weights_(!projection.weight.is_constant()),
          draws_delays_(projection.min_delay != projection.max_delay),
          dt_(specification.dt),
          min_delay_(projection.min_delay),
          max_delay_(projection.max_delay),
          weight_(projection.weight),
          delay_(projection.delay),
          weight_words_(stream_key(specification.seed, Purpose::weight, projection.name)),
          delay_words_(stream_key(specification.seed, Purpose::delay, projection.name)) {}

    /// Whether weights differ; words are drawn only for what does.
    bool draws_weights() const { return draws_weights_; }
    bool draws_delays() const { return draws_delays_; }

    std::uint32_t weight_word(const EdgeKey& edge) { return weight_words_(edge); }
    std::uint32_t delay_word(const EdgeKey& edge) { return delay_words_(edge); }

    /// Call `use(i, weight)` for each word, i counting from 0; [nS], [pA] or [mV].
    template <typename Use>
    void weights_of(std::span<const std::uint32_t> words, const Use& use) const {
        for_each_value(weight_, words,
                       [&](std::size_t i, double weight) { use(i, static_cast<float>(weight)); });
    }

    /// Call `use(i, steps)` for each word; steps above the shortest delay of the projection.
    template <typename Use>
    void delays_of(std::span<const std::uint32_t> words, const Use& use) const {
        for_each_value(delay_, words, [&](std::size_t i, double delay_ms) {
            const Step steps = std::clamp(nearest(delay_ms / dt_), min_delay_, max_delay_);
            use(i, static_cast<std::uint32_t>(steps - min_delay_));
        });
    }

private:
    /// As std::llround does for numbers above 0, but in line.
    static Step nearest(double x) {
        const auto below = static_cast<Step>(x);
        return below + (x - static_cast<double>(below) >= 0.5 ? 1 : 0);
    }

    template <typename Use>
    static void for_each_value(const Sampler& sampler,
                               std::span<const std::uint32_t> words,
                               const Use& use) {
        std::array<double, 64> values;
        for (std::size_t first = 0; first < words.size(); first += values.size()) {
            const std::size_t n = std::min(values.size(), words.size() - first);
            for (std::size_t i = 0; i != n; ++i) values[i] = open_uniform(words[first + i]);
            sampler.replace({values.data(), n});
            for (std::size_t i = 0; i != n; ++i) use(first + i, values[i]);
        }
    }

    bool draws_weights_;
    bool draws_delays_;
    double dt_;
    Step min_delay_;
    Step max_delay_;
    Sampler weight_;
    Sampler delay_;
    EdgeWords weight_words_;
    EdgeWords delay_words_;
};

}  // namespace bgsim::network
