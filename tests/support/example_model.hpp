/// Exponential integrate-and-fire neuron.
#pragma once

#include <array>
#include <string_view>

#include "model/fields.hpp"
#include "model/math.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {

///     C_m dV_m/dt = -g_L (V_m - E_L) + g_L Delta_T exp((V_m - V_T) / Delta_T) + I_e + I
///     V_m >= V_peak: spike, then V_m = V_reset, held for t_ref
///
/// Source: Fourcaud-Trocme, Hansel, van Vreeswijk & Brunel (2003), J Neurosci 23, 11628-11640.
template <typename Real>
struct ExponentialIntegrateAndFire {
    static constexpr std::string_view name = "eif";
    static constexpr std::string_view title = "exponential integrate-and-fire";
    static constexpr std::string_view equations =
        "C_m dV_m/dt = -g_L (V_m - E_L) + g_L Delta_T exp((V_m - V_T) / Delta_T) + I_e + I\n"
        "V_m >= V_peak: spike; V_m = V_reset, held for t_ref";
    static constexpr std::string_view source =
        "Fourcaud-Trocme et al. (2003), J Neurosci 23, 11628-11640";
    static constexpr std::array<std::string_view, 2> solvers = {"rk4", "euler"};

    struct Parameters {
        Real C_m, g_L, E_L, V_T, Delta_T, V_peak, V_reset, I_e, t_ref;
    };
    struct State {
        Real V_m;
    };
    using P = Parameters;
    static constexpr std::array parameters = {
        Field<P, Real>{&P::C_m, "C_m", "pF", "membrane capacitance", Constraint::positive},
        Field<P, Real>{&P::g_L, "g_L", "nS", "leak conductance", Constraint::positive},
        Field<P, Real>{&P::E_L, "E_L", "mV", "leak reversal potential"},
        Field<P, Real>{&P::V_T, "V_T", "mV", "threshold of the exponential"},
        Field<P, Real>{&P::Delta_T, "Delta_T", "mV", "slope factor", Constraint::positive},
        Field<P, Real>{&P::V_peak, "V_peak", "mV", "peak of the spike"},
        Field<P, Real>{&P::V_reset, "V_reset", "mV", "potential after a spike"},
        Field<P, Real>{&P::I_e, "I_e", "pA", "constant current", Constraint::any, 0.0},
        Field<P, Real>{&P::t_ref, "t_ref", "ms", "refractory time", Constraint::non_negative, 0.0}};
    static constexpr std::array state = {
        Field<State, Real>{&State::V_m, "V_m", "mV", "membrane potential", Constraint::any, 0.0}};
    static constexpr std::array<std::array<std::string_view, 2>, 2> orders = {
        {{"V_reset", "V_peak"}, {"V_T", "V_peak"}}};

    /// What does not change during a run, computed once.
    struct Coefficients {
        Real per_C_m, per_Delta_T;
        static constexpr std::array members = {&Coefficients::per_C_m, &Coefficients::per_Delta_T};
    };
    static Coefficients coefficients(const Parameters& p, Real /*dt*/) {
        return {.per_C_m = Real(1) / p.C_m, .per_Delta_T = Real(1) / p.Delta_T};
    }

    [[gnu::always_inline]] static State derivative(const Parameters& p,
                                                   const Coefficients& c,
                                                   const State& s,
                                                   Real I) {
        const Real upstroke = p.Delta_T * exponential((s.V_m - p.V_T) * c.per_Delta_T);
        return {.V_m = (p.g_L * (upstroke - (s.V_m - p.E_L)) + p.I_e + I) * c.per_C_m};
    }

    [[gnu::always_inline]] static State after_spike(const Parameters& p, const State& /*s*/) {
        return {.V_m = p.V_reset};
    }
};

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
