/// Subthalamic neuron of Terman et al. (2002), after Hodgkin and Huxley.
#pragma once

#include <array>
#include <string_view>

#include "model/channels.hpp"
#include "model/fields.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {

///     as hh_stn, but I_Ca = g_Ca s_inf^2 (V_m - E_Ca) without a gate of its own, and a slower r
///
/// The kinetics are those of the source's code (ModelDB 182758). A spike is an upward crossing of
/// V_spike, without a reset.
/// Source: Terman, Rubin, Yew & Wilson (2002), J Neurosci 22, 2963-2976.
template <typename Real>
struct HodgkinHuxleySubthalamicTerman {
    static constexpr std::string_view name = "hh_stn_terman";
    static constexpr std::string_view title =
        "subthalamic neuron (Terman et al. 2002), Hodgkin-Huxley type";
    static constexpr std::string_view equations =
        "C_m dV_m/dt = -I_L - I_K - I_Na - I_T - I_Ca - I_AHP + I_e + I / area\n"
        "I_L = g_L (V_m - E_L),  I_K = g_K n^4 (V_m - E_K),  I_Na = g_Na m_inf^3 h (V_m - E_Na)\n"
        "I_T = g_T a_inf^3 b_inf(r)^2 (V_m - E_T),  I_Ca = g_Ca s_inf^2 (V_m - E_Ca)\n"
        "I_AHP = g_AHP (V_m - E_K) Ca / (Ca + k_1),  dCa/dt = epsilon (-I_Ca - I_T - k_Ca Ca)\n"
        "dx/dt = phi_x (x_inf - x) / tau_x for n, h, r; kinetics in "
        "src/model/neuron/hh_stn_terman.hpp\n"
        "upward crossing of V_spike: spike";
    static constexpr std::string_view source =
        "Terman, Rubin, Yew & Wilson (2002), J Neurosci 22, 2963-2976";
    static constexpr std::array<std::string_view, 2> solvers = {"rk4", "euler"};
    static constexpr bool fires_by_crossing = true;
    /// Stable and accurate up to these [ms]: rk4, euler.
    static constexpr std::array<double, 2> largest_step_ms = {0.025, 0.01};

    struct Parameters {
        Real C_m, area, g_L, E_L, g_K, E_K, g_Na, E_Na, g_T, E_T, g_Ca, E_Ca, g_AHP, k_1, k_Ca,
            epsilon, I_e, V_peak;
    };
    struct State {
        Real V_m, n, h, r, Ca;
    };
    using P = Parameters;
    static constexpr std::array parameters = {
        Field<P, Real>{&P::C_m, "C_m", "uF/cm^2", "membrane capacitance", Constraint::positive},
        Field<P, Real>{&P::area, "area", "um^2",
                       "membrane area, for currents in pA and conductances in nS",
                       Constraint::positive},
        Field<P, Real>{&P::g_L, "g_L", "mS/cm^2", "leak conductance", Constraint::non_negative},
        Field<P, Real>{&P::E_L, "E_L", "mV", "leak reversal potential"},
        Field<P, Real>{&P::g_K, "g_K", "mS/cm^2", "potassium conductance",
                       Constraint::non_negative},
        Field<P, Real>{&P::E_K, "E_K", "mV", "potassium reversal potential"},
        Field<P, Real>{&P::g_Na, "g_Na", "mS/cm^2", "sodium conductance", Constraint::non_negative},
        Field<P, Real>{&P::E_Na, "E_Na", "mV", "sodium reversal potential"},
        Field<P, Real>{&P::g_T, "g_T", "mS/cm^2", "low-threshold calcium conductance",
                       Constraint::non_negative},
        Field<P, Real>{&P::E_T, "E_T", "mV", "reversal potential of the T current"},
        Field<P, Real>{&P::g_Ca, "g_Ca", "mS/cm^2", "high-threshold calcium conductance",
                       Constraint::non_negative},
        Field<P, Real>{&P::E_Ca, "E_Ca", "mV", "calcium reversal potential"},
        Field<P, Real>{&P::g_AHP, "g_AHP", "mS/cm^2", "conductance of the afterhyperpolarisation",
                       Constraint::non_negative},
        Field<P, Real>{&P::k_1, "k_1", "1", "calcium that half opens the afterhyperpolarisation",
                       Constraint::positive},
        Field<P, Real>{&P::k_Ca, "k_Ca", "uA/cm^2", "calcium pump", Constraint::non_negative},
        Field<P, Real>{&P::epsilon, "epsilon", "cm^2/uA/ms", "calcium per current",
                       Constraint::non_negative},
        Field<P, Real>{&P::I_e, "I_e", "uA/cm^2", "constant current", Constraint::any, 0.0},
        Field<P, Real>{&P::V_peak, "V_spike", "mV", "potential whose upward crossing is a spike"}};
    static constexpr std::array state = {
        Field<State, Real>{&State::V_m, "V_m", "mV", "membrane potential", Constraint::any, -62.0},
        Field<State, Real>{&State::n, "n", "1", "activation of potassium", Constraint::any, 0.0},
        Field<State, Real>{&State::h, "h", "1", "inactivation of sodium", Constraint::any, 0.0},
        Field<State, Real>{&State::r, "r", "1", "inactivation of the T current", Constraint::any,
                           0.0},
        Field<State, Real>{&State::Ca, "Ca", "1", "calcium", Constraint::any, 0.1}};
    static constexpr std::array<std::array<std::string_view, 2>, 0> orders = {};
    static constexpr std::string_view starts_at{};  // where the table of the state says

    /// What does not change during a run, computed once.
    struct Coefficients {
        Real per_C_m, density;
        static constexpr std::array members = {&Coefficients::per_C_m, &Coefficients::density};
    };
    static Coefficients coefficients(const Parameters& p, Real /*dt*/) {
        return {.per_C_m = Real(1) / p.C_m, .density = current_density(p.area)};
    }

    /// All gates at rest at `V_m`, calcium as published.
    static State steady_state(const Parameters& /*p*/, Real V_m) {
        return {
            .V_m = V_m, .n = n_inf(V_m), .h = h_inf(V_m), .r = r_inf(V_m), .Ca = num<Real>(0.1)};
    }

    [[gnu::always_inline]] static State derivative(const Parameters& p,
                                                   const Coefficients& c,
                                                   const State& s,
                                                   Real I) {
        const Real V = s.V_m;
        const SubthalamopallidalCurrents<P, Real> currents{p, V};
        const Real a_inf = open_at(V, -63.0, 7.8);
        const Real b_inf = open_at(s.r, 0.4, 0.1) - num<Real>(b_inf_at_0);
        const Real s_inf = open_at(V, -39.0, 8.0);
        const Real I_T = p.g_T * cubed(a_inf) * b_inf * b_inf * (V - p.E_T);
        const Real I_Ca = p.g_Ca * s_inf * s_inf * (V - p.E_Ca);
        const Real out = currents.leak() + currents.potassium(s.n) +
                         currents.sodium(open_at(V, -30.0, 15.0), s.h) + I_T + I_Ca +
                         currents.afterhyperpolarisation(s.Ca);
        const Real tau_n = Real(1) + Real(100) * open_at(V, -80.0, -26.0);
        const Real tau_h = Real(1) + Real(500) * open_at(V, -57.0, -3.0);
        const Real tau_r = Real(40) + num<Real>(17.5) * open_at(V, 68.0, -2.2);
        return {.V_m = (p.I_e + I * c.density - out) * c.per_C_m,
                .n = num<Real>(0.75) * relaxation(s.n, n_inf(V), tau_n),
                .h = num<Real>(0.75) * relaxation(s.h, h_inf(V), tau_h),
                .r = num<Real>(0.2) * relaxation(s.r, r_inf(V), tau_r),
                .Ca = currents.calcium(I_Ca, I_T, s.Ca)};
    }

private:
    static constexpr double b_inf_at_0 = 0.01798620996209156;  // 1 / (1 + exp(4))

    [[gnu::always_inline]] static Real n_inf(Real V) { return open_at(V, -32.0, 8.0); }
    [[gnu::always_inline]] static Real h_inf(Real V) { return open_at(V, -39.0, -3.1); }
    [[gnu::always_inline]] static Real r_inf(Real V) { return open_at(V, -67.0, -2.0); }
};

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
