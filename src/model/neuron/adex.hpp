/// Adaptive exponential integrate-and-fire neuron, with voltage-dependent adaptation.
#pragma once

#include <array>
#include <limits>
#include <string_view>

#include "model/fields.hpp"
#include "model/math.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {

///     C_m dV_m/dt = -g_L (V_m - E_L) + g_L Delta_T exp((V_m - V_th) / Delta_T) - w + I_e + I
///     tau_w dw/dt = a (V_m - V_a) - w,    a = a_1 for V_m < V_a, else a_2
///     V_m >= V_peak: spike, then V_m = min(V_reset + reset_slope min(w, 0), reset_max),
///                    w = w + b (the reset uses w before the jump), V_m held for t_ref
///
/// Derivatives are taken at min(V_m, V_peak), which bounds the upstroke within a step.
/// Source: Brette & Gerstner (2005), J Neurophysiol 94, 3637-3642, doi:10.1152/jn.00686.2005;
/// two-sided adaptation and the reset of subthalamic cells (rebound after inhibition) as in
/// Lindahl & Hellgren Kotaleski (2016), eNeuro 3(6), ENEURO.0156-16.2016.
template <typename Real>
struct AdaptiveExponential {
    static constexpr std::string_view name = "adex";
    static constexpr std::string_view title =
        "adaptive exponential integrate-and-fire (Brette & Gerstner 2005)";
    static constexpr std::string_view equations =
        "C_m dV_m/dt = -g_L (V_m - E_L) + g_L Delta_T exp((V_m - V_th) / Delta_T) - w + I_e + I\n"
        "tau_w dw/dt = a (V_m - V_a) - w,  a = a_1 for V_m < V_a, else a_2\n"
        "V_m >= V_peak: spike; V_m = min(V_reset + reset_slope min(w, 0), reset_max), w = w + b, "
        "V_m held for t_ref";
    static constexpr std::string_view source =
        "Brette & Gerstner (2005), J Neurophysiol 94, 3637-3642; two-sided adaptation and STN "
        "reset: Lindahl & Hellgren Kotaleski (2016), eNeuro 3(6), ENEURO.0156-16.2016";

    static constexpr std::array<std::string_view, 2> solvers = {"rk4", "euler"};

    struct Parameters {
        Real C_m, g_L, E_L, V_th, Delta_T, tau_w, V_a, a_1, a_2, b;
        Real V_reset, V_peak, reset_slope, reset_max, I_e, t_ref;
    };
    struct State {
        Real V_m, w;
    };
    using P = Parameters;
    static constexpr double no_limit = std::numeric_limits<double>::infinity();
    static constexpr std::array parameters = {
        Field<P, Real>{&P::C_m, "C_m", "pF", "membrane capacitance", Constraint::positive},
        Field<P, Real>{&P::g_L, "g_L", "nS", "leak conductance", Constraint::positive},
        Field<P, Real>{&P::E_L, "E_L", "mV", "leak reversal potential"},
        Field<P, Real>{&P::V_th, "V_th", "mV", "threshold of the exponential"},
        Field<P, Real>{&P::Delta_T, "Delta_T", "mV", "slope factor", Constraint::positive},
        Field<P, Real>{&P::tau_w, "tau_w", "ms", "adaptation time constant", Constraint::positive},
        Field<P, Real>{&P::V_a, "V_a", "mV", "potential where the adaptation has its zero"},
        Field<P, Real>{&P::a_1, "a_1", "nS", "adaptation below V_a"},
        Field<P, Real>{&P::a_2, "a_2", "nS", "adaptation above V_a"},
        Field<P, Real>{&P::b, "b", "pA", "jump of w at a spike"},
        Field<P, Real>{&P::V_reset, "V_reset", "mV", "potential after a spike"},
        Field<P, Real>{&P::V_peak, "V_peak", "mV", "peak of the spike"},
        Field<P, Real>{&P::reset_slope, "reset_slope", "mV/pA",
                       "change of the reset with negative w", Constraint::any, 0.0},
        Field<P, Real>{&P::reset_max, "reset_max", "mV", "upper limit of the reset",
                       Constraint::any, no_limit, true},
        Field<P, Real>{&P::I_e, "I_e", "pA", "constant current", Constraint::any, 0.0},
        Field<P, Real>{&P::t_ref, "t_ref", "ms", "refractory time", Constraint::non_negative, 0.0}};
    static constexpr std::array state = {
        Field<State, Real>{&State::V_m, "V_m", "mV", "membrane potential", Constraint::any, 0.0},
        Field<State, Real>{&State::w, "w", "pA", "adaptation current", Constraint::any, 0.0}};
    static constexpr std::array<std::array<std::string_view, 2>, 2> orders = {
        {{"V_reset", "V_peak"}, {"V_th", "V_peak"}}};

    /// What does not change during a run, computed once.
    struct Coefficients {
        Real per_C_m, per_Delta_T, per_tau_w, g_L_Delta_T;
        static constexpr std::array members = {&Coefficients::per_C_m, &Coefficients::per_Delta_T,
                                               &Coefficients::per_tau_w,
                                               &Coefficients::g_L_Delta_T};
    };
    static Coefficients coefficients(const Parameters& p, Real /*dt*/) {
        return {.per_C_m = Real(1) / p.C_m,
                .per_Delta_T = Real(1) / p.Delta_T,
                .per_tau_w = Real(1) / p.tau_w,
                .g_L_Delta_T = p.g_L * p.Delta_T};
    }

    [[gnu::always_inline]] static State derivative(const Parameters& p,
                                                   const Coefficients& c,
                                                   const State& s,
                                                   Real I) {
        const Real upstroke = c.g_L_Delta_T * exponential((s.V_m - p.V_th) * c.per_Delta_T);
        const Real x = s.V_m - p.V_a;
        const Real a = choose(x < Real(0), p.a_1, p.a_2);
        return {.V_m = (upstroke - p.g_L * (s.V_m - p.E_L) - s.w + p.I_e + I) * c.per_C_m,
                .w = (a * x - s.w) * c.per_tau_w};
    }

    [[gnu::always_inline]] static State after_spike(const Parameters& p, const State& s) {
        const Real raised = p.V_reset + p.reset_slope * lesser(s.w, Real(0));
        return {.V_m = lesser(raised, p.reset_max), .w = s.w + p.b};
    }
};

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
