/// Midbrain dopamine neuron of Drion et al. (2011), after Hodgkin and Huxley.
#pragma once

#include <array>
#include <string_view>

#include "model/channels.hpp"
#include "model/fields.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {

///     C_m dV_m/dt = -g_Na m^3 h (V_m - E_Na) - g_Kd n^3 (V_m - E_K) - g_CaL m_L^2 (V_m - E_Ca)
///                   - g_CaN m_N (V_m - E_Ca) - g_ERG o (V_m - E_K) - g_L (V_m - E_L)
///                   - g_NMDA (V_m - E_NMDA) / (1 + Mg exp(-0.08 V_m) / 10) + I_e + I / area
///     dx/dt = (x_inf - x) / tau_x for m, h, n, m_L, m_N
///     do/dt = a_0 (1 - o - i) + b_i i - o (a_i + b_0)       di/dt = a_i o - b_i i
///
/// A spike is an upward crossing of V_spike, without a reset.
/// Source: Drion, Massotte, Sepulchre & Seutin (2011), PLoS Comput Biol 7, e1002050, kinetics as in
/// the code of Fyon et al. (CORR_2022).
template <typename Real>
struct HodgkinHuxleyDopaminergic {
    static constexpr std::string_view name = "hh_dopaminergic";
    static constexpr std::string_view title =
        "midbrain dopamine neuron (Drion et al. 2011), Hodgkin-Huxley type";
    static constexpr std::string_view equations =
        "C_m dV_m/dt = -g_Na m^3 h (V_m - E_Na) - g_Kd n^3 (V_m - E_K) - g_CaL m_L^2 (V_m - E_Ca)\n"
        "    - g_CaN m_N (V_m - E_Ca) - g_ERG o (V_m - E_K) - g_L (V_m - E_L)\n"
        "    - g_NMDA (V_m - E_NMDA) / (1 + Mg exp(-0.08 V_m) / 10) + I_e + I / area\n"
        "dx/dt = (x_inf - x) / tau_x for m, h, n, m_L, m_N\n"
        "do/dt = a_0 (1 - o - i) + b_i i - o (a_i + b_0),  di/dt = a_i o - b_i i\n"
        "kinetics in src/model/neuron/hh_dopaminergic.hpp and src/model/channels.hpp\n"
        "upward crossing of V_spike: spike";
    static constexpr std::string_view source =
        "Drion, Massotte, Sepulchre & Seutin (2011), PLoS Comput Biol 7, e1002050";
    static constexpr std::array<std::string_view, 2> solvers = {"rk4", "euler"};
    static constexpr bool fires_by_crossing = true;
    /// Stable and accurate up to these [ms]: rk4, euler. ERG inactivates at a rate a_i that reaches
    /// 125/ms at E_Na, where Runge-Kutta is stable below 2.8 / a_i.
    static constexpr std::array<double, 2> largest_step_ms = {0.0125, 0.01};

    struct Parameters {
        Real C_m, area, g_Na, E_Na, g_Kd, E_K, g_CaL, g_CaN, E_Ca, g_ERG, g_NMDA, E_NMDA, Mg, g_L,
            E_L, I_e, V_peak;
    };
    struct State {
        Real V_m, m, h, n, m_L, m_N, o, i;
    };
    using P = Parameters;
    static constexpr std::array parameters = {
        Field<P, Real>{&P::C_m, "C_m", "uF/cm^2", "membrane capacitance", Constraint::positive},
        Field<P, Real>{&P::area, "area", "um^2",
                       "membrane area, for currents in pA and conductances in nS",
                       Constraint::positive},
        Field<P, Real>{&P::g_Na, "g_Na", "mS/cm^2", "sodium conductance", Constraint::non_negative},
        Field<P, Real>{&P::E_Na, "E_Na", "mV", "sodium reversal potential"},
        Field<P, Real>{&P::g_Kd, "g_Kd", "mS/cm^2", "delayed rectifier conductance",
                       Constraint::non_negative},
        Field<P, Real>{&P::E_K, "E_K", "mV", "potassium reversal potential"},
        Field<P, Real>{&P::g_CaL, "g_CaL", "mS/cm^2", "L-type calcium conductance",
                       Constraint::non_negative},
        Field<P, Real>{&P::g_CaN, "g_CaN", "mS/cm^2", "N-type calcium conductance",
                       Constraint::non_negative},
        Field<P, Real>{&P::E_Ca, "E_Ca", "mV", "calcium reversal potential"},
        Field<P, Real>{&P::g_ERG, "g_ERG", "mS/cm^2", "ERG potassium conductance",
                       Constraint::non_negative},
        Field<P, Real>{&P::g_NMDA, "g_NMDA", "mS/cm^2", "tonic NMDA conductance",
                       Constraint::non_negative},
        Field<P, Real>{&P::E_NMDA, "E_NMDA", "mV", "NMDA reversal potential"},
        Field<P, Real>{&P::Mg, "Mg", "mM", "magnesium outside the cell", Constraint::non_negative},
        Field<P, Real>{&P::g_L, "g_L", "mS/cm^2", "leak conductance", Constraint::non_negative},
        Field<P, Real>{&P::E_L, "E_L", "mV", "leak reversal potential"},
        Field<P, Real>{&P::I_e, "I_e", "uA/cm^2", "constant current", Constraint::any, 0.0},
        Field<P, Real>{&P::V_peak, "V_spike", "mV", "potential whose upward crossing is a spike"}};
    static constexpr std::array state = {
        Field<State, Real>{&State::V_m, "V_m", "mV", "membrane potential", Constraint::any, -60.0},
        Field<State, Real>{&State::m, "m", "1", "activation of sodium", Constraint::any, 0.0},
        Field<State, Real>{&State::h, "h", "1", "inactivation of sodium", Constraint::any, 0.0},
        Field<State, Real>{&State::n, "n", "1", "activation of the delayed rectifier",
                           Constraint::any, 0.0},
        Field<State, Real>{&State::m_L, "m_L", "1", "activation of L-type calcium", Constraint::any,
                           0.0},
        Field<State, Real>{&State::m_N, "m_N", "1", "activation of N-type calcium", Constraint::any,
                           0.0},
        Field<State, Real>{&State::o, "o", "1", "open ERG channels", Constraint::any, 0.0},
        Field<State, Real>{&State::i, "i", "1", "inactivated ERG channels", Constraint::any, 0.0}};
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

    /// All gates at rest at `V_m`, but those of ERG closed.
    static State steady_state(const Parameters& /*p*/, Real V_m) {
        return {.V_m = V_m,
                .m = FastSodium::m_inf(V_m),
                .h = FastSodium::h_inf(V_m),
                .n = DelayedRectifier::n_inf(V_m),
                .m_L = l_type_activation(V_m),
                .m_N = n_type_activation(V_m),
                .o = Real(0),
                .i = Real(0)};
    }

    [[gnu::always_inline]] static State derivative(const Parameters& p,
                                                   const Coefficients& c,
                                                   const State& s,
                                                   Real I) {
        const Real V = s.V_m;
        const Real sodium = p.g_Na * cubed(s.m) * s.h * (V - p.E_Na);
        const Real potassium = (p.g_Kd * cubed(s.n) + p.g_ERG * s.o) * (V - p.E_K);
        const Real calcium = (p.g_CaL * s.m_L * s.m_L + p.g_CaN * s.m_N) * (V - p.E_Ca);
        const Real block = Real(1) + p.Mg * num<Real>(0.1) * exponential(num<Real>(-0.08) * V);
        const Real out =
            sodium + potassium + calcium + p.g_L * (V - p.E_L) + p.g_NMDA * (V - p.E_NMDA) / block;
        const Real a_0 = num<Real>(0.0036) * exponential(num<Real>(0.0759) * V);
        const Real b_0 = num<Real>(1.2523e-5) * exponential(num<Real>(-0.0671) * V);
        const Real a_i = num<Real>(0.1) * exponential(num<Real>(0.1189) * V);
        const Real b_i = num<Real>(0.003) * exponential(num<Real>(-0.0733) * V);
        const Real tau_L = Real(30) - Real(28) * open_at(V, -45.0, 3.0);
        const Real tau_N = Real(30) - Real(25) * open_at(V, -55.0, 6.0);
        return {.V_m = (p.I_e + I * c.density - out) * c.per_C_m,
                .m = relaxation(s.m, FastSodium::m_inf(V), FastSodium::tau_m(V)),
                .h = relaxation(s.h, FastSodium::h_inf(V), FastSodium::tau_h(V)),
                .n = relaxation(s.n, DelayedRectifier::n_inf(V), DelayedRectifier::tau_n(V)),
                .m_L = relaxation(s.m_L, l_type_activation(V), tau_L),
                .m_N = relaxation(s.m_N, n_type_activation(V), tau_N),
                .o = a_0 * (Real(1) - s.o - s.i) + b_i * s.i - s.o * (a_i + b_0),
                .i = a_i * s.o - b_i * s.i};
    }

private:
    [[gnu::always_inline]] static Real l_type_activation(Real V) { return open_at(V, -50.0, 2.0); }
    [[gnu::always_inline]] static Real n_type_activation(Real V) { return open_at(V, -30.0, 7.0); }
};

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
