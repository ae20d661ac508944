/// In-degrees as slots that sources fill: who fills a slot, and which slots a source fills.
///
/// K slots of each target are numbered within chunks of targets. A keyed bijection permutes the
/// numbers of a chunk, and each source owns an equal, contiguous range of the permuted ones. So the
/// in-degree is exact, each source is taken equally often (to within one in a chunk), and both
/// questions are answered without a table: the synapses of a source can be generated anew when it
/// fires, those onto a target where it lives.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>

#include "bgsim/ids.hpp"
#include "bgsim/random.hpp"

namespace bgsim::network {

/// A bijection of {0, ..., n - 1}: numbers are pairs (left, right) of digits below about sqrt(n),
/// and a Feistel network of six rounds adds to each digit a hash of the other, modulo its number
/// of values. The few pairs that stand for no number below n are sent through it again.
/// Source: Luby & Rackoff (1988), SIAM J. Comput. 17, 373-386; digits that are no powers of two and
/// cycle walking: Black & Rogaway (2002), CT-RSA, LNCS 2271, 114-130.
class SlotPermutation {
public:
    /// @param n  from 1 to 2^31
    SlotPermutation(StreamKey key, std::uint32_t chunk, std::uint32_t n)
        : n_(n),
          n_left_(static_cast<std::uint32_t>(std::ceil(std::sqrt(static_cast<double>(n))))),
          n_right_((n + n_left_ - 1) / n_left_) {
        RandomSequence random(key, chunk, tag);
        for (std::uint32_t& k : keys_) k = random.next();
    }

    std::uint32_t operator()(std::uint32_t x) const {
        do {
            x = forward(x);
        } while (x >= n_);
        return x;
    }

    std::uint32_t inverse(std::uint32_t y) const {
        do {
            y = backward(y);
        } while (y >= n_);
        return y;
    }

private:
    static constexpr std::uint32_t tag = 0x510f5U;  // apart from other draws of the same stream

    /// A number below `n` that depends on the other digit.
    static std::uint32_t hash(std::uint32_t digit, std::uint32_t key, std::uint32_t n) {
        std::uint32_t x = (digit ^ key) * 0x85ebca6bU;
        x ^= x >> 15U;
        x *= 0xc2b2ae35U;
        return static_cast<std::uint32_t>((std::uint64_t{x} * n) >> 32U);
    }
    static std::uint32_t sum(std::uint32_t a, std::uint32_t b, std::uint32_t n) {
        const std::uint32_t s = a + b;
        return s >= n ? s - n : s;
    }
    static std::uint32_t difference(std::uint32_t a, std::uint32_t b, std::uint32_t n) {
        return a >= b ? a - b : a + n - b;
    }

    std::uint32_t forward(std::uint32_t x) const {
        std::uint32_t left = x / n_right_;
        std::uint32_t right = x % n_right_;
        for (std::size_t i = 0; i != keys_.size(); i += 2) {
            left = sum(left, hash(right, keys_[i], n_left_), n_left_);
            right = sum(right, hash(left, keys_[i + 1], n_right_), n_right_);
        }
        return left * n_right_ + right;
    }

    std::uint32_t backward(std::uint32_t y) const {
        std::uint32_t left = y / n_right_;
        std::uint32_t right = y % n_right_;
        for (std::size_t i = keys_.size(); i != 0; i -= 2) {
            right = difference(right, hash(left, keys_[i - 1], n_right_), n_right_);
            left = difference(left, hash(right, keys_[i - 2], n_left_), n_left_);
        }
        return left * n_right_ + right;
    }

    std::uint32_t n_;
    std::uint32_t n_left_;
    std::uint32_t n_right_;
    std::array<std::uint32_t, 6> keys_{};
};

/// `n` numbers in equal contiguous ranges for `n_owners`; the product of the two fits 63 bits.
class EqualShares {
public:
    EqualShares(std::uint64_t n, std::uint64_t n_owners) : n_(n), n_owners_(n_owners) {}

    /// Of the range [begin_of(owner), begin_of(owner + 1)).
    std::uint64_t begin_of(std::uint64_t owner) const { return owner * n_ / n_owners_; }
    std::uint64_t owner_of(std::uint64_t number) const {
        return ((number + 1) * n_owners_ - 1) / n_;
    }

private:
    std::uint64_t n_;
    std::uint64_t n_owners_;
};

/// Targets of a chunk, a multiple of `block_size`: so many that their slots fit 31 bits.
inline NeuronIndex targets_per_chunk(std::uint64_t slots_per_target) {
    NeuronIndex n = 256 * block_size;
    while (n > block_size && n * slots_per_target > (1ULL << 31U)) n /= 2;
    return n;
}

}  // namespace bgsim::network
