/// Simple model of Izhikevich (2003), in its own dimensionless form.
#pragma once

#include <array>
#include <string_view>

#include "model/fields.hpp"
#include "model/math.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {

///     dV_m/dt = n_2 V_m^2 + n_1 V_m + n_0 - u + I_e + I / C_m        (mV, ms)
///       du/dt = a (b V_m - u)
///     V_m >= V_peak: spike, then V_m = c, u = u + d, V_m held for t_ref
///
/// Currents of ports and inputs are in pA and conductances in nS, as everywhere; with the default
/// C_m of 1 pF, 1 pA is 1 mV/ms. Solver `published` is the scheme of the paper (two half steps of
/// V_m, then u), `euler` the standard one.
/// Source: Izhikevich (2003), IEEE Trans Neural Netw 14, 1569-1572, doi:10.1109/TNN.2003.820440;
/// n_2, n_1, n_0 as in Goenner et al. (2021), Eur J Neurosci 53, 2296-2321.
template <typename Real>
struct Izhikevich2003 {
    static constexpr std::string_view name = "izhikevich";
    static constexpr std::string_view title = "simple model of Izhikevich (2003)";
    static constexpr std::string_view equations =
        "dV_m/dt = n_2 V_m^2 + n_1 V_m + n_0 - u + I_e + I / C_m\n"
        "du/dt = a (b V_m - u)\n"
        "V_m >= V_peak: spike; V_m = c, u = u + d, V_m held for t_ref";
    static constexpr std::string_view source =
        "Izhikevich (2003), IEEE Trans Neural Netw 14, 1569-1572; n_2, n_1, n_0: Goenner et al. "
        "(2021), Eur J Neurosci 53, 2296-2321";
    static constexpr std::array<std::string_view, 3> solvers = {"rk4", "euler", "published"};

    struct Parameters {
        Real a, b, c, d, n_2, n_1, n_0, V_peak, I_e, C_m, t_ref;
    };
    struct State {
        Real V_m, u;
    };
    using P = Parameters;
    static constexpr std::array parameters = {
        Field<P, Real>{&P::a, "a", "1/ms", "rate of the recovery", Constraint::positive},
        Field<P, Real>{&P::b, "b", "1/ms", "sensitivity of the recovery to V_m"},
        Field<P, Real>{&P::c, "c", "mV", "potential after a spike"},
        Field<P, Real>{&P::d, "d", "mV/ms", "jump of u at a spike"},
        Field<P, Real>{&P::n_2, "n_2", "1/ms/mV", "quadratic coefficient", Constraint::positive,
                       0.04},
        Field<P, Real>{&P::n_1, "n_1", "1/ms", "linear coefficient", Constraint::any, 5.0},
        Field<P, Real>{&P::n_0, "n_0", "mV/ms", "constant coefficient", Constraint::any, 140.0},
        Field<P, Real>{&P::V_peak, "V_peak", "mV", "peak of the spike", Constraint::any, 30.0},
        Field<P, Real>{&P::I_e, "I_e", "mV/ms", "constant current", Constraint::any, 0.0},
        Field<P, Real>{&P::C_m, "C_m", "pF", "capacitance for currents in pA", Constraint::positive,
                       1.0},
        Field<P, Real>{&P::t_ref, "t_ref", "ms", "refractory time", Constraint::non_negative, 0.0}};
    static constexpr std::array state = {
        Field<State, Real>{&State::V_m, "V_m", "mV", "membrane potential", Constraint::any, -65.0},
        Field<State, Real>{&State::u, "u", "mV/ms", "recovery", Constraint::any, 0.0}};
    static constexpr std::array<std::array<std::string_view, 2>, 1> orders = {{{"c", "V_peak"}}};
    static constexpr std::string_view starts_at = "c";

    /// What does not change during a run, computed once.
    struct Coefficients {
        Real per_C_m;
        static constexpr std::array members = {&Coefficients::per_C_m};
    };
    static Coefficients coefficients(const Parameters& p, Real /*dt*/) { return {Real(1) / p.C_m}; }

    /// The recovery at rest at `V_m`.
    static State steady_state(const Parameters& p, Real V_m) {
        return {.V_m = V_m, .u = p.b * V_m};
    }

    [[gnu::always_inline]] static State derivative(const Parameters& p,
                                                   const Coefficients& c,
                                                   const State& s,
                                                   Real I) {
        const Real parabola = (p.n_2 * s.V_m + p.n_1) * s.V_m + p.n_0;
        return {.V_m = parabola - s.u + p.I_e + I * c.per_C_m, .u = p.a * (p.b * s.V_m - s.u)};
    }

    [[gnu::always_inline]] static State after_spike(const Parameters& p, const State& s) {
        return {.V_m = p.c, .u = s.u + p.d};
    }
};

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
