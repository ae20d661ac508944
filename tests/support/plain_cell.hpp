/// One cell stepped in plain scalar arithmetic, written apart from the vectorised code.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "bgsim/config/specification.hpp"

namespace bgsim::testing {

/// Membrane potential and recovery (u or w; unused by lif).
using PlainState = std::array<double, 2>;

/// A neuron with exponential ports; equations as in the papers, `std::exp`, no tricks.
struct PlainCell {
    std::string model;
    std::map<std::string, double> p;
    std::vector<config::Port> ports;
    std::vector<double> g;  ///< value of each port
    PlainState s{};
    int held_steps = 0;
    double dt = 0.1;  ///< [ms]

    /// exp(-t / tau), `t` [ms] into the step, by the parabola through start, middle and end.
    double decay(double tau, double t) const {
        const double x = t / dt;
        return (1 - x) * (1 - 2 * x) + 4 * x * (1 - x) * std::exp(-dt / 2 / tau) +
               x * (2 * x - 1) * std::exp(-dt / tau);
    }

    /// Current of all ports at V [pA], `t` [ms] into the step.
    double synaptic_current(double V, double t) const {
        double I = 0.0;
        for (std::size_t i = 0; i != ports.size(); ++i) {
            const config::Port& port = ports[i];
            double value = port.gain * g[i] * decay(port.tau, t);
            if (port.type == config::Port::Type::conductance) value *= port.E_rev - V;
            if (port.nmda_block) {
                value /= 1.0 + std::exp((port.nmda_block->V_act - V) / port.nmda_block->S_act);
            }
            I += value;
        }
        return I;
    }

    double V_peak() const { return p.at(model == "lif" ? "V_th" : "V_peak"); }

    PlainState slope(PlainState at, double t, double I_external) const {
        const double V = std::min(at[0], V_peak());
        const double I = synaptic_current(V, t) + p.at("I_e") + I_external;
        PlainState d{};
        if (model == "qif") {
            const double x = V - p.at("V_b");
            const double B =
                x < 0.0 ? p.at("b_1") * x : p.at("b_2") * x + p.at("b_3") * std::pow(x, 3.0);
            d = {p.at("k") * (V - p.at("E_L")) * (V - p.at("V_th")) - at[1] + I,
                 p.at("a") * (B - at[1])};
        } else {
            d = {-p.at("g_L") * (V - p.at("E_L")) + I, 0.0};
        }
        if (model == "adex") {
            const double a = V < p.at("V_a") ? p.at("a_1") : p.at("a_2");
            const double Delta_T = p.at("Delta_T");
            d[0] += p.at("g_L") * Delta_T * std::exp((V - p.at("V_th")) / Delta_T) - at[1];
            d[1] = (a * (V - p.at("V_a")) - at[1]) / p.at("tau_w");
        }
        d[0] = held_steps > 0 ? 0.0 : d[0] / p.at("C_m");
        return d;
    }

    PlainState moved(double h, PlainState d) const { return {s[0] + h * d[0], s[1] + h * d[1]}; }

    /// From `s` at `from` [ms] into the step to `to`.
    PlainState runge_kutta(double from, double to, double I) const {
        const double h = to - from;
        const PlainState k1 = slope(s, from, I);
        const PlainState k2 = slope(moved(h / 2, k1), from + h / 2, I);
        const PlainState k3 = slope(moved(h / 2, k2), from + h / 2, I);
        const PlainState k4 = slope(moved(h, k3), to, I);
        PlainState mean{};
        for (std::size_t i = 0; i != 2; ++i) mean[i] = (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]) / 6;
        return moved(h, mean);
    }

    /// Time in the step at which V reaches the peak [ms], to 1/64 of the step; goes there.
    double go_to_peak(PlainState end, double I) {
        double before = 0.0;
        double after = 1.0;
        for (int i = 0; i != 6; ++i) {
            const double middle = (before + after) / 2;
            const PlainState there = runge_kutta(0.0, middle * dt, I);
            if (there[0] >= V_peak()) end = there;
            (there[0] >= V_peak() ? after : before) = middle;
        }
        s = end;
        return after * dt;
    }

    void reset() {
        if (model == "adex") {
            const double raised = p.at("V_reset") + p.at("reset_slope") * std::min(s[1], 0.0);
            s = {std::min(raised, p.at("reset_max")), s[1] + p.at("b")};
        } else {
            s = {p.at("V_reset"), model == "qif" ? s[1] + p.at("d") : 0.0};
        }
    }

    /// One step of `step_ms` under external current I [pA]; returns whether it fired.
    bool step(config::Solver solver, double step_ms, double I) {
        dt = step_ms;
        const bool is_euler = solver == config::Solver::euler;
        const PlainState end = is_euler ? moved(dt, slope(s, 0.0, I)) : runge_kutta(0.0, dt, I);
        const bool fired = held_steps == 0 && end[0] >= V_peak();
        if (fired) {
            const double t = is_euler ? dt : go_to_peak(end, I);
            if (is_euler) s = end;
            reset();
            held_steps = static_cast<int>(std::lround(p.at("t_ref") / dt));
            if (!is_euler) s = runge_kutta(t, dt, I);
        } else {
            s = end;
            if (held_steps > 0) --held_steps;
        }
        for (std::size_t i = 0; i != ports.size(); ++i) g[i] *= std::exp(-dt / ports[i].tau);
        return fired;
    }
};

}  // namespace bgsim::testing
