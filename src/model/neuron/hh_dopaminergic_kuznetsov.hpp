/// Soma of the midbrain dopamine neuron of Kuznetsov et al. (2006), after Hodgkin and Huxley.
#pragma once

#include <array>
#include <string_view>

#include "model/channels.hpp"
#include "model/fields.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {

///     C_m dV_m/dt = g_Ca c_inf^4 (E_Ca - V_m) + g_L (E_L - V_m) + g_Na m_inf^3 h (E_Na - V_m)
///         + (g_KCa Ca^4 / (Ca^4 + k_1^4) + g_K1 / (1 + exp(-(V_m + 10) / 7)) + g_K2 n^4) (E_K -
///         V_m)
///         + I_e + I / area
///     dCa/dt = 2 beta (g_Ca c_inf^4 (E_Ca - V_m) / F - Ca / tau_Ca) / r
///     dh/dt = a_h (1 - h) - b_h h        dn/dt = a_n (1 - n) - b_n n
///
/// One compartment: the coupling to the dendrites of the source is left out. A spike is an upward
/// crossing of V_spike, without a reset.
/// Source: Kuznetsov, Kopell & Wilson (2006), J Neurophysiol 95, 932-947 (ModelDB 64285).
template <typename Real>
struct HodgkinHuxleyDopaminergicKuznetsov {
    static constexpr std::string_view name = "hh_dopaminergic_kuznetsov";
    static constexpr std::string_view title =
        "midbrain dopamine neuron, soma (Kuznetsov et al. 2006), Hodgkin-Huxley type";
    static constexpr std::string_view equations =
        "C_m dV_m/dt = g_Ca c_inf^4 (E_Ca - V_m) + g_L (E_L - V_m) + g_Na m_inf^3 h (E_Na - V_m)\n"
        "    + (g_KCa Ca^4 / (Ca^4 + k_1^4) + g_K1 / (1 + exp(-(V_m + 10) / 7)) + g_K2 n^4) (E_K - "
        "V_m)\n"
        "    + I_e + I / area\n"
        "dCa/dt = 2 beta (g_Ca c_inf^4 (E_Ca - V_m) / F - Ca / tau_Ca) / r\n"
        "dh/dt = a_h (1 - h) - b_h h,  dn/dt = a_n (1 - n) - b_n n\n"
        "kinetics in src/model/neuron/hh_dopaminergic_kuznetsov.hpp\n"
        "upward crossing of V_spike: spike";
    static constexpr std::string_view source =
        "Kuznetsov, Kopell & Wilson (2006), J Neurophysiol 95, 932-947; soma alone";
    static constexpr std::array<std::string_view, 2> solvers = {"rk4", "euler"};
    static constexpr bool fires_by_crossing = true;
    /// Stable and accurate up to these [ms]: rk4, euler; also after a rebound, when h is large.
    static constexpr std::array<double, 2> largest_step_ms = {0.025, 0.01};

    struct Parameters {
        Real C_m, area, g_Ca, E_Ca, g_KCa, g_K1, g_K2, E_K, g_L, E_L, g_Na, E_Na, k_1, beta, F, r,
            tau_Ca, I_e, V_peak;
    };
    struct State {
        Real V_m, h, n, Ca;
    };
    using P = Parameters;
    static constexpr std::array parameters = {
        Field<P, Real>{&P::C_m, "C_m", "uF/cm^2", "membrane capacitance", Constraint::positive},
        Field<P, Real>{&P::area, "area", "um^2",
                       "membrane area, for currents in pA and conductances in nS",
                       Constraint::positive},
        Field<P, Real>{&P::g_Ca, "g_Ca", "mS/cm^2", "calcium conductance",
                       Constraint::non_negative},
        Field<P, Real>{&P::E_Ca, "E_Ca", "mV", "calcium reversal potential"},
        Field<P, Real>{&P::g_KCa, "g_KCa", "mS/cm^2", "potassium conductance that calcium opens",
                       Constraint::non_negative},
        Field<P, Real>{&P::g_K1, "g_K1", "mS/cm^2", "instantaneous potassium conductance",
                       Constraint::non_negative},
        Field<P, Real>{&P::g_K2, "g_K2", "mS/cm^2", "slow potassium conductance",
                       Constraint::non_negative},
        Field<P, Real>{&P::E_K, "E_K", "mV", "potassium reversal potential"},
        Field<P, Real>{&P::g_L, "g_L", "mS/cm^2", "leak conductance", Constraint::non_negative},
        Field<P, Real>{&P::E_L, "E_L", "mV", "leak reversal potential"},
        Field<P, Real>{&P::g_Na, "g_Na", "mS/cm^2", "sodium conductance", Constraint::non_negative},
        Field<P, Real>{&P::E_Na, "E_Na", "mV", "sodium reversal potential"},
        Field<P, Real>{&P::k_1, "k_1", "1", "calcium that half opens KCa", Constraint::positive},
        Field<P, Real>{&P::beta, "beta", "1", "share of free calcium", Constraint::positive},
        Field<P, Real>{&P::F, "F", "uA*ms/cm^2", "current per calcium", Constraint::positive},
        Field<P, Real>{&P::r, "r", "1", "radius of the compartment", Constraint::positive},
        Field<P, Real>{&P::tau_Ca, "tau_Ca", "ms", "time constant of the calcium pump",
                       Constraint::positive},
        Field<P, Real>{&P::I_e, "I_e", "uA/cm^2", "constant current", Constraint::any, 0.0},
        Field<P, Real>{&P::V_peak, "V_spike", "mV", "potential whose upward crossing is a spike"}};
    static constexpr std::array state = {
        Field<State, Real>{&State::V_m, "V_m", "mV", "membrane potential", Constraint::any, -54.4},
        Field<State, Real>{&State::h, "h", "1", "inactivation of sodium", Constraint::any, 0.13},
        Field<State, Real>{&State::n, "n", "1", "activation of slow potassium", Constraint::any,
                           0.17},
        Field<State, Real>{&State::Ca, "Ca", "1", "calcium", Constraint::any, 91.6}};
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

    /// The published start: near rest whatever `V_m`.
    static State steady_state(const Parameters& /*p*/, Real V_m) {
        return {.V_m = V_m, .h = num<Real>(0.13), .n = num<Real>(0.17), .Ca = num<Real>(91.6)};
    }

    [[gnu::always_inline]] static State derivative(const Parameters& p,
                                                   const Coefficients& c,
                                                   const State& s,
                                                   Real I) {
        const Real V = s.V_m;
        const Real c_inf =
            share(rate(V, 0.0032, -50.0, 5.0), num<Real>(0.05) * grown(V, -55.0, -40.0));
        const Real I_Ca = p.g_Ca * (c_inf * c_inf) * (c_inf * c_inf) * (p.E_Ca - V);
        const Real m_inf = share(rate(V, 0.32, -31.0, 4.0), rate_down(V, 0.28, -4.0, 5.0));
        const Real Ca_4 = (s.Ca * s.Ca) * (s.Ca * s.Ca);
        const Real k_4 = (p.k_1 * p.k_1) * (p.k_1 * p.k_1);
        const Real g_potassium = p.g_KCa * Ca_4 / (Ca_4 + k_4) + p.g_K1 * open_at(V, -10.0, 7.0) +
                                 p.g_K2 * (s.n * s.n) * (s.n * s.n);
        const Real in = I_Ca + g_potassium * (p.E_K - V) + p.g_L * (p.E_L - V) +
                        p.g_Na * cubed(m_inf) * s.h * (p.E_Na - V);
        const Real a_h = num<Real>(0.01) * grown(V, -47.0, -18.0);
        const Real b_h = num<Real>(1.25) * open_at(V, -24.0, 5.0);
        const Real a_n = rate(V, 0.0032, -5.0, 10.0);
        const Real b_n = num<Real>(0.05) * grown(V, -10.0, -16.0);
        return {.V_m = (in + p.I_e + I * c.density) * c.per_C_m,
                .h = a_h * (Real(1) - s.h) - b_h * s.h,
                .n = a_n * (Real(1) - s.n) - b_n * s.n,
                .Ca = Real(2) * p.beta * (I_Ca / p.F - s.Ca / p.tau_Ca) / p.r};
    }

private:
    /// exp((V - V_0) / k).
    [[gnu::always_inline]] static Real grown(Real V, double V_0, double k) {
        return exponential((V - num<Real>(V_0)) * num<Real>(1.0 / k));
    }
    /// -A (V - V_0) / (exp(-(V - V_0) / k) - 1).
    [[gnu::always_inline]] static Real rate(Real V, double A, double V_0, double k) {
        return num<Real>(A * k) *
               linear_over_exponential((num<Real>(V_0) - V) * num<Real>(1.0 / k));
    }
    /// A (V - V_0) / (exp((V - V_0) / k) - 1).
    [[gnu::always_inline]] static Real rate_down(Real V, double A, double V_0, double k) {
        return num<Real>(A * k) *
               linear_over_exponential((V - num<Real>(V_0)) * num<Real>(1.0 / k));
    }
    [[gnu::always_inline]] static Real share(Real opening, Real closing) {
        return opening / (opening + closing);
    }
};

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
