/// Striatal cholinergic interneuron, after Hodgkin and Huxley.
#pragma once

#include <array>
#include <string_view>

#include "model/channels.hpp"
#include "model/fields.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {

///     C_m dV_m/dt = -g_Na m_inf^3 h (V_m - E_Na) - g_K n^3 (V_m - E_K) - g_KCNQ w (V_m - E_K)
///                   - g_Kir k_inf (V_m - E_K) - g_L (V_m - E_L) - g_Ca s_inf (V_m - E_Ca)
///                   - g_SK Ca^4 / (Ca^4 + K_d^4) (V_m - E_K) + I_e + I / area
///     dx/dt = (x_inf - x) / tau_x for h, n       dw/dt = A (1 - w) - B w
///     dCa/dt = -alpha g_Ca s_inf (V_m - E_Ca) - Ca / tau_Ca
///
/// A spike is an upward crossing of V_spike, without a reset. Kinetics of KCNQ, Kir and calcium:
/// Maurice et al. (2004), J Neurosci 24, 10289-10301, as in Hjorth et al. (2020), PNAS 117, 9554;
/// sodium and delayed rectifier: Drion et al. (2011), PLoS Comput Biol 7, e1002050.
template <typename Real>
struct HodgkinHuxleyCholinergic {
    static constexpr std::string_view name = "hh_cholinergic";
    static constexpr std::string_view title =
        "striatal cholinergic interneuron (published channels), Hodgkin-Huxley type";
    static constexpr std::string_view equations =
        "C_m dV_m/dt = -g_Na m_inf^3 h (V_m - E_Na) - g_K n^3 (V_m - E_K) - g_KCNQ w (V_m - E_K)\n"
        "    - g_Kir k_inf (V_m - E_K) - g_L (V_m - E_L) - g_Ca s_inf (V_m - E_Ca)\n"
        "    - g_SK Ca^4 / (Ca^4 + K_d^4) (V_m - E_K) + I_e + I / area\n"
        "dx/dt = (x_inf - x) / tau_x for h, n,  dw/dt = A (1 - w) - B w\n"
        "dCa/dt = -alpha g_Ca s_inf (V_m - E_Ca) - Ca / tau_Ca\n"
        "kinetics in src/model/neuron/hh_cholinergic.hpp and src/model/channels.hpp\n"
        "upward crossing of V_spike: spike";
    static constexpr std::string_view source =
        "channels: Maurice et al. (2004), J Neurosci 24, 10289, as in Hjorth et al. (2020), PNAS "
        "117, 9554; Drion et al. (2011), PLoS Comput Biol 7, e1002050; the combination is of this "
        "project";
    static constexpr std::array<std::string_view, 2> solvers = {"rk4", "euler"};
    static constexpr bool fires_by_crossing = true;
    /// Stable and accurate up to these [ms]: rk4, euler.
    static constexpr std::array<double, 2> largest_step_ms = {0.025, 0.01};

    struct Parameters {
        Real C_m, area, g_Na, E_Na, g_K, E_K, g_KCNQ, g_Kir, g_L, E_L, g_Ca, E_Ca, g_SK, K_d, alpha,
            tau_Ca, I_e, V_peak;
    };
    struct State {
        Real V_m, h, n, w, Ca;
    };
    using P = Parameters;
    static constexpr std::array parameters = {
        Field<P, Real>{&P::C_m, "C_m", "uF/cm^2", "membrane capacitance", Constraint::positive},
        Field<P, Real>{&P::area, "area", "um^2",
                       "membrane area, for currents in pA and conductances in nS",
                       Constraint::positive},
        Field<P, Real>{&P::g_Na, "g_Na", "mS/cm^2", "sodium conductance", Constraint::non_negative},
        Field<P, Real>{&P::E_Na, "E_Na", "mV", "sodium reversal potential"},
        Field<P, Real>{&P::g_K, "g_K", "mS/cm^2", "delayed rectifier conductance",
                       Constraint::non_negative},
        Field<P, Real>{&P::E_K, "E_K", "mV", "potassium reversal potential"},
        Field<P, Real>{&P::g_KCNQ, "g_KCNQ", "mS/cm^2", "M current conductance",
                       Constraint::non_negative},
        Field<P, Real>{&P::g_Kir, "g_Kir", "mS/cm^2", "inward rectifier conductance",
                       Constraint::non_negative},
        Field<P, Real>{&P::g_L, "g_L", "mS/cm^2", "leak conductance", Constraint::non_negative},
        Field<P, Real>{&P::E_L, "E_L", "mV", "leak reversal potential"},
        Field<P, Real>{&P::g_Ca, "g_Ca", "mS/cm^2", "calcium conductance",
                       Constraint::non_negative},
        Field<P, Real>{&P::E_Ca, "E_Ca", "mV", "calcium reversal potential"},
        Field<P, Real>{&P::g_SK, "g_SK", "mS/cm^2", "conductance that calcium opens",
                       Constraint::non_negative},
        Field<P, Real>{&P::K_d, "K_d", "uM", "calcium that half opens SK", Constraint::positive},
        Field<P, Real>{&P::alpha, "alpha", "uM*cm^2/uA/ms", "calcium per current",
                       Constraint::non_negative},
        Field<P, Real>{&P::tau_Ca, "tau_Ca", "ms", "time constant of calcium",
                       Constraint::positive},
        Field<P, Real>{&P::I_e, "I_e", "uA/cm^2", "constant current", Constraint::any, 0.0},
        Field<P, Real>{&P::V_peak, "V_spike", "mV", "potential whose upward crossing is a spike"}};
    static constexpr std::array state = {
        Field<State, Real>{&State::V_m, "V_m", "mV", "membrane potential", Constraint::any, -60.0},
        Field<State, Real>{&State::h, "h", "1", "inactivation of sodium", Constraint::any, 0.0},
        Field<State, Real>{&State::n, "n", "1", "activation of the delayed rectifier",
                           Constraint::any, 0.0},
        Field<State, Real>{&State::w, "w", "1", "activation of the M current", Constraint::any,
                           0.0},
        Field<State, Real>{&State::Ca, "Ca", "uM", "calcium", Constraint::any, 0.1}};
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

    /// All gates at rest at `V_m`.
    static State steady_state(const Parameters& /*p*/, Real V_m) {
        const Real opening = num<Real>(0.018) * kcnq_activation(V_m);
        const Real closing = num<Real>(0.010) * (Real(1) - kcnq_activation(V_m));
        return {.V_m = V_m,
                .h = FastSodium::h_inf(V_m),
                .n = DelayedRectifier::n_inf(V_m),
                .w = opening / (opening + closing),
                .Ca = num<Real>(0.1)};
    }

    [[gnu::always_inline]] static State derivative(const Parameters& p,
                                                   const Coefficients& c,
                                                   const State& s,
                                                   Real I) {
        const Real V = s.V_m;
        const Real I_Ca = p.g_Ca * open_at(V, -19.0, 5.5) * (V - p.E_Ca);
        const Real Ca_2 = s.Ca * s.Ca;
        const Real K_d_2 = p.K_d * p.K_d;
        const Real SK = Ca_2 * Ca_2 / (Ca_2 * Ca_2 + K_d_2 * K_d_2);
        const Real g_potassium =
            p.g_K * cubed(s.n) + p.g_KCNQ * s.w + p.g_Kir * open_at(V, -80.0, -5.0) + p.g_SK * SK;
        const Real sodium = p.g_Na * cubed(FastSodium::m_inf(V)) * s.h * (V - p.E_Na);
        const Real out = sodium + g_potassium * (V - p.E_K) + p.g_L * (V - p.E_L) + I_Ca;
        const Real w_inf = kcnq_activation(V);
        return {.V_m = (p.I_e + I * c.density - out) * c.per_C_m,
                .h = relaxation(s.h, FastSodium::h_inf(V), FastSodium::tau_h(V)),
                .n = relaxation(s.n, DelayedRectifier::n_inf(V), DelayedRectifier::tau_n(V)),
                .w = num<Real>(0.018 * q10) * w_inf * (Real(1) - s.w) -
                     num<Real>(0.010 * q10) * (Real(1) - w_inf) * s.w,
                .Ca = Real(0) - p.alpha * I_Ca - s.Ca / p.tau_Ca};
    }

private:
    static constexpr double q10 = 4.171167510947728;  // 3^1.3

    [[gnu::always_inline]] static Real kcnq_activation(Real V) {
        return open_at(V, -43.367, 9.7054);
    }
};

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
