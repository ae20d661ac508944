/// One step of one neuron: forward Euler and classical Runge-Kutta, and what follows a spike in it.
#pragma once

#include <cstddef>

#include "model/math.hpp"
#include "model/neuron_model.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {

/// Summed input of all ports at one point in time.
template <typename Real>
struct PortSums {
    Real G;    ///< [nS] conductances
    Real J;    ///< [pA] conductance x reversal potential, plus currents
    Real G_b;  ///< [nS] conductances under the NMDA block
    Real J_b;  ///< [pA] their conductance x reversal potential
};

/// NMDA block shared by the ports of a population: B(V) = 1 / (1 + exp((V_act - V) / S_act)).
template <typename Real>
struct BlockConstants {
    Real V_act;      ///< [mV]
    Real per_S_act;  ///< [1/mV]
};

/// Current into a cell at V [pA].
template <bool has_block, typename Real>
[[gnu::always_inline]] inline Real current(const PortSums<Real>& in,
                                           const BlockConstants<Real>& block,
                                           Real V) {
    Real I = in.J - in.G * V;
    if constexpr (has_block) {
        const Real open = reciprocal(Real(1) + exponential((block.V_act - V) * block.per_S_act));
        I += open * (in.J_b - in.G_b * V);
    }
    return I;
}

/// What a step of one cell needs besides its state and input.
template <typename Model, typename Real>
struct Cell {
    typename Model::Parameters p;
    typename Model::Coefficients c;
    BlockConstants<Real> block;
};

/// Right-hand side at `s`, held where `held`. V_m is limited to the peak where it is reset there.
template <bool has_block, typename Model, typename Real>
[[gnu::always_inline]] inline typename Model::State slope(const Cell<Model, Real>& cell,
                                                          const PortSums<Real>& in,
                                                          decltype(Real() < Real()) held,
                                                          typename Model::State s) {
    if constexpr (!fires_by_crossing<Model>) s.V_m = lesser(s.V_m, cell.p.V_peak);
    const Real I = current<has_block>(in, cell.block, s.V_m);
    auto d = Model::derivative(cell.p, cell.c, s, I);
    d.V_m = choose(held, Real(0), d.V_m);
    return d;
}

/// s + h d, member by member.
template <typename Model, typename Real>
[[gnu::always_inline]] inline typename Model::State moved(const typename Model::State& s,
                                                          Real h,
                                                          const typename Model::State& d) {
    typename Model::State r;
    for_each_member<Model::state>([&](auto, auto member) __attribute__((always_inline)) {
        r.*member.value = s.*member.value + h * d.*member.value;
    });
    return r;
}

/// `s` within the limits of the model.
template <typename Model, typename Real>
[[gnu::always_inline]] inline typename Model::State within_limits(const Cell<Model, Real>& cell,
                                                                  const typename Model::State& s) {
    if constexpr (has_limit<Model>) return Model::limited(cell.p, s);
    return s;
}

/// What follows a spike where the reset takes place at the end of the step.
struct ResetAtTheEnd {
    static constexpr bool factors_by_cell = false;  ///< factors of ports may differ between cells

    template <bool has_block, typename Model, typename Real, std::size_t n>
    [[gnu::always_inline]] static typename Model::State after_spike(
        const Cell<Model, Real>& cell,
        const PortSums<Real> (&/*in*/)[n],
        decltype(Real() < Real()) /*refractory*/,
        const typename Model::State& /*start*/,
        const typename Model::State& end,
        Real /*h*/) {
        return within_limits(cell, Model::after_spike(cell.p, end));
    }
};

/// Forward Euler: first order; uses the input at the start of the step. The reset takes place at
/// the end of the step, as is usual with this solver.
struct Euler : ResetAtTheEnd {
    static constexpr int n_stages = 1;

    /// State after a step of `h` [ms] from `s`.
    template <bool has_block, typename Model, typename Real>
    [[gnu::always_inline]] static typename Model::State step(const Cell<Model, Real>& cell,
                                                             const PortSums<Real> (&in)[n_stages],
                                                             decltype(Real() < Real()) held,
                                                             const typename Model::State& s,
                                                             Real h) {
        return within_limits(cell, moved<Model>(s, h, slope<has_block>(cell, in[0], held, s)));
    }
};

/// Sums at the start, the middle and the end of the part [a, b] of a step (shares of the step),
/// by the parabola through those of the whole step.
template <typename Real>
[[gnu::always_inline]] inline void sums_within(const PortSums<Real> (&in)[3],
                                               Real a,
                                               Real b,
                                               PortSums<Real> (&out)[3]) {
    const Real places[3] = {a, (a + b) / Real(2), b};
    for (int i = 0; i != 3; ++i) {
        const Real x = places[i];
        const Real y = Real(1) - x;
        const Real w0 = y * (y - x);
        const Real w1 = Real(4) * x * y;
        const Real w2 = x * (x - y);
        out[i].G = w0 * in[0].G + w1 * in[1].G + w2 * in[2].G;
        out[i].J = w0 * in[0].J + w1 * in[1].J + w2 * in[2].J;
        out[i].G_b = w0 * in[0].G_b + w1 * in[1].G_b + w2 * in[2].G_b;
        out[i].J_b = w0 * in[0].J_b + w1 * in[1].J_b + w2 * in[2].J_b;
    }
}

/// Classical Runge-Kutta: fourth order; input at the start, the middle and the end of the step.
struct RungeKutta4 {
    static constexpr int n_stages = 3;
    static constexpr bool factors_by_cell = false;

    /// State after a step of `h` [ms] from `s`.
    template <bool has_block, typename Model, typename Real>
    [[gnu::always_inline]] static typename Model::State step(const Cell<Model, Real>& cell,
                                                             const PortSums<Real> (&in)[n_stages],
                                                             decltype(Real() < Real()) held,
                                                             const typename Model::State& s,
                                                             Real h) {
        const Real half = h / Real(2);
        const auto k1 = slope<has_block>(cell, in[0], held, s);
        const auto k2 = slope<has_block>(cell, in[1], held, moved<Model>(s, half, k1));
        const auto k3 = slope<has_block>(cell, in[1], held, moved<Model>(s, half, k2));
        const auto k4 = slope<has_block>(cell, in[2], held, moved<Model>(s, h, k3));
        const Real sixth = h / Real(6);
        typename Model::State r;
        for_each_member<Model::state>([&](auto, auto member) __attribute__((always_inline)) {
            const Real inner = k2.*member.value + k3.*member.value;
            const Real outer = k1.*member.value + k4.*member.value;
            r.*member.value = s.*member.value + sixth * (outer + Real(2) * inner);
        });
        return within_limits(cell, r);
    }

    /// State at the end of the step for cells that fired in it: V_m is followed to V_peak by
    /// steps that are each half as long as the one before, reset there, and the rest of the step is
    /// taken from the reset.
    ///
    /// Without it the adaptation would be driven by V_peak for half a step at each spike, which at
    /// 0.1 ms moves the rates of fast upstrokes by several per cent.
    /// @param refractory cells whose V_m is held after the reset
    template <bool has_block, typename Model, typename Real>
    [[gnu::noinline]] static typename Model::State after_spike(const Cell<Model, Real>& cell,
                                                               const PortSums<Real> (&in)[n_stages],
                                                               decltype(Real() < Real()) refractory,
                                                               const typename Model::State& start,
                                                               const typename Model::State& end,
                                                               Real h) {
        const auto not_held = Real(1) < Real(0);
        PortSums<Real> part[n_stages];
        Real begin(0);  // the peak is not reached before this share of the step
        Real width(1);
        typename Model::State below = start;
        typename Model::State crossed = end;
        for (int i = 0; i != 6; ++i) {
            width = width / Real(2);
            sums_within(in, begin, begin + width, part);
            const auto s = step<has_block>(cell, part, not_held, below, width * h);
            const auto above = s.V_m >= cell.p.V_peak;
            begin = choose(above, begin, begin + width);
            for_each_member<Model::state>([&](auto, auto member) __attribute__((always_inline)) {
                crossed.*member.value = choose(above, s.*member.value, crossed.*member.value);
                below.*member.value = choose(above, below.*member.value, s.*member.value);
            });
        }
        const Real after = begin + width;
        sums_within(in, after, Real(1), part);
        const auto reset = within_limits(cell, Model::after_spike(cell.p, crossed));
        return step<has_block>(cell, part, refractory, reset, (Real(1) - after) * h);
    }
};

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
