/// One vector register and what it can do, on the vector extension that GCC and Clang share; by an
/// instruction's own name where AVX-512 has one that the extension cannot say.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#if defined(__AVX__)
#include <immintrin.h>
#endif

#include "model/isa.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {

#if defined(__AVX512F__)
inline constexpr std::size_t register_bytes = 64;
#elif defined(__AVX__)
inline constexpr std::size_t register_bytes = 32;
#else
inline constexpr std::size_t register_bytes = 16;
#endif

/// The register types for one kind of number (the attribute needs types that are not dependent).
template <typename Scalar>
struct Register;
template <>
struct Register<double> {
    using Integer = std::int64_t;
    typedef double Vector __attribute__((vector_size(register_bytes)));
    typedef std::int64_t IntegerVector __attribute__((vector_size(register_bytes)));
    typedef std::int8_t Bytes __attribute__((vector_size(register_bytes / 8)));
};
template <>
struct Register<float> {
    using Integer = std::int32_t;
    typedef float Vector __attribute__((vector_size(register_bytes)));
    typedef std::int32_t IntegerVector __attribute__((vector_size(register_bytes)));
    typedef std::int8_t Bytes __attribute__((vector_size(register_bytes / 4)));
};

/// Whether a bit is set.
template <typename Integers>
[[gnu::always_inline]] inline bool any_in(Integers bits) {
#if defined(__AVX512F__)
    const auto all = std::bit_cast<__m512i>(bits);
    return _mm512_test_epi32_mask(all, all) != 0;
#elif defined(__AVX__)
    const auto all = std::bit_cast<__m256i>(bits);
    return _mm256_testz_si256(all, all) == 0;
#else
    const auto words = std::bit_cast<std::array<std::uint64_t, 2>>(bits);
    return (words[0] | words[1]) != 0;
#endif
}

using DoubleRegister = Register<double>::Vector;
using FloatRegister = Register<float>::Vector;

/// 2^n from shifted = n + 1.5 * 2^(mantissa bits): the low bits of `shifted` hold n.
template <typename Scalar>
[[gnu::always_inline]] inline typename Register<Scalar>::Vector power_of_two_in(
    typename Register<Scalar>::Vector shifted) {
    using Integers = typename Register<Scalar>::IntegerVector;
    constexpr typename Register<Scalar>::Integer bias = sizeof(Scalar) == 8 ? 1023 : 127;
    constexpr int mantissa = sizeof(Scalar) == 8 ? 52 : 23;
    return std::bit_cast<typename Register<Scalar>::Vector>(
        (std::bit_cast<Integers>(shifted) + bias) << mantissa);
}

#if defined(__AVX512F__)

/// Registers look up fractions of powers of two, see `fine_power_in`.
inline constexpr bool has_fine_powers = true;

// The bits of 2^(j / 16) or 2^(j / 32), less j in the place that `fine_power_in` shifts it to.
alignas(64) inline constexpr std::int64_t sixteenths[16] = {
    0x3ff0000000000000, 0x3fefb5586cf9890f, 0x3fef72b83c7d517b, 0x3fef387a6e756238,
    0x3fef06fe0a31b715, 0x3feedea64c123422, 0x3feebfdad5362a27, 0x3feeab07dd485429,
    0x3feea09e667f3bcd, 0x3feea11473eb0187, 0x3feeace5422aa0db, 0x3feec49182a3f090,
    0x3feee89f995ad3ad, 0x3fef199bdd85529c, 0x3fef5818dcfba487, 0x3fefa4afa2a490da};
alignas(64) inline constexpr std::int32_t thirty_seconds[32] = {
    0x3f800000, 0x3f7ecd87, 0x3f7daac3, 0x3f7c980f, 0x3f7b95c2, 0x3f7aa43a, 0x3f79c3d3, 0x3f78f4f0,
    0x3f7837f0, 0x3f778d3a, 0x3f76f532, 0x3f767043, 0x3f75fed7, 0x3f75a15b, 0x3f75583f, 0x3f7523f6,
    0x3f7504f3, 0x3f74fbaf, 0x3f7508a4, 0x3f752c4d, 0x3f75672a, 0x3f75b9be, 0x3f76248c, 0x3f76a81e,
    0x3f7744fd, 0x3f77fbb8, 0x3f78ccdf, 0x3f79b907, 0x3f7ac0c7, 0x3f7be4ba, 0x3f7d257d, 0x3f7e83b3};

/// 2^(k / 16) from shifted = k + 1.5 * 2^52. With k = 16 n + j, shifting k to where its fraction j
/// lies below the exponent adds n there; the table has j subtracted.
[[gnu::always_inline]] inline DoubleRegister fine_power_in(DoubleRegister shifted) {
    const __m512i k = std::bit_cast<__m512i>(shifted);
    const __m512i fraction = _mm512_permutex2var_epi64(_mm512_load_si512(sixteenths), k,
                                                       _mm512_load_si512(sixteenths + 8));
    return std::bit_cast<DoubleRegister>(_mm512_add_epi64(fraction, _mm512_slli_epi64(k, 48)));
}
/// 2^(k / 32) from shifted = k + 1.5 * 2^23.
[[gnu::always_inline]] inline FloatRegister fine_power_in(FloatRegister shifted) {
    const __m512i k = std::bit_cast<__m512i>(shifted);
    const __m512i fraction = _mm512_permutex2var_epi32(_mm512_load_si512(thirty_seconds), k,
                                                       _mm512_load_si512(thirty_seconds + 16));
    return std::bit_cast<FloatRegister>(_mm512_add_epi32(fraction, _mm512_slli_epi32(k, 18)));
}

/// 1 / d for d from 2^-1000 to 2^1000 (single: 2^-120 to 2^120), without the divider, which would
/// be held for 10 to 16 cycles.
///
/// Newton's iteration doubles the 14 bits of the instruction; from a value that is right but for
/// the last bit, one more step with fused multiply-add gives the bits of a division, whatever the
/// first 14 were, unless all bits of the mantissa of d are ones: then the last may differ. Beyond,
/// where sigmoids end, the result is denormal and has fewer digits.
/// Source: Markstein (1990), IBM J. Res. Dev. 34, 111-119, doi:10.1147/rd.341.0111.
[[gnu::always_inline]] inline DoubleRegister reciprocal_in(DoubleRegister d) {
    const __m512d one = _mm512_set1_pd(1.0);
    __m512d y = _mm512_rcp14_pd(d);
    y = _mm512_fmadd_pd(y, _mm512_fnmadd_pd(d, y, one), y);
    y = _mm512_fmadd_pd(y, _mm512_fnmadd_pd(d, y, one), y);
    return _mm512_fmadd_pd(y, _mm512_fnmadd_pd(d, y, one), y);
}
[[gnu::always_inline]] inline FloatRegister reciprocal_in(FloatRegister d) {
    const __m512 one = _mm512_set1_ps(1.0F);
    __m512 y = _mm512_rcp14_ps(d);
    y = _mm512_fmadd_ps(y, _mm512_fnmadd_ps(d, y, one), y);
    return _mm512_fmadd_ps(y, _mm512_fnmadd_ps(d, y, one), y);
}

/// `x` within [lowest, highest]; not a number stays so.
[[gnu::always_inline]] inline DoubleRegister clamp_in(DoubleRegister x,
                                                      double lowest,
                                                      double highest) {
    return _mm512_min_pd(_mm512_set1_pd(highest), _mm512_max_pd(_mm512_set1_pd(lowest), x));
}
[[gnu::always_inline]] inline FloatRegister clamp_in(FloatRegister x, float lowest, float highest) {
    return _mm512_min_ps(_mm512_set1_ps(highest), _mm512_max_ps(_mm512_set1_ps(lowest), x));
}

#else

inline constexpr bool has_fine_powers = false;

template <typename Vector>
[[gnu::always_inline]] inline Vector reciprocal_in(Vector d) {
    return 1 / d;
}

template <typename Vector, typename Scalar>
[[gnu::always_inline]] inline Vector clamp_in(Vector x, Scalar lowest, Scalar highest) {
    const Vector low = lowest - Vector{};
    const Vector high = highest - Vector{};
    x = x < low ? low : x;
    return x > high ? high : x;
}

#endif

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
