/// Counter-based random numbers: every draw is a pure function of (seed, purpose, name, counter).
///
/// So nothing depends on the order of drawing, on the number of ranks and threads, or on what other
/// populations and projections exist. Generator: Philox4x32-10, Salmon et al. (2011), SC'11,
/// doi:10.1145/2063384.2063405, from the Random123 library.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include <emmintrin.h>

#include <Random123/philox.h>

namespace bgsim {

/// What a stream of random numbers is for; streams of different purpose are independent.
enum class Purpose : std::uint32_t {
    parameter = 1,
    initial,
    partners,
    weight,
    delay,
    poisson,
    noise,
    jitter,
    recruits
};

/// Selects one stream.
struct StreamKey {
    std::uint32_t low = 0;
    std::uint32_t high = 0;
};

using RandomWords = std::array<std::uint32_t, 4>;

/// The four words of stream `key` at position (a, b, c, d).
inline RandomWords random_words(StreamKey key,
                                std::uint32_t a,
                                std::uint32_t b,
                                std::uint32_t c,
                                std::uint32_t d) {
    const r123::Philox4x32::ctr_type counter = {{a, b, c, d}};
    const r123::Philox4x32::key_type k = {{key.low, key.high}};
    const auto words = r123::Philox4x32{}(counter, k);
    return {words[0], words[1], words[2], words[3]};
}

/// Draws that are made at once, and the words of them, draw after draw.
inline constexpr std::uint32_t draws_at_once = 8;
using ManyRandomWords = std::array<std::uint32_t, 4 * draws_at_once>;

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

/// 64-bit FNV-1a hash, continued from `hash`.
constexpr std::uint64_t hash_text(std::string_view text,
                                  std::uint64_t hash = 0xcbf29ce484222325ULL) {
    for (const char c : text) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3ULL;
    }
    return hash;
}

/// The stream of `seed` for `purpose` of the object `name` (population, projection, input) and,
/// where it has several, of its `field`.
inline StreamKey stream_key(std::uint64_t seed,
                            Purpose purpose,
                            std::string_view name,
                            std::string_view field = {}) {
    // The separator keeps ("ab", "c") and ("a", "bc") apart.
    const std::uint64_t hash = hash_text(field, hash_text("\x1f", hash_text(name)));
    const StreamKey seed_key = {static_cast<std::uint32_t>(seed),
                                static_cast<std::uint32_t>(seed >> 32)};
    const RandomWords words = random_words(seed_key, static_cast<std::uint32_t>(hash),
                                           static_cast<std::uint32_t>(hash >> 32),
                                           static_cast<std::uint32_t>(purpose), 0);
    return {words[0], words[1]};
}

/// Uniform in (0, 1), 32 bits, never 0 or 1.
inline double open_uniform(std::uint32_t word) {
    return (static_cast<double>(word) + 0.5) * 0x1p-32;
}

/// Uniform in (0, 1), 53 bits, never 0 or 1.
inline double open_uniform(std::uint32_t low, std::uint32_t high) {
    const std::uint64_t bits = (static_cast<std::uint64_t>(high) << 32 | low) >> 12;
    return (static_cast<double>(bits) + 0.5) * 0x1p-52;
}

/// The words of one stream at fixed (a, b), one after the other.
class RandomSequence {
public:
    RandomSequence(StreamKey key, std::uint32_t a, std::uint32_t b) : key_(key), a_(a), b_(b) {}

    std::uint32_t next() {
        if (position_ == end_) refill();
        return words_[position_++];
    }

    /// Uniform in {0, ..., n - 1}, without bias (Lemire 2019, doi:10.1145/3230636); n > 0.
    std::uint32_t below(std::uint32_t n) {
        std::uint64_t product = static_cast<std::uint64_t>(next()) * n;
        if (static_cast<std::uint32_t>(product) < n) {
            const std::uint32_t threshold = (0U - n) % n;
            while (static_cast<std::uint32_t>(product) < threshold) {
                product = static_cast<std::uint64_t>(next()) * n;
            }
        }
        return static_cast<std::uint32_t>(product >> 32);
    }

private:
    /// Many sequences are short: single draws at first, then many at once.
    void refill() {
        position_ = 0;
        if (draw_ < 4) {
            const RandomWords words = random_words(key_, a_, b_, draw_++, 0);
            for (std::size_t i = 0; i != words.size(); ++i) words_[i] = words[i];
            end_ = 4;
            return;
        }
        words_ = ManyDraws::in_a_row(key_, a_, b_, draw_);
        draw_ += draws_at_once;
        end_ = 4 * draws_at_once;
    }

    StreamKey key_;
    std::uint32_t a_;
    std::uint32_t b_;
    std::uint32_t draw_ = 0;
    std::uint32_t position_ = 0;
    std::uint32_t end_ = 0;
    ManyRandomWords words_;  // the first `end_`
};

}  // namespace bgsim
