#include "network/permutation.hpp"

#include <immintrin.h>

namespace bgsim::network {

/// `Permutation::backward` of eight numbers at a time; the same integers, whatever the processor.
struct VectorPermutation {
    static constexpr std::size_t lanes = 8;

    /// As `Permutation::hash`; the high halves of products of 32-bit numbers are those of products
    /// of even and of odd lanes.
    [[gnu::target("avx2"), gnu::always_inline]] static inline __m256i hash(__m256i digit,
                                                                           std::uint32_t key,
                                                                           std::uint32_t n) {
        const auto all = [](std::uint32_t x) { return static_cast<int>(x); };
        __m256i x = _mm256_xor_si256(digit, _mm256_set1_epi32(all(key)));
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

    /// Of the numbers first, ..., first + 7, once through all rounds.
    [[gnu::target("avx2")]] static void backward(const Permutation& p,
                                                 std::uint32_t first,
                                                 std::uint32_t* out) {
        alignas(32) std::array<std::uint32_t, lanes> lefts;
        alignas(32) std::array<std::uint32_t, lanes> rights;
        std::uint32_t left_digit = first / p.n_right_;
        std::uint32_t right_digit = first % p.n_right_;
        for (std::size_t i = 0; i != lanes; ++i) {
            lefts[i] = left_digit;
            rights[i] = right_digit;
            if (++right_digit != p.n_right_) continue;
            right_digit = 0;
            ++left_digit;
        }
        __m256i left = _mm256_load_si256(reinterpret_cast<const __m256i*>(lefts.data()));
        __m256i right = _mm256_load_si256(reinterpret_cast<const __m256i*>(rights.data()));
        for (std::size_t i = p.n_rounds_; i != 0; i -= 2) {
            right = difference(right, hash(left, p.keys_[i - 1], p.n_right_), p.n_right_);
            left = difference(left, hash(right, p.keys_[i - 2], p.n_left_), p.n_left_);
        }
        const __m256i n_right = _mm256_set1_epi32(static_cast<int>(p.n_right_));
        const __m256i y = _mm256_add_epi32(_mm256_mullo_epi32(left, n_right), right);
        _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), y);
    }
};

void Permutation::inverses(std::uint32_t first, std::span<std::uint32_t> numbers) const {
    static const bool has_vectors = __builtin_cpu_supports("avx2") != 0;
    constexpr std::size_t lanes = VectorPermutation::lanes;
    if (!has_vectors) {
        for (std::uint32_t& number : numbers) number = inverse(first++);
        return;
    }
    std::array<std::uint32_t, lanes> some;  // at the end more than are asked for
    for (std::size_t i = 0; i < numbers.size(); i += lanes) {
        VectorPermutation::backward(*this, first + static_cast<std::uint32_t>(i), some.data());
        const std::size_t n = std::min(lanes, numbers.size() - i);
        for (std::size_t k = 0; k != n; ++k) {
            numbers[i + k] = some[k] < n_ ? some[k] : inverse(some[k]);
        }
    }
}

}  // namespace bgsim::network
