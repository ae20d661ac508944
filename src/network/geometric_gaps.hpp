/// Gaps between the hits of a Bernoulli series, which are geometric.
#pragma once

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <span>

#include "bgsim/random.hpp"

namespace bgsim::network {

/// log((word + 1/2) / 2^32), with a relative error below 1e-14. Of additions, multiplications and
/// a division alone, so that several are done by vectors and every machine gets the same: std::log
/// differs in the last bit between processors with and without fused multiply-add.
///
/// x = m 2^e with m from sqrt(1/2) to sqrt(2); log m = 2 artanh((m - 1) / (m + 1)) by its series,
/// of which the first term left out is s^22 / 23, below 1e-17.
[[gnu::always_inline]] inline double log_of_uniform(std::uint32_t word) {
    constexpr double ln_2 = 0x1.62e42fefa39efp-1;
    constexpr std::uint64_t root_of_half = 0x3fe6a09e667f3bcdULL;
    constexpr std::uint64_t mantissa = 0xfffffffffffffULL;
    constexpr std::uint64_t two_to_52 = 0x4330000000000000ULL;  // its low bits are an integer
    const double x = std::bit_cast<double>(two_to_52 | word) - 0x1p52 + 0.5;  // times 2^32
    const std::uint64_t above = std::bit_cast<std::uint64_t>(x) - root_of_half + (1ULL << 52);
    const double e = std::bit_cast<double>(two_to_52 | above >> 52) - (0x1p52 + 1.0 + 32.0);
    const auto m = std::bit_cast<double>((above & mantissa) + root_of_half);
    const double s = (m - 1.0) / (m + 1.0);
    const double q = s * s;
    const double q2 = q * q;
    const double q4 = q2 * q2;
    const double low = (1.0 + q * (1.0 / 3)) + (1.0 / 5 + q * (1.0 / 7)) * q2;
    const double middle = (1.0 / 9 + q * (1.0 / 11)) + (1.0 / 13 + q * (1.0 / 15)) * q2;
    const double high = (1.0 / 17 + q * (1.0 / 19)) + (1.0 / 21) * q2;
    const double series = low + (middle + high * q4) * q4;
    return e * ln_2 + 2.0 * s * series;
}

/// How many misses come before the next hit, of a series with one probability.
class GeometricGaps {
public:
    explicit GeometricGaps(double probability)
        : per_log_miss_(probability < 1.0 ? 1.0 / std::log1p(-probability) : 0.0) {}

    std::uint64_t operator()(std::uint32_t word) const {
        return static_cast<std::uint64_t>(std::min(log_of_uniform(word) * per_log_miss_, longest));
    }

    /// Of many words at once (place i of `gaps` that of place i); longer ones than 2^31 - 1 are as
    /// long as that.
    void of(std::span<const std::uint32_t> words, std::span<std::int32_t> gaps) const;

private:
    static constexpr double longest = 0x1p62;

    double per_log_miss_;
};

}  // namespace bgsim::network
