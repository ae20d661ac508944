/// One cell stepped in plain scalar arithmetic, written apart from the vectorised code.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>

#include "bgsim/config/specification.hpp"
#include "support/plain_ports.hpp"

namespace bgsim::test {

/// Membrane potential and recovery (u or w; unused by lif).
using PlainState = std::array<double, 2>;

/// An integrate-and-fire neuron; equations as in the papers, `std::exp`, no tricks.
struct PlainCell {
    std::string model;
    std::map<std::string, double> p;
    PlainPorts ports;
    PlainState s{};
    int held_steps = 0;

    double V_peak() const { return p.at(model == "lif" ? "V_th" : "V_peak"); }
    bool is_held() const { return held_steps > 0; }

    /// d/dt at `at` with V of the membrane's equation and the current I of all but I_e.
    PlainState slope_at(PlainState at, double V, double I) const {
        PlainState d{};
        if (model == "qif") {
            const double x = V - p.at("V_b");
            const double B = x < 0.0 ? p.at("b_1") * x + p.at("b_4") * std::pow(x, 3.0)
                                     : p.at("b_2") * x + p.at("b_3") * std::pow(x, 3.0);
            d = {p.at("k") * (V - p.at("E_L")) * (V - p.at("V_th")) - at[1] + p.at("I_e") + I,
                 p.at("a") * (B - at[1])};
        } else if (model == "izhikevich") {
            d = {I, p.at("a") * (p.at("b") * V - at[1])};  // the rest is not divided by C_m
        } else {
            d = {-p.at("g_L") * (V - p.at("E_L")) + p.at("I_e") + I, 0.0};
        }
        if (model == "adex") {
            const double a = V < p.at("V_a") ? p.at("a_1") : p.at("a_2");
            const double Delta_T = p.at("Delta_T");
            d[0] += p.at("g_L") * Delta_T * std::exp((V - p.at("V_th")) / Delta_T) - at[1];
            d[1] = (a * (V - p.at("V_a")) - at[1]) / p.at("tau_w");
        }
        d[0] /= p.at("C_m");
        if (model == "izhikevich") {
            d[0] += p.at("n_2") * V * V + p.at("n_1") * V + p.at("n_0") - at[1] + p.at("I_e");
        }
        if (is_held()) d[0] = 0.0;
        return d;
    }

    /// As the solvers euler and rk4 see it: V no higher than the peak.
    PlainState slope(PlainState at, double t, double I_external) const {
        const double V = std::min(at[0], V_peak());
        return slope_at(at, V, ports.current(V, t) + I_external);
    }

    PlainState moved(double h, PlainState d) const { return {s[0] + h * d[0], s[1] + h * d[1]}; }

    PlainState limited(PlainState at) const {
        if (model == "lif") at[0] = std::max(at[0], p.at("V_min"));
        return at;
    }

    /// From `s` at `from` [ms] into the step to `to`.
    PlainState runge_kutta(double from, double to, double I) const {
        const double h = to - from;
        const PlainState k1 = slope(s, from, I);
        const PlainState k2 = slope(moved(h / 2, k1), from + h / 2, I);
        const PlainState k3 = slope(moved(h / 2, k2), from + h / 2, I);
        const PlainState k4 = slope(moved(h, k3), to, I);
        PlainState mean{};
        for (std::size_t i = 0; i != 2; ++i) mean[i] = (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]) / 6;
        return limited(moved(h, mean));
    }

    /// lif with all conductances as they are in the middle of the step: exponential relaxation.
    PlainState relaxed(double I) const {
        const double dt = ports.dt;
        const auto [G, J] =
            ports.sums(s[0], [&](const PlainPort& port) { return port.value(dt / 2); });
        const double g = p.at("g_L") + G;
        const double V_inf = (p.at("g_L") * p.at("E_L") + p.at("I_e") + I + J) / g;
        const double V = V_inf + (s[0] - V_inf) * std::exp(-dt * g / p.at("C_m"));
        return limited({is_held() ? s[0] : V, 0.0});
    }

    /// lif under currents: the integral of exp(-(dt - t) / tau_m) I(t) / C_m, by the rule of Gauss
    /// and Legendre with five points.
    PlainState convolved(double I) const {
        constexpr std::array x = {0.0, 0.5384693101056831, 0.9061798459386640};
        constexpr std::array w = {0.5688888888888889, 0.4786286704993665, 0.2369268850561891};
        const double dt = ports.dt;
        const double tau_m = p.at("C_m") / p.at("g_L");
        const double E_L = p.at("E_L");
        double V = E_L + (s[0] - E_L) * std::exp(-dt / tau_m);
        for (int k = -2; k != 3; ++k) {
            const auto i = static_cast<std::size_t>(std::abs(k));
            const double t = dt / 2 * (1.0 + (k < 0 ? -x[i] : x[i]));
            const auto [G, J] =
                ports.sums(0.0, [&](const PlainPort& port) { return port.value(t); });
            const double slope = (J + p.at("I_e") + I) / p.at("C_m");
            V += dt / 2 * w[i] * std::exp(-(dt - t) / tau_m) * slope;
        }
        return limited({is_held() ? s[0] : V, 0.0});
    }

    bool has_conductance() const {
        return std::ranges::any_of(ports.ports, [](const PlainPort& port) {
            return port.port.type == config::Port::Type::conductance;
        });
    }

    /// As in the paper of 2003: two half steps of V, then u; the input stays that of the start.
    PlainState published(double I) const {
        const double h = ports.dt;
        PlainState at = s;
        for (int i = 0; i != 2; ++i) {
            at[0] += h / 2 * slope_at(at, at[0], ports.current(at[0], 0.0) + I)[0];
        }
        at[1] += h * slope_at(at, at[0], 0.0)[1];
        return at;
    }

    PlainState after_step(config::Solver solver, double I) const {
        switch (solver) {
            case config::Solver::euler:
                return limited(moved(ports.dt, slope(s, 0.0, I)));
            case config::Solver::rk4:
                return runge_kutta(0.0, ports.dt, I);
            case config::Solver::exact:
                return has_conductance() ? relaxed(I) : convolved(I);
            case config::Solver::published:
                return published(I);
        }
        return s;
    }

    /// Time in the step at which V reaches the peak [ms], to 1/64 of the step, by steps each half
    /// as long as the one before; goes there.
    double go_to_peak(PlainState end, double I) {
        double begin = 0.0;
        double width = 1.0;
        PlainState below = s;
        for (int i = 0; i != 6; ++i) {
            width /= 2;
            s = below;
            const PlainState there = runge_kutta(begin * ports.dt, (begin + width) * ports.dt, I);
            if (there[0] >= V_peak()) {
                end = there;
            } else {
                below = there;
                begin += width;
            }
        }
        s = end;
        return (begin + width) * ports.dt;
    }

    void reset() {
        if (model == "adex") {
            const double raised = p.at("V_reset") + p.at("reset_slope") * std::min(s[1], 0.0);
            s = {std::min(raised, p.at("reset_max")), s[1] + p.at("b")};
        } else if (model == "izhikevich") {
            s = {p.at("c"), s[1] + p.at("d")};
        } else {
            s = limited({p.at("V_reset"), model == "qif" ? s[1] + p.at("d") : 0.0});
        }
    }

    /// One step under external current I [pA]; returns whether it fired.
    bool step(config::Solver solver, double I) {
        const double jump = ports.take_jump();
        if (!is_held()) s[0] += jump;
        const bool has_jumped_over = s[0] >= V_peak();
        const PlainState end = after_step(solver, I);
        const bool fired = !is_held() && (has_jumped_over || end[0] >= V_peak());
        if (fired) {
            const bool is_within = solver == config::Solver::rk4;
            const double t = is_within ? go_to_peak(end, I) : ports.dt;
            if (!is_within) s = end;
            reset();
            held_steps = static_cast<int>(std::lround(p.at("t_ref") / ports.dt));
            if (is_within) s = runge_kutta(t, ports.dt, I);
        } else {
            s = end;
            if (held_steps > 0) --held_steps;
        }
        ports.decay();
        return fired;
    }
};

}  // namespace bgsim::test
