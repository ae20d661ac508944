/// The random words of a stream, one after the other.
#pragma once

#include <cstddef>
#include <cstdint>

#include "bgsim/random.hpp"
#include "core/many_draws.hpp"

namespace bgsim::core {

/// The words of one stream at fixed (a, b), one after the other.
class RandomSequence {
public:
    RandomSequence(StreamKey key, std::uint32_t a, std::uint32_t b) : key_(key), a_(a), b_(b) {}

    std::uint32_t next() {
        if (position_ == end_) refill();
        return words_[position_++];
    }

    /// Uniform in {0, ..., n - 1}, without bias (Lemire 2019, doi:10.1145/3230636); n > 0.
    std::uint32_t below(std::uint32_t n) {
        std::uint64_t product = static_cast<std::uint64_t>(next()) * n;
        if (static_cast<std::uint32_t>(product) < n) {
            const std::uint32_t threshold = (0U - n) % n;
            while (static_cast<std::uint32_t>(product) < threshold) {
                product = static_cast<std::uint64_t>(next()) * n;
            }
        }
        return static_cast<std::uint32_t>(product >> 32);
    }

private:
    /// Many sequences are short: single draws at first, then many at once.
    void refill() {
        position_ = 0;
        if (draw_ < 4) {
            const RandomWords words = random_words(key_, a_, b_, draw_++, 0);
            for (std::size_t i = 0; i != words.size(); ++i) words_[i] = words[i];
            end_ = 4;
            return;
        }
        words_ = ManyDraws::in_a_row(key_, a_, b_, draw_);
        draw_ += draws_at_once;
        end_ = 4 * draws_at_once;
    }

    StreamKey key_;
    std::uint32_t a_;
    std::uint32_t b_;
    std::uint32_t draw_ = 0;
    std::uint32_t position_ = 0;
    std::uint32_t end_ = 0;
    ManyRandomWords words_;  // the first `end_`
};

}  // namespace bgsim::core
