#include "core/many_draws.hpp"

#include <immintrin.h>

namespace bgsim::core {
namespace {

/// Positions of eight draws: word by word, [word of the counter][draw].
struct Counters {
    alignas(32) std::array<std::array<std::uint64_t, draws_at_once>, 4> words;
};

constexpr int n_rounds = 10;
constexpr std::uint32_t multiplier_0 = 0xd2511f53U;
constexpr std::uint32_t multiplier_1 = 0xcd9e8d57U;

void next_round(StreamKey& key) {
    key.low += 0x9e3779b9U;
    key.high += 0xbb67ae85U;
}

/// Two draws in the lanes of a register, of which the low half counts; four registers.
ManyRandomWords words_by_sse2(StreamKey key, const Counters& counters) {
    constexpr std::size_t n = draws_at_once / 2;
    const auto both = [](std::uint32_t x) { return _mm_set1_epi64x(std::int64_t{x}); };
    __m128i w[4][n];
    for (std::size_t k = 0; k != 4; ++k) {
        for (std::size_t i = 0; i != n; ++i) {
            w[k][i] = _mm_load_si128(reinterpret_cast<const __m128i*>(&counters.words[k][2 * i]));
        }
    }
    for (int round = 0; round != n_rounds; ++round) {
        const __m128i k0 = both(key.low);
        const __m128i k1 = both(key.high);
        for (std::size_t i = 0; i != n; ++i) {
            const __m128i p0 = _mm_mul_epu32(w[0][i], both(multiplier_0));
            const __m128i p1 = _mm_mul_epu32(w[2][i], both(multiplier_1));
            w[0][i] = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(p1, 32), w[1][i]), k0);
            w[1][i] = p1;
            w[2][i] = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(p0, 32), w[3][i]), k1);
            w[3][i] = p0;
        }
        next_round(key);
    }
    ManyRandomWords words;
    for (std::size_t i = 0; i != n; ++i) {
        for (std::size_t k = 0; k != 4; ++k) {
            const __m128i second = _mm_srli_si128(w[k][i], 8);
            words[8 * i + k] = static_cast<std::uint32_t>(_mm_cvtsi128_si32(w[k][i]));
            words[8 * i + 4 + k] = static_cast<std::uint32_t>(_mm_cvtsi128_si32(second));
        }
    }
    return words;
}

/// Four draws in a register; two registers.
[[gnu::target("avx2")]] ManyRandomWords words_by_avx2(StreamKey key, const Counters& counters) {
    constexpr std::size_t n = draws_at_once / 4;
    const __m256i m0 = _mm256_set1_epi64x(std::int64_t{multiplier_0});
    const __m256i m1 = _mm256_set1_epi64x(std::int64_t{multiplier_1});
    __m256i w[4][n];
    for (std::size_t k = 0; k != 4; ++k) {
        for (std::size_t i = 0; i != n; ++i) {
            w[k][i] =
                _mm256_load_si256(reinterpret_cast<const __m256i*>(&counters.words[k][4 * i]));
        }
    }
    for (int round = 0; round != n_rounds; ++round) {
        const __m256i k0 = _mm256_set1_epi64x(std::int64_t{key.low});
        const __m256i k1 = _mm256_set1_epi64x(std::int64_t{key.high});
        for (std::size_t i = 0; i != n; ++i) {
            const __m256i p0 = _mm256_mul_epu32(w[0][i], m0);
            const __m256i p1 = _mm256_mul_epu32(w[2][i], m1);
            w[0][i] = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(p1, 32), w[1][i]), k0);
            w[1][i] = p1;
            w[2][i] = _mm256_xor_si256(_mm256_xor_si256(_mm256_srli_epi64(p0, 32), w[3][i]), k1);
            w[3][i] = p0;
        }
        next_round(key);
    }
    ManyRandomWords words;
    for (std::size_t i = 0; i != n; ++i) {
        // Per lane two words of a draw, then per half register the four words of one.
        const __m256i w01 = _mm256_blend_epi32(w[0][i], _mm256_slli_epi64(w[1][i], 32), 0xaa);
        const __m256i w23 = _mm256_blend_epi32(w[2][i], _mm256_slli_epi64(w[3][i], 32), 0xaa);
        const __m256i even = _mm256_unpacklo_epi64(w01, w23);
        const __m256i odd = _mm256_unpackhi_epi64(w01, w23);
        auto* const out = reinterpret_cast<__m256i*>(&words[16 * i]);
        _mm256_storeu_si256(out, _mm256_permute2x128_si256(even, odd, 0x20));
        _mm256_storeu_si256(out + 1, _mm256_permute2x128_si256(even, odd, 0x31));
    }
    return words;
}

ManyRandomWords words_of(StreamKey key, const Counters& counters, bool by_avx2) {
    return by_avx2 ? words_by_avx2(key, counters) : words_by_sse2(key, counters);
}

}  // namespace

bool has_avx2() {
    static const bool has = __builtin_cpu_supports("avx2") != 0;
    return has;
}

ManyRandomWords ManyDraws::in_a_row(StreamKey key,
                                    std::uint32_t a,
                                    std::uint32_t b,
                                    std::uint32_t c,
                                    bool by_avx2) {
    Counters counters;
    for (std::uint32_t i = 0; i != draws_at_once; ++i) {
        counters.words[0][i] = a;
        counters.words[1][i] = b;
        counters.words[2][i] = c + i;
        counters.words[3][i] = 0;
    }
    return words_of(key, counters, by_avx2);
}

ManyRandomWords ManyDraws::of_each(StreamKey key,
                                   std::uint32_t a,
                                   const std::array<std::uint32_t, draws_at_once>& b,
                                   bool by_avx2) {
    Counters counters;
    for (std::uint32_t i = 0; i != draws_at_once; ++i) {
        counters.words[0][i] = a;
        counters.words[1][i] = b[i];
        counters.words[2][i] = 0;
        counters.words[3][i] = 0;
    }
    return words_of(key, counters, by_avx2);
}

}  // namespace bgsim::core
