/// Elementary functions for scalars and packs alike.
#pragma once

#include <cstddef>
#include <type_traits>

#include "model/pack.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {

template <typename Real>
struct ScalarOf {
    using type = Real;
};
template <typename Scalar, std::size_t n>
struct ScalarOf<Pack<Scalar, n>> {
    using type = Scalar;
};

/// Constants of `exponential` for double and single precision.
template <typename Scalar>
struct ExponentialConstants;
template <>
struct ExponentialConstants<double> {
    static constexpr double lowest = -708.0, highest = 709.0, to_integer = 0x1.8p52;
    static constexpr double per_ln_2 = 0x1.71547652b82fep+0;
    // The high part is short, so that n times it is exact without fused multiply-add, too.
    static constexpr double ln_2_high = 0x1.62e42feep-1, ln_2_low = 0x1.a39ef35793c76p-33;
    static constexpr int degree = 11;
    static constexpr double taylor[] = {1.0,
                                        1.0,
                                        0.5,
                                        1.0 / 6.0,
                                        1.0 / 24.0,
                                        1.0 / 120.0,
                                        1.0 / 720.0,
                                        1.0 / 5040.0,
                                        1.0 / 40320.0,
                                        1.0 / 362880.0,
                                        1.0 / 3628800.0,
                                        1.0 / 39916800.0};
    static constexpr double parts = 16.0;  // of a power of two that registers look up
};
template <>
struct ExponentialConstants<float> {
    static constexpr float lowest = -87.0F, highest = 88.0F, to_integer = 0x1.8p23F;
    static constexpr float per_ln_2 = 0x1.715476p+0F;
    static constexpr float ln_2_high = 0x1.62e4p-1F, ln_2_low = 0x1.7f7d1cp-20F;
    static constexpr int degree = 7;
    static constexpr float taylor[] = {1.0F,         1.0F,          0.5F,          1.0F / 6.0F,
                                       1.0F / 24.0F, 1.0F / 120.0F, 1.0F / 720.0F, 1.0F / 5040.0F};
    static constexpr float parts = 32.0F;
};

/// exp(x) in parts of powers of two that the registers look up: x = k ln 2 / parts + r, where |r|
/// is at most ln(2) / 32 (single: 64). Of the Taylor polynomial of exp(r) the first term left out
/// is r^7 / 7!, below 5e-16 (single: r^4 / 4!, below 6e-10).
template <typename Real>
[[gnu::always_inline]] inline Real exponential_by_fine_powers(Real x) {
    using Scalar = typename ScalarOf<Real>::type;
    using K = ExponentialConstants<Scalar>;
    const Real shifted = x * Real(K::per_ln_2 * K::parts) + Real(K::to_integer);
    const Real k = shifted - Real(K::to_integer);
    const Real r = (x - k * Real(K::ln_2_high / K::parts)) - k * Real(K::ln_2_low / K::parts);
    const Real r2 = r * r;
    const auto pair = [&](int i) __attribute__((always_inline)) {
        return Real(K::taylor[i]) + Real(K::taylor[i + 1]) * r;
    };
    Real q = pair(2);
    if constexpr (sizeof(Scalar) == 8) q = q + (pair(4) + Real(K::taylor[6]) * r2) * r2;
    const Real power =
        shifted.each([](auto v) __attribute__((always_inline)) { return fine_power_in(v); });
    return power + power * (r + r2 * q);
}

/// exp(x) in whole powers of two: x = n ln 2 + r.
template <typename Real>
[[gnu::always_inline]] inline Real exponential_by_whole_powers(Real x) {
    using Scalar = typename ScalarOf<Real>::type;
    using K = ExponentialConstants<Scalar>;
    const Real shifted = x * Real(K::per_ln_2) + Real(K::to_integer);
    const Real n = shifted - Real(K::to_integer);
    const Real r = (x - n * Real(K::ln_2_high)) - n * Real(K::ln_2_low);
    // Estrin's scheme: pairs, then pairs of pairs, so that few operations wait for each other.
    const Real r2 = r * r;
    const Real r4 = r2 * r2;
    const auto pair = [&](int k) { return Real(K::taylor[k]) + Real(K::taylor[k + 1]) * r; };
    Real p = (pair(0) + pair(2) * r2) + (pair(4) + pair(6) * r2) * r4;
    if constexpr (K::degree == 11) p = p + (pair(8) + pair(10) * r2) * (r4 * r4);
    return p * power_of_two(shifted);
}

/// exp(x): relative error below 1e-14 (double, x in [-708, 709]) or 2e-7 (single, [-87, 88]);
/// beyond these the value at the border; not a number stays so.
///
/// x = n ln 2 + r with integer n and |r| <= ln(2) / 2; exp(r) by its Taylor polynomial (double:
/// the first term left out is r^12 / 12!, below 9e-15 of exp(r)), 2^n through the exponent bits.
/// Registers that look up 2^(k / 16) or 2^(k / 32) leave a smaller r, and shorter polynomials.
/// No branch, no table in memory: `std::exp` works on one number at a time.
template <typename Real>
[[gnu::always_inline]] inline Real exponential(Real x) {
    using K = ExponentialConstants<typename ScalarOf<Real>::type>;
    x = clamp(x, K::lowest, K::highest);
    if constexpr (has_fine_powers && !std::is_arithmetic_v<Real>) {
        return exponential_by_fine_powers(x);
    } else {
        return exponential_by_whole_powers(x);
    }
}

/// 1 / (1 + exp(-x)).
template <typename Real>
[[gnu::always_inline]] inline Real sigmoid(Real x) {
    return reciprocal(Real(1) + exponential(Real(0) - x));
}

/// x / (exp(x) - 1), by its series near 0 (the first term left out is x^8 / 1209600).
template <typename Real>
[[gnu::always_inline]] inline Real linear_over_exponential(Real x) {
    using Scalar = typename ScalarOf<Real>::type;
    const Real near(Scalar(0.05));
    const auto is_near = (x < near) & (x > Real(0) - near);
    const Real y = x * x;
    const Real series = Real(1) - x / Real(2) +
                        y * (Real(Scalar(1.0 / 12.0)) -
                             y * (Real(Scalar(1.0 / 720.0)) - y * Real(Scalar(1.0 / 30240.0))));
    const Real safe = choose(is_near, Real(1), x);
    return choose(is_near, series, safe / (exponential(safe) - Real(1)));
}

/// The value in the first lane.
template <typename Scalar>
[[gnu::always_inline]] inline Scalar first_lane(Pack<Scalar, 1> p) {
    return p.v[0];
}
template <typename Scalar, std::size_t n>
[[gnu::always_inline]] inline Scalar first_lane(Pack<Scalar, n> p) {
    return first_lane(p.low);
}
[[gnu::always_inline]] inline double first_lane(double x) { return x; }
[[gnu::always_inline]] inline float first_lane(float x) { return x; }

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
