/// Hodgkin-Huxley cells stepped in plain scalar arithmetic, written from the published equations
/// and apart from the vectorised code.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "support/plain_ports.hpp"

namespace bgsim::test {

/// All state variables in the order of the model's table, V_m first.
using PlainGates = std::vector<double>;

struct PlainHodgkinHuxley {
    std::string model;
    std::map<std::string, double> p;
    PlainPorts ports;
    PlainGates s{};

    static double S(double x) { return 1.0 / (1.0 + std::exp(-x)); }

    /// Terman et al. (2002), So et al. (2012), subthalamic cell: V, n, h, r, c, Ca (hh_stn_terman:
    /// no c). Returns -(sum of the currents) in place of dV/dt.
    PlainGates subthalamic(const PlainGates& at) const {
        const bool is_terman = model == "hh_stn_terman";
        const double V = at[0], n = at[1], h = at[2], r = at[3], Ca = at.back();
        const double m_inf = S((V + 30) / 15), a_inf = S((V + 63) / 7.8);
        const double c = is_terman ? S((V + 39) / 8) : at[4];
        const double b_inf = 1 / (1 + std::exp(-(r - 0.4) / 0.1)) - 1 / (1 + std::exp(4.0));
        const double I_T = p.at("g_T") * std::pow(a_inf, 3) * b_inf * b_inf * (V - p.at("E_T"));
        const double I_Ca = p.at("g_Ca") * c * c * (V - p.at("E_Ca"));
        const double tau_n = 1 + 100 / (1 + std::exp((V + 80) / 26));
        const double tau_h = 1 + 500 / (1 + std::exp((V + 57) / 3));
        const double tau_r = (is_terman ? 40 : 7.1) + 17.5 / (1 + std::exp((V - 68) / 2.2));
        const double tau_c = 1 + 10 / (1 + std::exp((V + 80) / 26));
        PlainGates d = {
            -common_currents(V, n, h, m_inf, Ca) - I_T - I_Ca, 0.75 * (S((V + 32) / 8) - n) / tau_n,
            0.75 * (S(-(V + 39) / 3.1) - h) / tau_h, 0.2 * (S(-(V + 67) / 2) - r) / tau_r};
        if (!is_terman) d.push_back(0.08 * (S((V + 20) / 8) - c) / tau_c);
        d.push_back(p.at("epsilon") * (-I_Ca - I_T - p.at("k_Ca") * Ca));
        return d;
    }

    /// So et al. (2012), pallidal cell: V, n, h, r, Ca.
    PlainGates pallidal(const PlainGates& at) const {
        const double V = at[0], n = at[1], h = at[2], r = at[3], Ca = at[4];
        const double a_inf = S((V + 57) / 2), s_inf = S((V + 35) / 2);
        const double I_T = p.at("g_T") * std::pow(a_inf, 3) * r * (V - p.at("E_T"));
        const double I_Ca = p.at("g_Ca") * s_inf * s_inf * (V - p.at("E_Ca"));
        const double tau = 0.05 + 0.27 / (1 + std::exp((V + 40) / 12));
        return {-common_currents(V, n, h, S((V + 37) / 10), Ca) - I_T - I_Ca,
                0.1 * (S((V + 50) / 14) - n) / tau, 0.05 * (S(-(V + 58) / 12) - h) / tau,
                (S(-(V + 70) / 2) - r) / p.at("tau_r"),
                p.at("epsilon") * (-I_Ca - I_T - p.at("k_Ca") * Ca)};
    }

    /// Leak, potassium, sodium and afterhyperpolarisation of the two above.
    double common_currents(double V, double n, double h, double m_inf, double Ca) const {
        return p.at("g_L") * (V - p.at("E_L")) + p.at("g_K") * std::pow(n, 4) * (V - p.at("E_K")) +
               p.at("g_Na") * std::pow(m_inf, 3) * h * (V - p.at("E_Na")) +
               p.at("g_AHP") * (V - p.at("E_K")) * Ca / (Ca + p.at("k_1"));
    }

    /// Sodium and delayed rectifier of Drion et al. (2011).
    static double m_inf(double V) { return S((V + 30.0907) / 9.7264); }
    static double h_inf(double V) { return S(-(V + 54.0289) / 10.7665); }
    static double n_inf(double V) { return S((V + 25) / 12); }
    static double tau_n(double V) { return 20 - 18 / (1 + std::exp(-(V + 38) / 10)); }
    static double tau_h(double V) {
        return 0.4 + 1 / (5.0754e-4 * std::exp(-0.063213 * V) + 9.7529 * std::exp(0.13442 * V));
    }
    static double tau_m(double V) {
        const double limit = 0.4043 / 0.5052;
        const double alpha = std::abs(V + 38.72) < 0.05
                                 ? limit
                                 : -(15.6504 + 0.4043 * V) / (std::exp(-19.565 - 0.5052 * V) - 1);
        return 0.01 + 1 / (alpha + 3.0212 * std::exp(-0.007463 * V));
    }

    /// Drion et al. (2011): V, m, h, n, m_L, m_N, o, i.
    PlainGates dopaminergic(const PlainGates& at) const {
        const double V = at[0], m = at[1], h = at[2], n = at[3], m_L = at[4], m_N = at[5];
        const double o = at[6], i = at[7];
        const double a_0 = 0.0036 * std::exp(0.0759 * V), b_0 = 1.2523e-5 * std::exp(-0.0671 * V);
        const double a_i = 0.1 * std::exp(0.1189 * V), b_i = 0.003 * std::exp(-0.0733 * V);
        const double I =
            p.at("g_Na") * std::pow(m, 3) * h * (V - p.at("E_Na")) +
            p.at("g_Kd") * std::pow(n, 3) * (V - p.at("E_K")) +
            p.at("g_CaL") * m_L * m_L * (V - p.at("E_Ca")) +
            p.at("g_CaN") * m_N * (V - p.at("E_Ca")) + p.at("g_ERG") * o * (V - p.at("E_K")) +
            p.at("g_L") * (V - p.at("E_L")) +
            p.at("g_NMDA") * (V - p.at("E_NMDA")) / (1 + p.at("Mg") * std::exp(-0.08 * V) / 10);
        return {-I,
                (m_inf(V) - m) / tau_m(V),
                (h_inf(V) - h) / tau_h(V),
                (n_inf(V) - n) / tau_n(V),
                (S((V + 50) / 2) - m_L) / (30 - 28 / (1 + std::exp(-(V + 45) / 3))),
                (S((V + 30) / 7) - m_N) / (30 - 25 / (1 + std::exp(-(V + 55) / 6))),
                a_0 * (1 - o - i) + b_i * i - o * (a_i + b_0),
                a_i * o - b_i * i};
    }

    /// Cholinergic interneuron: V, h, n, w, Ca.
    PlainGates cholinergic(const PlainGates& at) const {
        const double V = at[0], h = at[1], n = at[2], w = at[3], Ca = at[4];
        const double q10 = std::pow(3.0, 1.3), w_inf = S((V + 43.367) / 9.7054);
        const double I_Ca = p.at("g_Ca") * S((V + 19) / 5.5) * (V - p.at("E_Ca"));
        const double SK = std::pow(Ca, 4) / (std::pow(Ca, 4) + std::pow(p.at("K_d"), 4));
        const double g_K = p.at("g_K") * std::pow(n, 3) + p.at("g_KCNQ") * w +
                           p.at("g_Kir") / (1 + std::exp((V + 80) / 5)) + p.at("g_SK") * SK;
        const double I = p.at("g_Na") * std::pow(m_inf(V), 3) * h * (V - p.at("E_Na")) +
                         g_K * (V - p.at("E_K")) + p.at("g_L") * (V - p.at("E_L")) + I_Ca;
        return {-I, (h_inf(V) - h) / tau_h(V), (n_inf(V) - n) / tau_n(V),
                0.018 * q10 * w_inf * (1 - w) - 0.010 * q10 * (1 - w_inf) * w,
                -p.at("alpha") * I_Ca - Ca / p.at("tau_Ca")};
    }

    /// Kuznetsov et al. (2006), soma: V, h, n, Ca.
    PlainGates kuznetsov(const PlainGates& at) const {
        const double V = at[0], h = at[1], n = at[2], u = at[3];
        const auto linoid = [](double x, double k) { return -x / (std::exp(-x / k) - 1); };
        const double a_c = 0.0032 * linoid(V + 50, 5), b_c = 0.05 * std::exp(-(V + 55) / 40);
        const double a_m = 0.32 * linoid(V + 31, 4), b_m = 0.28 * linoid(-(V + 4), 5);
        const double I_Ca = p.at("g_Ca") * std::pow(a_c / (a_c + b_c), 4) * (p.at("E_Ca") - V);
        const double KCa = std::pow(u, 4) / (std::pow(u, 4) + std::pow(p.at("k_1"), 4));
        const double g_K = p.at("g_KCa") * KCa + p.at("g_K1") / (1 + std::exp(-(V + 10) / 7)) +
                           p.at("g_K2") * std::pow(n, 4);
        const double sodium = std::pow(a_m / (a_m + b_m), 3) * h * (p.at("E_Na") - V);
        return {
            I_Ca + g_K * (p.at("E_K") - V) + p.at("g_L") * (p.at("E_L") - V) +
                p.at("g_Na") * sodium,
            0.01 * std::exp(-(V + 47) / 18) * (1 - h) - 1.25 / (1 + std::exp(-(V + 24) / 5)) * h,
            0.0032 * linoid(V + 5, 10) * (1 - n) - 0.05 * std::exp(-(V + 10) / 16) * n,
            2 * p.at("beta") * (I_Ca / p.at("F") - u / p.at("tau_Ca")) / p.at("r")};
    }

    /// d/dt at `at`, `t` [ms] into the step; pA into the cell over its area are uA/cm^2.
    PlainGates slope(const PlainGates& at, double t, double I_external) const {
        PlainGates d = model == "hh_gp"                       ? pallidal(at)
                       : model == "hh_dopaminergic"           ? dopaminergic(at)
                       : model == "hh_cholinergic"            ? cholinergic(at)
                       : model == "hh_dopaminergic_kuznetsov" ? kuznetsov(at)
                                                              : subthalamic(at);
        const double I_pA = ports.current(at[0], t) + I_external;
        const double cm2 = p.at("area") * 1e-8;
        d[0] = (d[0] + p.at("I_e") + I_pA * 1e-6 / cm2) / p.at("C_m");
        return d;
    }

    static PlainGates moved(const PlainGates& from, double h, const PlainGates& d) {
        PlainGates to = from;
        for (std::size_t i = 0; i != to.size(); ++i) to[i] += h * d[i];
        return to;
    }

    void part(config::Solver solver, double t, double h, double I) {
        const PlainGates k1 = slope(s, t, I);
        if (solver == config::Solver::euler) {
            s = moved(s, h, k1);
            return;
        }
        const PlainGates k2 = slope(moved(s, h / 2, k1), t + h / 2, I);
        const PlainGates k3 = slope(moved(s, h / 2, k2), t + h / 2, I);
        const PlainGates k4 = slope(moved(s, h, k3), t + h, I);
        for (std::size_t i = 0; i != s.size(); ++i) {
            s[i] += h / 6 * (k1[i] + 2 * k2[i] + 2 * k3[i] + k4[i]);
        }
    }

    /// One step in parts of at most `longest` [ms]; returns whether V_spike was crossed upwards.
    bool step(config::Solver solver, double longest, double I) {
        const double V_spike = p.at("V_spike");
        const bool was_below = s[0] < V_spike;
        s[0] += ports.take_jump();
        double highest = s[0];
        const int n = static_cast<int>(std::ceil(ports.dt / longest - 1e-9));
        for (int i = 0; i != n; ++i) {
            part(solver, i * ports.dt / n, ports.dt / n, I);
            highest = std::max(highest, s[0]);
        }
        ports.decay();
        return was_below && highest >= V_spike;
    }
};

}  // namespace bgsim::test
