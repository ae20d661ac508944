/// A random order of many numbers, of which none need be stored.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "bgsim/random.hpp"
#include "core/random_sequence.hpp"

namespace bgsim::network {

/// A bijection of {0, ..., n - 1}: numbers are pairs (left, right) of digits below about sqrt(n),
/// and a Feistel network of 6 rounds (16 below 1000) adds to each digit a hash of the other, modulo
/// its number of values. The few pairs that stand for no number below n are sent through it again.
/// Source: Luby & Rackoff (1988), SIAM J. Comput. 17, 373-386; digits that are no powers of two and
/// cycle walking: Black & Rogaway (2002), CT-RSA, LNCS 2271, 114-130.
class Permutation {
public:
    /// @param n       of none there is nothing to ask for
    /// @param number  tells apart those of the same key
    Permutation(StreamKey key, std::uint32_t n, std::uint32_t number = 0)
        : n_(n),
          n_left_(static_cast<std::uint32_t>(
              std::max(1.0, std::ceil(std::sqrt(static_cast<double>(n)))))),
          n_right_(static_cast<std::uint32_t>((std::uint64_t{n} + n_left_ - 1) / n_left_)),
          n_rounds_(n < 1000 ? 16 : 6),
          keys_(keys_of(key, number)) {}

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

    /// inverse(first), inverse(first + 1), ... in place of `numbers`. With AVX2 eight at a time.
    void inverses(std::uint32_t first, std::span<std::uint32_t> numbers) const;

private:
    friend struct VectorPermutation;
    friend class PermutationFamily;
    using Keys = std::array<std::uint32_t, 16>;  // of each round

    static Keys keys_of(StreamKey key, std::uint32_t number) {
        core::RandomSequence random(key, number, tag);
        Keys keys;
        for (std::uint32_t& k : keys) k = random.next();
        return keys;
    }
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
        for (std::size_t i = 0; i != n_rounds_; i += 2) {
            left = sum(left, hash(right, keys_[i], n_left_), n_left_);
            right = sum(right, hash(left, keys_[i + 1], n_right_), n_right_);
        }
        return left * n_right_ + right;
    }

    std::uint32_t backward(std::uint32_t y) const {
        std::uint32_t left = y / n_right_;
        std::uint32_t right = y % n_right_;
        for (std::size_t i = n_rounds_; i != 0; i -= 2) {
            right = difference(right, hash(left, keys_[i - 1], n_right_), n_right_);
            left = difference(left, hash(right, keys_[i - 2], n_left_), n_left_);
        }
        return left * n_right_ + right;
    }

    std::uint32_t n_;
    std::uint32_t n_left_;
    std::uint32_t n_right_;
    std::size_t n_rounds_;  // digits of few values need more
    Keys keys_;
};

/// Permutations of as many numbers, those of one key and number = 0, 1, ...; several neighbours at
/// a time are asked for the same few numbers.
class PermutationFamily {
public:
    static constexpr std::size_t lanes = 8;

    PermutationFamily(StreamKey key, std::uint32_t n, std::uint32_t n_members);

    /// Sends first, first + 1, ... back through the members `member`, ..., `member` + lanes - 1:
    /// out[i * lanes + l] is what member + l gives for first + i, except that what is not below n
    /// has to be sent on by Permutation::inverse. Lanes without a member hold anything.
    /// @param n_numbers  out has room for `lanes` times as many
    void backward(std::uint32_t member,
                  std::uint32_t first,
                  std::uint32_t n_numbers,
                  std::uint32_t* out) const;

private:
    friend struct VectorPermutation;

    const std::uint32_t* keys_of_round(std::size_t round, std::uint32_t member) const {
        return keys_.data() + round * n_members_ + member;
    }

    Permutation shape_;                // of a member, whatever its keys
    std::size_t n_members_;            // with some that do not exist, to fill the lanes
    std::vector<std::uint32_t> keys_;  // [round][member]
};

}  // namespace bgsim::network
