/// A random order of many numbers, of which none need be stored.
#pragma once

#include <cstdint>

#include "bgsim/random.hpp"

namespace bgsim::network {

/// A bijection of {0, ..., n - 1} that its key alone determines: a Feistel network whose rounds
/// are words of Philox; what falls outside walks on along its cycle (Black & Rogaway 2002,
/// doi:10.1007/3-540-45760-7_9).
class Permutation {
public:
    Permutation(StreamKey key, std::uint32_t n);

    /// Where `i` < n goes.
    std::uint32_t operator()(std::uint32_t i) const;

private:
    std::uint64_t mixed(std::uint64_t x) const;

    StreamKey key_;
    std::uint32_t n_;
    unsigned half_bits_;  // the network mixes two halves of so many bits
};

}  // namespace bgsim::network
