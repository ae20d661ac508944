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
///
/// Registers are named one by one, never in a loop: a compiler unrolls loops late, and until then
/// it would take each value of a kernel for memory and search all stores before it (half of the
/// time of compiling a kernel).
template <typename Scalar_>
struct Pack {
    static_assert(registers == 1 || registers == 2);
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
            a.bits[0] &= b.bits[0];
            if constexpr (registers == 2) a.bits[1] &= b.bits[1];
            return a;
        }
        [[gnu::always_inline]] friend Mask operator|(Mask a, Mask b) {
            a.bits[0] |= b.bits[0];
            if constexpr (registers == 2) a.bits[1] |= b.bits[1];
            return a;
        }
        [[gnu::always_inline]] friend Mask operator!(Mask a) {
            a.bits[0] = ~a.bits[0];
            if constexpr (registers == 2) a.bits[1] = ~a.bits[1];
            return a;
        }
        /// One byte per lane, 0 where false.
        [[gnu::always_inline]] void store(std::uint8_t* to) const {
            store(bits[0], to);
            if constexpr (registers == 2) store(bits[1], to + lanes_per_register);
        }

    private:
        [[gnu::always_inline]] static void store(IntegerVector word, std::uint8_t* to) {
            const Bytes bytes = __builtin_convertvector(word, Bytes);
            std::memcpy(to, &bytes, lanes_per_register);
        }
    };

    Vector v[registers];

    Pack() = default;
    [[gnu::always_inline]] Pack(Scalar s) {
        v[0] = s - Vector{};  // s + 0 would not fold: it turns -0 into 0
        if constexpr (registers == 2) v[1] = v[0];
    }

    [[gnu::always_inline]] static Pack load(const Scalar* from) {
        Pack p;
        std::memcpy(&p.v[0], from, register_bytes);
        if constexpr (registers == 2) {
            std::memcpy(&p.v[1], from + lanes_per_register, register_bytes);
        }
        return p;
    }
    [[gnu::always_inline]] void store(Scalar* to) const {
        std::memcpy(to, &v[0], register_bytes);
        if constexpr (registers == 2) std::memcpy(to + lanes_per_register, &v[1], register_bytes);
    }

    [[gnu::always_inline]] Pack& operator+=(Pack b) {
        v[0] += b.v[0];
        if constexpr (registers == 2) v[1] += b.v[1];
        return *this;
    }
    [[gnu::always_inline]] Pack& operator-=(Pack b) {
        v[0] -= b.v[0];
        if constexpr (registers == 2) v[1] -= b.v[1];
        return *this;
    }
    [[gnu::always_inline]] Pack& operator*=(Pack b) {
        v[0] *= b.v[0];
        if constexpr (registers == 2) v[1] *= b.v[1];
        return *this;
    }
    [[gnu::always_inline]] Pack& operator/=(Pack b) {
        v[0] /= b.v[0];
        if constexpr (registers == 2) v[1] /= b.v[1];
        return *this;
    }
    [[gnu::always_inline]] friend Pack operator+(Pack a, Pack b) { return a += b; }
    [[gnu::always_inline]] friend Pack operator-(Pack a, Pack b) { return a -= b; }
    [[gnu::always_inline]] friend Pack operator*(Pack a, Pack b) { return a *= b; }
    [[gnu::always_inline]] friend Pack operator/(Pack a, Pack b) { return a /= b; }
    [[gnu::always_inline]] friend Mask operator<(Pack a, Pack b) {
        Mask m;
        m.bits[0] = a.v[0] < b.v[0];
        if constexpr (registers == 2) m.bits[1] = a.v[1] < b.v[1];
        return m;
    }
    [[gnu::always_inline]] friend Mask operator>(Pack a, Pack b) { return b < a; }
    [[gnu::always_inline]] friend Mask operator>=(Pack a, Pack b) {
        Mask m;
        m.bits[0] = a.v[0] >= b.v[0];
        if constexpr (registers == 2) m.bits[1] = a.v[1] >= b.v[1];
        return m;
    }
    [[gnu::always_inline]] static Pack choose(Mask m, Pack a, Pack b) {
        a.v[0] = m.bits[0] ? a.v[0] : b.v[0];
        if constexpr (registers == 2) a.v[1] = m.bits[1] ? a.v[1] : b.v[1];
        return a;
    }
    /// 2^n from shifted = n + 1.5 * 2^(mantissa bits).
    [[gnu::always_inline]] static Pack power_of_two(Pack shifted) {
        shifted.v[0] = power_of_two(shifted.v[0]);
        if constexpr (registers == 2) shifted.v[1] = power_of_two(shifted.v[1]);
        return shifted;
    }

private:
    [[gnu::always_inline]] static Vector power_of_two(Vector shifted) {
        constexpr Integer bias = sizeof(Scalar) == 8 ? 1023 : 127;
        constexpr int mantissa = sizeof(Scalar) == 8 ? 52 : 23;
        return std::bit_cast<Vector>((std::bit_cast<IntegerVector>(shifted) + bias) << mantissa);
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
