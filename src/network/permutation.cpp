#include "network/permutation.hpp"

#include <algorithm>
#include <bit>

namespace bgsim::network {

Permutation::Permutation(StreamKey key, std::uint32_t n)
    : key_(key),
      n_(n),
      half_bits_(std::max(1U, (static_cast<unsigned>(std::bit_width(n)) + 1) / 2)) {}

std::uint64_t Permutation::mixed(std::uint64_t x) const {
    constexpr std::uint32_t n_rounds = 8;
    const std::uint64_t mask = (std::uint64_t{1} << half_bits_) - 1;
    std::uint64_t left = x >> half_bits_;
    std::uint64_t right = x & mask;
    for (std::uint32_t round = 0; round != n_rounds; ++round) {
        const auto word = random_words(key_, static_cast<std::uint32_t>(right), round, n_, 0)[0];
        left ^= word & mask;
        std::swap(left, right);
    }
    return left << half_bits_ | right;
}

std::uint32_t Permutation::operator()(std::uint32_t i) const {
    std::uint64_t x = mixed(i);
    while (x >= n_) x = mixed(x);
    return static_cast<std::uint32_t>(x);
}

}  // namespace bgsim::network
