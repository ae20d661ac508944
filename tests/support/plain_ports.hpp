/// Receptor ports in plain scalar arithmetic, written apart from the vectorised code.
#pragma once

#include <array>
#include <cmath>
#include <cstddef>
#include <numbers>
#include <vector>

#include "bgsim/config/specification.hpp"

namespace bgsim::test {

/// One port of one cell: what arrived decays in `slow`, and along another course in `other`
/// (difference: with tau_rise; alpha: t / tau times as much as in `slow`).
struct PlainPort {
    config::Port port;
    double slow = 0.0;
    double other = 0.0;

    using Type = config::Port::Type;
    using Shape = config::Port::Shape;

    void receive(double weight) {
        slow += weight;
        if (port.shape == Shape::difference) other += weight;
    }

    /// The factor that makes exp(-t / tau) - exp(-t / tau_rise) reach 1.
    double norm() const {
        const double rate = 1.0 / port.tau;
        const double rise_rate = 1.0 / port.tau_rise;
        const double t_peak = std::log(rise_rate / rate) / (rise_rate - rate);
        return 1.0 / (std::exp(-rate * t_peak) - std::exp(-rise_rate * t_peak));
    }

    /// Value `t` [ms] from now if nothing else arrives, without the gain.
    double value(double t = 0.0) const {
        const double decay = std::exp(-t / port.tau);
        switch (port.shape) {
            case Shape::exponential:
                return slow * decay;
            case Shape::alpha:
                return std::numbers::e * (other + slow * t / port.tau) * decay;
            case Shape::difference:
                return norm() * (slow * decay - other * std::exp(-t / port.tau_rise));
        }
        return 0.0;
    }

    void decay(double dt) {
        const double factor = std::exp(-dt / port.tau);
        if (port.shape == Shape::alpha) other = (other + slow * dt / port.tau) * factor;
        if (port.shape == Shape::difference) other *= std::exp(-dt / port.tau_rise);
        slow *= factor;
    }
};

/// All ports of one cell over one step of `dt` [ms].
struct PlainPorts {
    std::vector<PlainPort> ports;
    double dt = 0.1;

    using Type = config::Port::Type;

    static PlainPorts of(const config::Population& population, double dt) {
        PlainPorts all;
        all.dt = dt;
        for (const auto& port : population.ports) all.ports.push_back({.port = port});
        return all;
    }

    /// The sum of what arrived at the delta ports, with their gains [mV]; it is used up.
    double take_jump() {
        double sum = 0.0;
        for (PlainPort& p : ports) {
            if (p.port.type != Type::delta) continue;
            sum += p.port.gain * p.slow;
            p.slow = 0.0;
        }
        return sum;
    }

    /// Value of a port `t` [ms] into the step, by the parabola through start, middle and end.
    double by_parabola(const PlainPort& p, double t) const {
        const double x = t / dt;
        return (1 - x) * (1 - 2 * x) * p.value(0.0) + 4 * x * (1 - x) * p.value(dt / 2) +
               x * (2 * x - 1) * p.value(dt);
    }

    /// Conductance [nS] and current [pA] in all, a current being J - G V; `value(port)` is that of
    /// one port.
    template <typename Value>
    std::array<double, 2> sums(double V, Value value) const {
        double G = 0.0;
        double J = 0.0;
        for (const PlainPort& p : ports) {
            if (p.port.type == Type::delta) continue;
            double g = p.port.gain * value(p);
            if (const auto& block = p.port.nmda_block) {
                g /= 1.0 + std::exp((block->V_act - V) / block->S_act);
            }
            if (p.port.type == Type::conductance) G += g;
            J += p.port.type == Type::conductance ? g * p.port.E_rev : g;
        }
        return {G, J};
    }

    /// Current of all ports at V [pA], `t` [ms] into the step.
    double current(double V, double t) const {
        const auto [G, J] = sums(V, [&](const PlainPort& p) { return by_parabola(p, t); });
        return J - G * V;
    }

    void decay() {
        for (PlainPort& p : ports) p.decay(dt);
    }
};

}  // namespace bgsim::test
