/// One step of one neuron: forward Euler and classical Runge-Kutta.
#pragma once

#include "model/math.hpp"
#include "model/neuron_model.hpp"

namespace bgsim::model::inline BGSIM_ISA {

/// Summed input of all ports at one point in time.
template <typename Real>
struct PortSums {
    Real G;     ///< [nS] conductances
    Real J;     ///< [pA] conductance x reversal potential, plus currents
    Real G_b;   ///< [nS] conductances under the NMDA block
    Real J_b;   ///< [pA] their conductance x reversal potential
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
        const Real open = Real(1) / (Real(1) + exponential((block.V_act - V) * block.per_S_act));
        I += open * (in.J_b - in.G_b * V);
    }
    return I;
}

/// Right-hand side at `s`, with V_m limited to the peak, and held where `held`.
template <typename Model, bool has_block, typename Real>
[[gnu::always_inline]] inline typename Model::State slope(const typename Model::Parameters& p,
                                                          const typename Model::Coefficients& c,
                                                          const BlockConstants<Real>& block,
                                                          const PortSums<Real>& in,
                                                          decltype(Real() < Real()) held,
                                                          typename Model::State s) {
    s.V_m = lesser(s.V_m, p.V_peak);
    auto d = Model::derivative(p, c, s, current<has_block>(in, block, s.V_m));
    d.V_m = choose(held, Real(0), d.V_m);
    return d;
}

/// s + h d, member by member.
template <typename Model, typename Real>
[[gnu::always_inline]] inline typename Model::State moved(const typename Model::State& s,
                                                          Real h,
                                                          const typename Model::State& d) {
    typename Model::State r;
    for_each_member<Model::state>(
        [&](auto, auto member) __attribute__((always_inline)) {
            r.*member.value = s.*member.value + h * d.*member.value;
        });
    return r;
}

/// Forward Euler: first order; uses the input at the start of the step.
struct Euler {
    static constexpr int n_stages = 1;

    template <typename Model, bool has_block, typename Real>
    [[gnu::always_inline]] static typename Model::State step(
        const typename Model::Parameters& p,
        const typename Model::Coefficients& c,
        const BlockConstants<Real>& block,
        const PortSums<Real> (&in)[n_stages],
        decltype(Real() < Real()) held,
        const typename Model::State& s,
        Real h) {
        return moved<Model>(s, h, slope<Model, has_block>(p, c, block, in[0], held, s));
    }
};

/// Classical Runge-Kutta: fourth order; input at the start, the middle and the end of the step.
struct RungeKutta4 {
    static constexpr int n_stages = 3;

    template <typename Model, bool has_block, typename Real>
    [[gnu::always_inline]] static typename Model::State step(
        const typename Model::Parameters& p,
        const typename Model::Coefficients& c,
        const BlockConstants<Real>& block,
        const PortSums<Real> (&in)[n_stages],
        decltype(Real() < Real()) held,
        const typename Model::State& s,
        Real h) {
        const Real half = h / Real(2);
        const auto k1 = slope<Model, has_block>(p, c, block, in[0], held, s);
        const auto k2 = slope<Model, has_block>(p, c, block, in[1], held, moved<Model>(s, half, k1));
        const auto k3 = slope<Model, has_block>(p, c, block, in[1], held, moved<Model>(s, half, k2));
        const auto k4 = slope<Model, has_block>(p, c, block, in[2], held, moved<Model>(s, h, k3));
        const Real sixth = h / Real(6);
        typename Model::State r;
        for_each_member<Model::state>([&](auto, auto member) __attribute__((always_inline)) {
            r.*member.value = s.*member.value + sixth *
                                        (k1.*member.value + k4.*member.value + Real(2) * (k2.*member.value + k3.*member.value));
        });
        return r;
    }
};

}  // namespace bgsim::model::inline BGSIM_ISA
