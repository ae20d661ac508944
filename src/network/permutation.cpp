#include "network/permutation.hpp"

#include <immintrin.h>

#include <tuple>

#include "core/many_draws.hpp"

namespace bgsim::network {

/// `Permutation::backward` of eight numbers at a time; the same integers, whatever the processor.
struct VectorPermutation {
    static constexpr std::size_t lanes = 8;

    /// As `Permutation::hash`; the high halves of products of 32-bit numbers are those of products
    /// of even and of odd lanes.
    [[gnu::target("avx2"), gnu::always_inline]] static inline __m256i hash(__m256i digit,
                                                                           __m256i keys,
                                                                           std::uint32_t n) {
        const auto all = [](std::uint32_t x) { return static_cast<int>(x); };
        __m256i x = _mm256_xor_si256(digit, keys);
        x = _mm256_mullo_epi32(x, _mm256_set1_epi32(all(0x85ebca6bU)));
        x = _mm256_xor_si256(x, _mm256_srli_epi32(x, 15));
        x = _mm256_mullo_epi32(x, _mm256_set1_epi32(all(0xc2b2ae35U)));
        const __m256i values = _mm256_set1_epi32(all(n));
        const __m256i even = _mm256_srli_epi64(_mm256_mul_epu32(x, values), 32);
        const __m256i odd = _mm256_mul_epu32(_mm256_srli_epi64(x, 32), values);
        return _mm256_blend_epi32(even, odd, 0xaa);
    }

    /// As `Permutation::difference`: of a - b and a - b + n the one that did not wrap around.
    [[gnu::target("avx2"), gnu::always_inline]] static inline __m256i difference(__m256i a,
                                                                                 __m256i b,
                                                                                 std::uint32_t n) {
        const __m256i d = _mm256_sub_epi32(a, b);
        return _mm256_min_epu32(d, _mm256_add_epi32(d, _mm256_set1_epi32(static_cast<int>(n))));
    }

    /// `n` chains of operations side by side, since each alone would wait for its products.
    /// @param keys  of a round, for all lanes
    template <std::size_t n, typename Keys>
    [[gnu::target("avx2"), gnu::always_inline]] static inline void rounds(const Permutation& p,
                                                                          __m256i (&left)[n],
                                                                          __m256i (&right)[n],
                                                                          const Keys& keys) {
        for (std::size_t i = p.n_rounds_; i != 0; i -= 2) {
            const __m256i right_keys = keys(i - 1);
            for (std::size_t c = 0; c != n; ++c) {
                right[c] = difference(right[c], hash(left[c], right_keys, p.n_right_), p.n_right_);
            }
            const __m256i left_keys = keys(i - 2);
            for (std::size_t c = 0; c != n; ++c) {
                left[c] = difference(left[c], hash(right[c], left_keys, p.n_left_), p.n_left_);
            }
        }
    }

    template <std::size_t n>
    [[gnu::target("avx2"), gnu::always_inline]] static inline void store_numbers(
        const Permutation& p,
        const __m256i (&left)[n],
        const __m256i (&right)[n],
        std::uint32_t* out) {
        const __m256i values = _mm256_set1_epi32(static_cast<int>(p.n_right_));
        for (std::size_t c = 0; c != n; ++c) {
            const __m256i y = _mm256_add_epi32(_mm256_mullo_epi32(left[c], values), right[c]);
            _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + c * lanes), y);
        }
    }

    /// The numbers first, first + 1, ... (n times eight) once through all rounds.
    template <std::size_t n>
    [[gnu::target("avx2")]] static void backward(const Permutation& p,
                                                 std::uint32_t first,
                                                 std::uint32_t* out) {
        alignas(32) std::array<std::uint32_t, n * lanes> lefts;
        alignas(32) std::array<std::uint32_t, n * lanes> rights;
        std::uint32_t left_digit = first / p.n_right_;
        std::uint32_t right_digit = first % p.n_right_;
        for (std::size_t i = 0; i != n * lanes; ++i) {
            lefts[i] = left_digit;
            rights[i] = right_digit;
            if (++right_digit != p.n_right_) continue;
            right_digit = 0;
            ++left_digit;
        }
        __m256i left[n];
        __m256i right[n];
        for (std::size_t c = 0; c != n; ++c) {
            left[c] = _mm256_load_si256(reinterpret_cast<const __m256i*>(&lefts[c * lanes]));
            right[c] = _mm256_load_si256(reinterpret_cast<const __m256i*>(&rights[c * lanes]));
        }
        rounds(
            p, left, right, [&](std::size_t round) __attribute__((always_inline, target("avx2"))) {
                return _mm256_set1_epi32(static_cast<int>(p.keys_[round]));
            });
        store_numbers(p, left, right, out);
    }

    /// The numbers first, ..., first + n - 1 through each of eight members.
    template <std::size_t n>
    [[gnu::target("avx2")]] static void backward(const PermutationFamily& family,
                                                 std::uint32_t member,
                                                 std::uint32_t first,
                                                 std::uint32_t* out) {
        const Permutation& p = family.shape_;
        __m256i left[n];
        __m256i right[n];
        for (std::uint32_t c = 0; c != n; ++c) {
            left[c] = _mm256_set1_epi32(static_cast<int>((first + c) / p.n_right_));
            right[c] = _mm256_set1_epi32(static_cast<int>((first + c) % p.n_right_));
        }
        rounds(
            p, left, right, [&](std::size_t round) __attribute__((always_inline, target("avx2"))) {
                return _mm256_loadu_si256(
                    reinterpret_cast<const __m256i*>(family.keys_of_round(round, member)));
            });
        store_numbers(p, left, right, out);
    }
};

void Permutation::inverses(std::uint32_t first, std::span<std::uint32_t> numbers) const {
    constexpr std::size_t lanes = VectorPermutation::lanes;
    constexpr std::size_t chains = 4;
    if (!core::has_avx2()) {
        for (std::uint32_t& number : numbers) number = inverse(first++);
        return;
    }
    std::array<std::uint32_t, chains * lanes> some;  // at the end more than are asked for
    for (std::size_t i = 0; i < numbers.size();) {
        const auto begin = first + static_cast<std::uint32_t>(i);
        const bool many = numbers.size() - i > lanes;
        if (many) {
            VectorPermutation::backward<chains>(*this, begin, some.data());
        } else {
            VectorPermutation::backward<1>(*this, begin, some.data());
        }
        const std::size_t n = std::min(many ? some.size() : lanes, numbers.size() - i);
        for (std::size_t k = 0; k != n; ++k, ++i) {
            numbers[i] = some[k] < n_ ? some[k] : inverse(some[k]);
        }
    }
}

PermutationFamily::PermutationFamily(StreamKey key, std::uint32_t n, std::uint32_t n_members)
    : shape_(key, n),
      n_members_(n_members + lanes),
      keys_(std::tuple_size_v<Permutation::Keys> * n_members_, 0) {
    for (std::uint32_t member = 0; member != n_members; ++member) {
        const auto keys = Permutation::keys_of(key, member);
        for (std::size_t round = 0; round != keys.size(); ++round) {
            keys_[round * n_members_ + member] = keys[round];
        }
    }
}

void PermutationFamily::backward(std::uint32_t member,
                                 std::uint32_t first,
                                 std::uint32_t n_numbers,
                                 std::uint32_t* out) const {
    static_assert(lanes == VectorPermutation::lanes);
    if (!core::has_avx2()) {
        Permutation p = shape_;
        for (std::uint32_t l = 0; l != lanes; ++l) {
            for (std::size_t round = 0; round != p.keys_.size(); ++round) {
                p.keys_[round] = *keys_of_round(round, member + l);
            }
            for (std::uint32_t i = 0; i != n_numbers; ++i)
                out[i * lanes + l] = p.backward(first + i);
        }
        return;
    }
    constexpr std::uint32_t at_once = 4;
    for (; n_numbers >= at_once; n_numbers -= at_once) {
        VectorPermutation::backward<at_once>(*this, member, first, out);
        first += at_once;
        out += at_once * lanes;
    }
    if (n_numbers == 3) VectorPermutation::backward<3>(*this, member, first, out);
    if (n_numbers == 2) VectorPermutation::backward<2>(*this, member, first, out);
    if (n_numbers == 1) VectorPermutation::backward<1>(*this, member, first, out);
}

}  // namespace bgsim::network
