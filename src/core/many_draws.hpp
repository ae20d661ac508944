/// Many random words at once: what `random_words` gives for several counters.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "bgsim/random.hpp"

namespace bgsim::core {

/// Draws that are made at once, and the words of them, draw after draw.
inline constexpr std::uint32_t draws_at_once = 8;
using ManyRandomWords = std::array<std::uint32_t, std::size_t{4} * draws_at_once>;

/// Whether this machine has AVX2.
bool has_avx2();

/// Philox4x32-10 of eight counters side by side; the same words with all instruction sets.
class ManyDraws {
public:
    /// The words at positions (a, b, c + i, 0), i from 0 to 7.
    static ManyRandomWords in_a_row(StreamKey key,
                                    std::uint32_t a,
                                    std::uint32_t b,
                                    std::uint32_t c,
                                    bool by_avx2 = has_avx2());

    /// The words at positions (a, b[i], 0, 0).
    static ManyRandomWords of_each(StreamKey key,
                                   std::uint32_t a,
                                   const std::array<std::uint32_t, draws_at_once>& b,
                                   bool by_avx2 = has_avx2());
};

}  // namespace bgsim::core
