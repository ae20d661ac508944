/// Quadratic integrate-and-fire neuron of Izhikevich, with the cubic recovery of fast-spiking
/// cells.
#pragma once

#include <array>
#include <string_view>

#include "model/fields.hpp"
#include "model/math.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {

///     C_m dV_m/dt = k (V_m - E_L)(V_m - V_th) - u + I_e + I
///         du/dt   = a (B(V_m) - u)
///     B(V) = b_1 (V - V_b) + b_4 (V - V_b)^3      V <  V_b
///            b_2 (V - V_b) + b_3 (V - V_b)^3      V >= V_b
///     V_m >= V_peak: spike, then V_m = V_reset, u = u + d, V_m held for t_ref
///
/// Derivatives are taken at min(V_m, V_peak), which bounds the upstroke within a step.
/// Source: Izhikevich (2007), Dynamical Systems in Neuroscience, MIT Press, chapter 8; two-sided
/// recovery as in Lindahl & Hellgren Kotaleski (2016), eNeuro 3(6), ENEURO.0156-16.2016.
template <typename Real>
struct QuadraticIntegrateAndFire {
    static constexpr std::string_view name = "qif";
    static constexpr std::string_view title =
        "quadratic integrate-and-fire (Izhikevich 2007), linear or cubic recovery";
    static constexpr std::string_view equations =
        "C_m dV_m/dt = k (V_m - E_L)(V_m - V_th) - u + I_e + I\n"
        "du/dt = a (B(V_m) - u)\n"
        "B(V) = b_1 x + b_4 x^3 for x = V - V_b < 0, else b_2 x + b_3 x^3\n"
        "V_m >= V_peak: spike; V_m = V_reset, u = u + d, V_m held for t_ref";
    static constexpr std::string_view source =
        "Izhikevich (2007), Dynamical Systems in Neuroscience, chapter 8; two-sided recovery: "
        "Lindahl & Hellgren Kotaleski (2016), eNeuro 3(6), ENEURO.0156-16.2016";

    static constexpr std::array<std::string_view, 2> solvers = {"rk4", "euler"};

    struct Parameters {
        Real C_m, k, E_L, V_th, a, V_b, b_1, b_2, b_3, b_4, V_reset, d, V_peak, I_e, t_ref;
    };
    struct State {
        Real V_m, u;
    };
    using P = Parameters;
    static constexpr std::array parameters = {
        Field<P, Real>{&P::C_m, "C_m", "pF", "membrane capacitance", Constraint::positive},
        Field<P, Real>{&P::k, "k", "nS/mV", "steepness of the parabola", Constraint::positive},
        Field<P, Real>{&P::E_L, "E_L", "mV", "resting potential"},
        Field<P, Real>{&P::V_th, "V_th", "mV", "instantaneous threshold"},
        Field<P, Real>{&P::a, "a", "1/ms", "rate of the recovery", Constraint::positive},
        Field<P, Real>{&P::V_b, "V_b", "mV", "potential where the recovery has its zero"},
        Field<P, Real>{&P::b_1, "b_1", "nS", "slope of the recovery below V_b"},
        Field<P, Real>{&P::b_2, "b_2", "nS", "linear slope of the recovery above V_b"},
        Field<P, Real>{&P::b_3, "b_3", "pA/mV^3", "cubic term of the recovery above V_b",
                       Constraint::any, 0.0},
        Field<P, Real>{&P::b_4, "b_4", "pA/mV^3", "cubic term of the recovery below V_b",
                       Constraint::any, 0.0},
        Field<P, Real>{&P::V_reset, "V_reset", "mV", "potential after a spike (Izhikevich's c)"},
        Field<P, Real>{&P::d, "d", "pA", "jump of u at a spike"},
        Field<P, Real>{&P::V_peak, "V_peak", "mV", "peak of the spike"},
        Field<P, Real>{&P::I_e, "I_e", "pA", "constant current", Constraint::any, 0.0},
        Field<P, Real>{&P::t_ref, "t_ref", "ms", "refractory time", Constraint::non_negative, 0.0}};
    static constexpr std::array state = {
        Field<State, Real>{&State::V_m, "V_m", "mV", "membrane potential", Constraint::any, 0.0},
        Field<State, Real>{&State::u, "u", "pA", "recovery current", Constraint::any, 0.0}};
    static constexpr std::array<std::array<std::string_view, 2>, 2> orders = {
        {{"V_reset", "V_peak"}, {"V_th", "V_peak"}}};

    /// What does not change during a run, computed once.
    struct Coefficients {
        Real per_C_m;
        static constexpr std::array members = {&Coefficients::per_C_m};
    };
    static Coefficients coefficients(const Parameters& p, Real /*dt*/) { return {Real(1) / p.C_m}; }

    [[gnu::always_inline]] static State derivative(const Parameters& p,
                                                   const Coefficients& c,
                                                   const State& s,
                                                   Real I) {
        const Real x = s.V_m - p.V_b;
        const auto below = x < Real(0);
        const Real recovery =
            x * (choose(below, p.b_1, p.b_2) + choose(below, p.b_4, p.b_3) * x * x);
        return {.V_m = (p.k * (s.V_m - p.E_L) * (s.V_m - p.V_th) - s.u + p.I_e + I) * c.per_C_m,
                .u = p.a * (recovery - s.u)};
    }

    [[gnu::always_inline]] static State after_spike(const Parameters& p, const State& s) {
        return {.V_m = p.V_reset, .u = s.u + p.d};
    }
};

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
