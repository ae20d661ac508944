/// Where cells of a few blocks fired in an interval, from the kernels until spikes are taken.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <vector>

#include "bgsim/ids.hpp"

namespace bgsim::engine {

/// A byte for each block, step and lane; all 0 but between integrating a block and taking its
/// spikes. Most blocks have none: those are not looked through.
class FiredCells {
public:
    /// @param n_steps  of the longest interval
    FiredCells(std::size_t n_blocks, std::size_t n_steps)
        : in_block_(n_steps * block_size), fired_(n_blocks * in_block_), any_(n_blocks) {}

    /// [step][block_size] of a block: what is not 0 fires.
    std::uint8_t* of(std::size_t block) { return fired_.data() + block * in_block_; }

    /// Whether something is set there.
    void say(std::size_t block, bool any) { any_[block] = any ? 1 : 0; }

    /// Call `use(step, lane)` for each of the first `n_cells` cells of a block that fired, step by
    /// step, and forget them.
    template <typename Use>
    void take(std::size_t block, int n_steps, NeuronIndex n_cells, const Use& use) {
        if (any_[block] == 0) return;
        any_[block] = 0;
        for (int step = 0; step != n_steps; ++step) {
            std::uint8_t* const row = of(block) + static_cast<std::size_t>(step) * block_size;
            for (NeuronIndex lane = 0; lane != block_size; lane += few) {
                if (is_clear(row + lane)) continue;
                for (NeuronIndex i = lane; i < std::min(lane + few, n_cells); ++i) {
                    if (row[i] != 0) use(step, i);
                }
                std::fill_n(row + lane, few, std::uint8_t{0});
            }
        }
    }

private:
    static constexpr NeuronIndex few = 32;

    static bool is_clear(const std::uint8_t* fired) {
        std::uint64_t words[few / sizeof(std::uint64_t)];
        std::memcpy(words, fired, sizeof(words));
        std::uint64_t any = 0;
        for (const std::uint64_t word : words) any |= word;
        return any == 0;
    }

    std::size_t in_block_;
    std::vector<std::uint8_t> fired_;  // [block][step][lane]
    std::vector<std::uint8_t> any_;    // [block]
};

}  // namespace bgsim::engine
