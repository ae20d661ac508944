/// Leaky integrate-and-fire neuron.
#pragma once

#include <array>
#include <limits>
#include <string_view>

#include "model/fields.hpp"
#include "model/math.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {

///     C_m dV_m/dt = -g_L (V_m - E_L) + I_e + I
///     V_m >= V_th: spike, then V_m = V_reset, held for t_ref;  V_m never falls below V_min
///
/// Source: Gerstner & Kistler (2002), Spiking Neuron Models, Cambridge University Press, chapter 4;
/// lower bound: Lienard & Girard (2014), J Comput Neurosci 36, 445-468.
template <typename Real>
struct LeakyIntegrateAndFire {
    static constexpr std::string_view name = "lif";
    static constexpr std::string_view title = "leaky integrate-and-fire";
    static constexpr std::string_view equations =
        "C_m dV_m/dt = -g_L (V_m - E_L) + I_e + I\n"
        "V_m >= V_th: spike; V_m = V_reset, held for t_ref\n"
        "V_m >= V_min at all times";
    static constexpr std::string_view source =
        "Gerstner & Kistler (2002), Spiking Neuron Models, chapter 4; exact: Rotter & Diesmann "
        "(1999), Biol. Cybern. 81, 381-402";
    static constexpr std::array<std::string_view, 3> solvers = {"exact", "rk4", "euler"};

    struct Parameters {
        Real C_m, g_L, E_L, V_peak, V_reset, V_min, I_e, t_ref;
    };
    struct State {
        Real V_m;
    };
    using P = Parameters;
    static constexpr double no_limit = -std::numeric_limits<double>::infinity();
    static constexpr std::array parameters = {
        Field<P, Real>{&P::C_m, "C_m", "pF", "membrane capacitance", Constraint::positive},
        Field<P, Real>{&P::g_L, "g_L", "nS", "leak conductance", Constraint::positive},
        Field<P, Real>{&P::E_L, "E_L", "mV", "leak reversal potential"},
        Field<P, Real>{&P::V_peak, "V_th", "mV", "spike threshold"},
        Field<P, Real>{&P::V_reset, "V_reset", "mV", "potential after a spike"},
        Field<P, Real>{&P::V_min, "V_min", "mV", "lower bound of V_m", Constraint::any, no_limit,
                       true},
        Field<P, Real>{&P::I_e, "I_e", "pA", "constant current", Constraint::any, 0.0},
        Field<P, Real>{&P::t_ref, "t_ref", "ms", "refractory time", Constraint::non_negative, 0.0}};
    static constexpr std::array state = {
        Field<State, Real>{&State::V_m, "V_m", "mV", "membrane potential", Constraint::any, 0.0}};
    static constexpr std::array<std::array<std::string_view, 2>, 2> orders = {
        {{"V_reset", "V_th"}, {"V_min", "V_th"}}};

    /// What does not change during a run, computed once.
    struct Coefficients {
        Real per_C_m, decay, step_per_pA;
        static constexpr std::array members = {&Coefficients::per_C_m, &Coefficients::decay,
                                               &Coefficients::step_per_pA};
    };
    static Coefficients coefficients(const Parameters& p, Real dt) {
        const Real decay = exponential(Real(0) - dt * p.g_L / p.C_m);
        return {
            .per_C_m = Real(1) / p.C_m, .decay = decay, .step_per_pA = (Real(1) - decay) / p.g_L};
    }

    [[gnu::always_inline]] static State derivative(const Parameters& p,
                                                   const Coefficients& c,
                                                   const State& s,
                                                   Real I) {
        return {.V_m = (p.I_e + I - p.g_L * (s.V_m - p.E_L)) * c.per_C_m};
    }

    /// After a step dt with constant current `I` [pA].
    [[gnu::always_inline]] static State propagated(const Parameters& p,
                                                   const Coefficients& c,
                                                   const State& s,
                                                   Real I) {
        return {.V_m = p.E_L + (s.V_m - p.E_L) * c.decay + (p.I_e + I) * c.step_per_pA};
    }

    /// After a step `dt` [ms] with constant current `I` [pA] and conductance `G` [nS].
    [[gnu::always_inline]] static State propagated(const Parameters& p,
                                                   const Coefficients& c,
                                                   const State& s,
                                                   Real I,
                                                   Real G,
                                                   Real dt) {
        const Real total = p.g_L + G;
        const Real V_inf = (p.g_L * p.E_L + p.I_e + I) / total;
        const Real decay = exponential(Real(0) - dt * total * c.per_C_m);
        return {.V_m = V_inf + (s.V_m - V_inf) * decay};
    }

    [[gnu::always_inline]] static State after_spike(const Parameters& p, const State&) {
        return {.V_m = p.V_reset};
    }

    [[gnu::always_inline]] static State limited(const Parameters& p, const State& s) {
        return {.V_m = choose(s.V_m < p.V_min, p.V_min, s.V_m)};  // not a number stays
    }
};

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
