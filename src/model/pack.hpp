/// Several neurons in one register: a number type whose operators act on all lanes.
///
/// Neuron models are written once, for a type `Real`; with Real = Pack<double> the compiler emits
/// vector instructions whatever its optimiser thinks of the loop.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>

#include "model/isa.hpp"
#include "model/register.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {

/// Registers that are worked on side by side. A step is one long chain of dependent operations;
/// several chains at once keep the arithmetic units busy where there are registers enough.
#if defined(__AVX__)
inline constexpr std::size_t registers = 2;
#else
inline constexpr std::size_t registers = 1;
#endif
/// For steps that evaluate the right-hand side several times: four in a row.
#if defined(__AVX512F__)
inline constexpr std::size_t registers_of_long_steps = 4;
#else
inline constexpr std::size_t registers_of_long_steps = registers;
#endif

/// The lanes of `n` registers, a power of two. Comparisons give a Mask; `choose` picks by it.
///
/// A pack is two packs of half as many registers, down to one: registers have names and are never
/// gone through in a loop. A compiler unrolls loops late, and until then it would take each value
/// of a kernel for memory and search all stores before it (half of the time of compiling a kernel).
template <typename Scalar_, std::size_t n = registers>
struct Pack {
    using Scalar = Scalar_;
    using Half = Pack<Scalar, n / 2>;
    static constexpr std::size_t lanes = 2 * Half::lanes;

    struct Mask {
        typename Half::Mask low;
        typename Half::Mask high;

        [[gnu::always_inline]] friend Mask operator&(Mask a, Mask b) {
            return {a.low & b.low, a.high & b.high};
        }
        [[gnu::always_inline]] friend Mask operator|(Mask a, Mask b) {
            return {a.low | b.low, a.high | b.high};
        }
        [[gnu::always_inline]] friend Mask operator!(Mask a) { return {!a.low, !a.high}; }
        [[gnu::always_inline]] bool any() const { return (low | high).any(); }
        /// One byte per lane, 0 where false.
        [[gnu::always_inline]] void store(std::uint8_t* to) const {
            low.store(to);
            high.store(to + Half::lanes);
        }
    };

    Half low;
    Half high;

    Pack() = default;
    [[gnu::always_inline]] Pack(Scalar s) : low(s), high(low) {}
    [[gnu::always_inline]] Pack(Half first, Half second) : low(first), high(second) {}

    [[gnu::always_inline]] static Pack load(const Scalar* from) {
        return {Half::load(from), Half::load(from + Half::lanes)};
    }
    [[gnu::always_inline]] void store(Scalar* to) const {
        low.store(to);
        high.store(to + Half::lanes);
    }

    [[gnu::always_inline]] Pack& operator+=(Pack b) { return *this = *this + b; }
    [[gnu::always_inline]] Pack& operator-=(Pack b) { return *this = *this - b; }
    [[gnu::always_inline]] Pack& operator*=(Pack b) { return *this = *this * b; }
    [[gnu::always_inline]] Pack& operator/=(Pack b) { return *this = *this / b; }
    [[gnu::always_inline]] friend Pack operator+(Pack a, Pack b) {
        return {a.low + b.low, a.high + b.high};
    }
    [[gnu::always_inline]] friend Pack operator-(Pack a, Pack b) {
        return {a.low - b.low, a.high - b.high};
    }
    [[gnu::always_inline]] friend Pack operator*(Pack a, Pack b) {
        return {a.low * b.low, a.high * b.high};
    }
    [[gnu::always_inline]] friend Pack operator/(Pack a, Pack b) {
        return {a.low / b.low, a.high / b.high};
    }
    [[gnu::always_inline]] friend Mask operator<(Pack a, Pack b) {
        return {a.low < b.low, a.high < b.high};
    }
    [[gnu::always_inline]] friend Mask operator>(Pack a, Pack b) { return b < a; }
    [[gnu::always_inline]] friend Mask operator>=(Pack a, Pack b) {
        return {a.low >= b.low, a.high >= b.high};
    }
    [[gnu::always_inline]] static Pack choose(Mask m, Pack a, Pack b) {
        return {Half::choose(m.low, a.low, b.low), Half::choose(m.high, a.high, b.high)};
    }
    /// `function` of each register.
    template <typename Function>
    [[gnu::always_inline]] Pack each(const Function& function) const {
        return {low.each(function), high.each(function)};
    }
};

template <typename Scalar_>
struct Pack<Scalar_, 1> {
    using Scalar = Scalar_;
    using Vector = typename Register<Scalar>::Vector;
    using IntegerVector = typename Register<Scalar>::IntegerVector;
    static constexpr std::size_t lanes = register_bytes / sizeof(Scalar);

    struct Mask {
        IntegerVector bits;  ///< per lane all ones or all zeros

        [[gnu::always_inline]] friend Mask operator&(Mask a, Mask b) { return {a.bits & b.bits}; }
        [[gnu::always_inline]] friend Mask operator|(Mask a, Mask b) { return {a.bits | b.bits}; }
        [[gnu::always_inline]] friend Mask operator!(Mask a) { return {~a.bits}; }
        [[gnu::always_inline]] bool any() const { return any_in(bits); }
        [[gnu::always_inline]] void store(std::uint8_t* to) const {
            const auto bytes = __builtin_convertvector(bits, typename Register<Scalar>::Bytes);
            std::memcpy(to, &bytes, lanes);
        }
    };

    Vector v;

    Pack() = default;
    [[gnu::always_inline]] Pack(Scalar s)
        : v(s - Vector{}) {}  // s + 0 would not fold: it turns -0 into 0
    [[gnu::always_inline]] Pack(Vector of) : v(of) {}

    [[gnu::always_inline]] static Pack load(const Scalar* from) {
        Pack p;
        std::memcpy(&p.v, from, register_bytes);
        return p;
    }
    [[gnu::always_inline]] void store(Scalar* to) const { std::memcpy(to, &v, register_bytes); }

    [[gnu::always_inline]] Pack& operator+=(Pack b) { return *this = *this + b; }
    [[gnu::always_inline]] Pack& operator-=(Pack b) { return *this = *this - b; }
    [[gnu::always_inline]] Pack& operator*=(Pack b) { return *this = *this * b; }
    [[gnu::always_inline]] Pack& operator/=(Pack b) { return *this = *this / b; }
    [[gnu::always_inline]] friend Pack operator+(Pack a, Pack b) { return a.v + b.v; }
    [[gnu::always_inline]] friend Pack operator-(Pack a, Pack b) { return a.v - b.v; }
    [[gnu::always_inline]] friend Pack operator*(Pack a, Pack b) { return a.v * b.v; }
    [[gnu::always_inline]] friend Pack operator/(Pack a, Pack b) { return a.v / b.v; }
    [[gnu::always_inline]] friend Mask operator<(Pack a, Pack b) { return {a.v < b.v}; }
    [[gnu::always_inline]] friend Mask operator>(Pack a, Pack b) { return b < a; }
    [[gnu::always_inline]] friend Mask operator>=(Pack a, Pack b) { return {a.v >= b.v}; }
    [[gnu::always_inline]] static Pack choose(Mask m, Pack a, Pack b) { return m.bits ? a.v : b.v; }
    template <typename Function>
    [[gnu::always_inline]] Pack each(const Function& function) const {
        return function(v);
    }
};

/// `a` where the condition holds, else `b`.
template <typename Scalar, std::size_t n>
[[gnu::always_inline]] inline Pack<Scalar, n> choose(typename Pack<Scalar, n>::Mask m,
                                                     Pack<Scalar, n> a,
                                                     Pack<Scalar, n> b) {
    return Pack<Scalar, n>::choose(m, a, b);
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
template <typename Scalar, std::size_t n>
[[gnu::always_inline]] inline Pack<Scalar, n> power_of_two(Pack<Scalar, n> shifted) {
    return shifted.each([](auto v)
                            __attribute__((always_inline)) { return power_of_two_in<Scalar>(v); });
}

/// `x` within [lowest, highest]; not a number stays so.
template <typename Scalar>
[[gnu::always_inline]] inline Scalar clamp(Scalar x, Scalar lowest, Scalar highest) {
    x = x < lowest ? lowest : x;
    return x > highest ? highest : x;
}
template <typename Scalar, std::size_t n>
[[gnu::always_inline]] inline Pack<Scalar, n> clamp(Pack<Scalar, n> x,
                                                    Scalar lowest,
                                                    Scalar highest) {
    return x.each([=](auto v)
                      __attribute__((always_inline)) { return clamp_in(v, lowest, highest); });
}

/// 1 / x as by a division (see `reciprocal_in`) for x from 2^-1000 to 2^1000 (single: 2^-120 to
/// 2^120).
template <typename Scalar>
[[gnu::always_inline]] inline Scalar reciprocal(Scalar x) {
    return Scalar(1) / x;
}
template <typename Scalar, std::size_t n>
[[gnu::always_inline]] inline Pack<Scalar, n> reciprocal(Pack<Scalar, n> x) {
    return x.each([](auto v) __attribute__((always_inline)) { return reciprocal_in(v); });
}

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
