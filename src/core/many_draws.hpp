/// Many random words at once: what `random_words` gives for several counters.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include <emmintrin.h>

#include "bgsim/random.hpp"

namespace bgsim::core {

/// Draws that are made at once, and the words of them, draw after draw.
inline constexpr std::uint32_t draws_at_once = 8;
using ManyRandomWords = std::array<std::uint32_t, std::size_t{4} * draws_at_once>;

/// Philox4x32-10 of eight counters: two in the lanes of a register, four registers side by side.
class ManyDraws {
public:
    /// The words at positions (a, b, c + i, 0), i from 0 to 7.
    static ManyRandomWords in_a_row(StreamKey key,
                                    std::uint32_t a,
                                    std::uint32_t b,
                                    std::uint32_t c) {
        ManyDraws draws;
        for (std::size_t i = 0; i != n; ++i) {
            const auto first = static_cast<std::uint32_t>(c + 2 * i);
            draws.w_[0][i] = both(a);
            draws.w_[1][i] = both(b);
            draws.w_[2][i] = pair(first, first + 1U);
            draws.w_[3][i] = both(0);
        }
        return draws.words(key);
    }

    /// The words at positions (a, b[i], 0, 0).
    static ManyRandomWords of_each(StreamKey key,
                                   std::uint32_t a,
                                   const std::array<std::uint32_t, draws_at_once>& b) {
        ManyDraws draws;
        for (std::size_t i = 0; i != n; ++i) {
            draws.w_[0][i] = both(a);
            draws.w_[1][i] = pair(b[2 * i], b[2 * i + 1]);
            draws.w_[2][i] = both(0);
            draws.w_[3][i] = both(0);
        }
        return draws.words(key);
    }

private:
    static constexpr std::size_t n = draws_at_once / 2;
    using Register = __m128i;  // of each 64-bit lane the low half counts

    static Register both(std::uint32_t x) { return _mm_set1_epi64x(std::int64_t{x}); }
    static Register pair(std::uint32_t x, std::uint32_t y) {
        return _mm_set_epi64x(std::int64_t{y}, std::int64_t{x});
    }

    ManyRandomWords words(StreamKey key) {
        for (int round = 0; round != 10; ++round) {
            const Register k0 = both(key.low);
            const Register k1 = both(key.high);
            for (std::size_t i = 0; i != n; ++i) {
                const Register p0 = _mm_mul_epu32(w_[0][i], both(0xd2511f53U));
                const Register p1 = _mm_mul_epu32(w_[2][i], both(0xcd9e8d57U));
                w_[0][i] = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(p1, 32), w_[1][i]), k0);
                w_[1][i] = p1;
                w_[2][i] = _mm_xor_si128(_mm_xor_si128(_mm_srli_epi64(p0, 32), w_[3][i]), k1);
                w_[3][i] = p0;
            }
            key.low += 0x9e3779b9U;
            key.high += 0xbb67ae85U;
        }
        ManyRandomWords words;
        for (std::size_t i = 0; i != n; ++i) {
            for (std::size_t k = 0; k != 4; ++k) {
                const Register second = _mm_srli_si128(w_[k][i], 8);
                words[8 * i + k] = static_cast<std::uint32_t>(_mm_cvtsi128_si32(w_[k][i]));
                words[8 * i + 4 + k] = static_cast<std::uint32_t>(_mm_cvtsi128_si32(second));
            }
        }
        return words;
    }

    Register w_[4][n];
};

}  // namespace bgsim::core
