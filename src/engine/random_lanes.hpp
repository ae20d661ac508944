/// Random numbers of one block of cells and one step.
#pragma once

#include <cstdint>

#include "bgsim/ids.hpp"
#include "bgsim/random.hpp"

namespace bgsim::engine {

/// A uniform number for the number of events, then a lane of the block for each. Two words give
/// the former; the two others of the first draw give eight lanes, then each draw gives 16.
class RandomLanes {
public:
    RandomLanes(StreamKey key, std::uint32_t block, Step step)
        : key_(key),
          block_(block),
          low_(static_cast<std::uint32_t>(step)),
          high_(static_cast<std::uint32_t>(step >> 32)),
          words_(random_words(key, block, low_, high_, 0)) {}

    double uniform() const { return open_uniform(words_[0], words_[1]); }

    NeuronIndex next() {
        static_assert(block_size == 256, "one random byte chooses the cell");
        if (byte_ == 16) {
            words_ = random_words(key_, block_, low_, high_, draw_++);
            byte_ = 0;
        }
        const NeuronIndex lane = words_[byte_ / 4] >> (8 * (byte_ % 4)) & 255U;
        ++byte_;
        return lane;
    }

private:
    StreamKey key_;
    std::uint32_t block_;
    std::uint32_t low_;
    std::uint32_t high_;
    RandomWords words_;
    unsigned byte_ = 8;
    std::uint32_t draw_ = 1;
};

}  // namespace bgsim::engine
