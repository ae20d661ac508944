/// Several neurons in one register: a number type whose operators act on all lanes.
///
/// Neuron models are written once, for a type `Real`; with Real = Pack<double> the compiler emits
/// vector instructions whatever its optimiser thinks of the loop. Built on the vector extension
/// that GCC and Clang share.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

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

/// Registers that are worked on side by side. A step is one long chain of dependent operations;
/// two chains at once keep the arithmetic units busy where there are registers enough.
#if defined(__AVX__)
inline constexpr std::size_t registers = 2;
#else
inline constexpr std::size_t registers = 1;
#endif

/// The lanes of a few registers. Comparisons give a Mask; `choose` picks by it.
template <typename Scalar_>
struct Pack {
    using Scalar = Scalar_;
    using Integer = typename Register<Scalar>::Integer;
    using Vector = typename Register<Scalar>::Vector;
    using IntegerVector = typename Register<Scalar>::IntegerVector;
    using Bytes = typename Register<Scalar>::Bytes;
    static constexpr std::size_t lanes_per_register = register_bytes / sizeof(Scalar);
    static constexpr std::size_t lanes = registers * lanes_per_register;

    struct Mask {
        IntegerVector bits[registers];  ///< per lane all ones or all zeros

        [[gnu::always_inline]] friend Mask operator&(Mask a, Mask b) {
            for (std::size_t r = 0; r != registers; ++r) a.bits[r] &= b.bits[r];
            return a;
        }
        [[gnu::always_inline]] friend Mask operator|(Mask a, Mask b) {
            for (std::size_t r = 0; r != registers; ++r) a.bits[r] |= b.bits[r];
            return a;
        }
        [[gnu::always_inline]] friend Mask operator!(Mask a) {
            for (auto& word : a.bits) word = ~word;
            return a;
        }
        /// One byte per lane, 0 where false.
        [[gnu::always_inline]] void store(std::uint8_t* to) const {
            for (std::size_t r = 0; r != registers; ++r) {
                const Bytes bytes = __builtin_convertvector(bits[r], Bytes);
                std::memcpy(to + r * lanes_per_register, &bytes, lanes_per_register);
            }
        }
    };

    Vector v[registers];

    Pack() = default;
    [[gnu::always_inline]] Pack(Scalar s) {
        for (auto& x : v) x = s - Vector{};  // s + 0 would not fold: it turns -0 into 0
    }

    [[gnu::always_inline]] static Pack load(const Scalar* from) {
        Pack p;
        for (std::size_t r = 0; r != registers; ++r) {
            std::memcpy(&p.v[r], from + r * lanes_per_register, register_bytes);
        }
        return p;
    }
    [[gnu::always_inline]] void store(Scalar* to) const {
        for (std::size_t r = 0; r != registers; ++r) {
            std::memcpy(to + r * lanes_per_register, &v[r], register_bytes);
        }
    }

    [[gnu::always_inline]] Pack& operator+=(Pack b) {
        for (std::size_t r = 0; r != registers; ++r) v[r] += b.v[r];
        return *this;
    }
    [[gnu::always_inline]] Pack& operator-=(Pack b) {
        for (std::size_t r = 0; r != registers; ++r) v[r] -= b.v[r];
        return *this;
    }
    [[gnu::always_inline]] Pack& operator*=(Pack b) {
        for (std::size_t r = 0; r != registers; ++r) v[r] *= b.v[r];
        return *this;
    }
    [[gnu::always_inline]] Pack& operator/=(Pack b) {
        for (std::size_t r = 0; r != registers; ++r) v[r] /= b.v[r];
        return *this;
    }
    [[gnu::always_inline]] friend Pack operator+(Pack a, Pack b) { return a += b; }
    [[gnu::always_inline]] friend Pack operator-(Pack a, Pack b) { return a -= b; }
    [[gnu::always_inline]] friend Pack operator*(Pack a, Pack b) { return a *= b; }
    [[gnu::always_inline]] friend Pack operator/(Pack a, Pack b) { return a /= b; }
    [[gnu::always_inline]] friend Mask operator<(Pack a, Pack b) {
        Mask m;
        for (std::size_t r = 0; r != registers; ++r) m.bits[r] = a.v[r] < b.v[r];
        return m;
    }
    [[gnu::always_inline]] friend Mask operator>(Pack a, Pack b) { return b < a; }
    [[gnu::always_inline]] friend Mask operator>=(Pack a, Pack b) {
        Mask m;
        for (std::size_t r = 0; r != registers; ++r) m.bits[r] = a.v[r] >= b.v[r];
        return m;
    }
    [[gnu::always_inline]] static Pack choose(Mask m, Pack a, Pack b) {
        for (std::size_t r = 0; r != registers; ++r) a.v[r] = m.bits[r] ? a.v[r] : b.v[r];
        return a;
    }
    /// 2^n from shifted = n + 1.5 * 2^(mantissa bits).
    [[gnu::always_inline]] static Pack power_of_two(Pack shifted) {
        constexpr Integer bias = sizeof(Scalar) == 8 ? 1023 : 127;
        constexpr int mantissa = sizeof(Scalar) == 8 ? 52 : 23;
        for (auto& x : shifted.v) {
            x = std::bit_cast<Vector>((std::bit_cast<IntegerVector>(x) + bias) << mantissa);
        }
        return shifted;
    }
};

/// `a` where the condition holds, else `b`.
template <typename Scalar>
[[gnu::always_inline]] inline Pack<Scalar> choose(typename Pack<Scalar>::Mask m,
                                                  Pack<Scalar> a,
                                                  Pack<Scalar> b) {
    return Pack<Scalar>::choose(m, a, b);
}
template <typename Scalar>
[[gnu::always_inline]] inline Scalar choose(bool condition, Scalar a, Scalar b) {
    return condition ? a : b;
}

template <typename Real>
[[gnu::always_inline]] inline Real lesser(Real a, Real b) {
    return choose(a < b, a, b);
}

template <typename Real>
[[gnu::always_inline]] inline Real greater(Real a, Real b) {
    return choose(a > b, a, b);
}

/// 2^n from `shifted` = n + 1.5 * 2^(mantissa bits): the low bits of `shifted` hold n.
[[gnu::always_inline]] inline double power_of_two(double shifted) {
    return std::bit_cast<double>((std::bit_cast<std::uint64_t>(shifted) + 1023U) << 52);
}
[[gnu::always_inline]] inline float power_of_two(float shifted) {
    return std::bit_cast<float>((std::bit_cast<std::uint32_t>(shifted) + 127U) << 23);
}
template <typename Scalar>
[[gnu::always_inline]] inline Pack<Scalar> power_of_two(Pack<Scalar> shifted) {
    return Pack<Scalar>::power_of_two(shifted);
}

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
