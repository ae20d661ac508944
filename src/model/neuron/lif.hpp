/// Leaky integrate-and-fire neuron.
#pragma once

#include <array>
#include <string_view>

#include "model/fields.hpp"
#include "model/math.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {

///     C_m dV_m/dt = -g_L (V_m - E_L) + I_e + I
///     V_m >= V_th: spike, then V_m = V_reset, held for t_ref
///
/// Source: Gerstner & Kistler (2002), Spiking Neuron Models, Cambridge University Press, chapter 4.
template <typename Real>
struct LeakyIntegrateAndFire {
    static constexpr std::string_view name = "lif";
    static constexpr std::string_view title = "leaky integrate-and-fire";
    static constexpr std::string_view equations =
        "C_m dV_m/dt = -g_L (V_m - E_L) + I_e + I\n"
        "V_m >= V_th: spike; V_m = V_reset, held for t_ref";
    static constexpr std::string_view source =
        "Gerstner & Kistler (2002), Spiking Neuron Models, chapter 4";

    struct Parameters {
        Real C_m, g_L, E_L, V_peak, V_reset, I_e, t_ref;
    };
    struct State {
        Real V_m;
    };
    using P = Parameters;
    static constexpr std::array parameters = {
        Field<P, Real>{&P::C_m, "C_m", "pF", "membrane capacitance", Constraint::positive},
        Field<P, Real>{&P::g_L, "g_L", "nS", "leak conductance", Constraint::positive},
        Field<P, Real>{&P::E_L, "E_L", "mV", "leak reversal potential"},
        Field<P, Real>{&P::V_peak, "V_th", "mV", "spike threshold"},
        Field<P, Real>{&P::V_reset, "V_reset", "mV", "potential after a spike"},
        Field<P, Real>{&P::I_e, "I_e", "pA", "constant current", Constraint::any, 0.0},
        Field<P, Real>{&P::t_ref, "t_ref", "ms", "refractory time", Constraint::non_negative, 0.0}};
    static constexpr std::array state = {
        Field<State, Real>{&State::V_m, "V_m", "mV", "membrane potential", Constraint::any, 0.0}};
    static constexpr std::array<std::array<std::string_view, 2>, 1> orders = {
        {{"V_reset", "V_th"}}};

    /// What does not change during a run, computed once.
    struct Coefficients {
        Real per_C_m;
        static constexpr std::array members = {&Coefficients::per_C_m};
    };
    static Coefficients coefficients(const Parameters& p) { return {Real(1) / p.C_m}; }

    [[gnu::always_inline]] static State derivative(const Parameters& p,
                                                   const Coefficients& c,
                                                   const State& s,
                                                   Real I) {
        return {.V_m = (p.I_e + I - p.g_L * (s.V_m - p.E_L)) * c.per_C_m};
    }

    [[gnu::always_inline]] static State after_spike(const Parameters& p, const State&) {
        return {.V_m = p.V_reset};
    }
};

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
