/// Which cells receive an input.
#pragma once

#include <bitset>
#include <cstdint>
#include <span>
#include <vector>

#include "bgsim/config/specification.hpp"

namespace bgsim::engine {

/// Those of own blocks: all, or some that are named, of which a share may be drawn at random.
///
/// The drawn are exactly the nearest whole number to their share: a random order of all that are
/// named has them at its beginning. It depends on the seed and the input's name alone.
class Receivers {
public:
    /// @param blocks  of the target, ascending, that will be asked for
    Receivers(const config::Specification& specification,
              const config::Input& input,
              std::span<const std::uint32_t> blocks);

    bool are_all() const { return are_all_; }
    /// @param block  its position among the blocks
    bool any_in(std::size_t block) const { return are_all_ || lanes_[block].any(); }
    bool has(std::size_t block, NeuronIndex lane) const { return are_all_ || lanes_[block][lane]; }

private:
    bool are_all_;
    std::vector<std::bitset<block_size>> lanes_;  // [block]; none if all receive it
};

}  // namespace bgsim::engine
