/// Counter-based random numbers: every draw is a pure function of (seed, purpose, name, counter).
///
/// So nothing depends on the order of drawing, on the number of ranks and threads, or on what other
/// populations and projections exist. Generator: Philox4x32-10, Salmon et al. (2011), SC'11,
/// doi:10.1145/2063384.2063405, from the Random123 library.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

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

}  // namespace bgsim
