/// Solvers that only some models offer: exact propagation, a published scheme, and parts of a step.
#pragma once

#include "model/math.hpp"
#include "model/neuron_model.hpp"
#include "model/solver.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {

/// Exact for input that is constant over the step. Current ports are summed with factors that make
/// their decay exact, too (engine/port_factors.cpp); conductances stand as in the middle of the
/// step. The reset takes place at the end of the step.
/// Source: Rotter & Diesmann (1999), Biol. Cybern. 81, 381-402, doi:10.1007/s004220050570.
template <bool has_conductance>
struct Exact : ResetAtTheEnd {
    static constexpr int n_stages = 1;
    static constexpr bool factors_by_cell = !has_conductance;

    template <bool has_block, typename Model, typename Real>
    [[gnu::always_inline]] static typename Model::State step(const Cell<Model, Real>& cell,
                                                             const PortSums<Real> (&in)[n_stages],
                                                             decltype(Real() < Real()) held,
                                                             const typename Model::State& s,
                                                             Real h) {
        Real G = in[0].G;
        Real J = in[0].J;
        if constexpr (has_block) {
            const Real x = (cell.block.V_act - s.V_m) * cell.block.per_S_act;
            const Real open = reciprocal(Real(1) + exponential(x));
            G += open * in[0].G_b;
            J += open * in[0].J_b;
        }
        auto end = has_conductance ? Model::propagated(cell.p, cell.c, s, J, G, h)
                                   : Model::propagated(cell.p, cell.c, s, J);
        end.V_m = choose(held, s.V_m, end.V_m);
        return within_limits(cell, end);
    }
};

/// The scheme of Izhikevich (2003), written there for steps of 1 ms: two half steps of V_m, then a
/// whole one of u with the new V_m. The reset takes place at the end of the step.
struct Published2003 : ResetAtTheEnd {
    static constexpr int n_stages = 1;

    template <bool has_block, typename Model, typename Real>
    [[gnu::always_inline]] static typename Model::State step(const Cell<Model, Real>& cell,
                                                             const PortSums<Real> (&in)[n_stages],
                                                             decltype(Real() < Real()) held,
                                                             const typename Model::State& s,
                                                             Real h) {
        typename Model::State r = s;
        for (int i = 0; i != 2; ++i) {
            const Real I = current<has_block>(in[0], cell.block, r.V_m);
            const Real slope = Model::derivative(cell.p, cell.c, r, I).V_m;
            r.V_m += choose(held, Real(0), h / Real(2) * slope);
        }
        r.u += h * Model::derivative(cell.p, cell.c, r, Real(0)).u;
        return within_limits(cell, r);
    }
};

/// Classical Runge-Kutta or forward Euler in parts of a step, for membranes that make their spikes
/// by themselves and are stiff at the step of a network. Input by the parabola of `sums_within`.
template <bool is_euler>
struct InSubsteps {
    static constexpr int n_stages = 3;
    static constexpr bool factors_by_cell = false;

    /// @param highest  of V_m at the start and after each part: a spike may be shorter than a step
    template <bool has_block, typename Model, typename Real>
    [[gnu::always_inline]] static typename Model::State step(const Cell<Model, Real>& cell,
                                                             const PortSums<Real> (&in)[n_stages],
                                                             decltype(Real() < Real()) held,
                                                             const typename Model::State& start,
                                                             Real dt,
                                                             Real& highest) {
        const int n = number_of_substeps<Model>(dt);
        const Real share = Real(1) / Real(static_cast<typename ScalarOf<Real>::type>(n));
        PortSums<Real> part[n_stages];
        typename Model::State s = start;
        highest = start.V_m;
        Real a(0);
        for (int i = 0; i != n; ++i) {
            const Real b = a + share;
            sums_within(in, a, b, part);
            s = part_step<has_block, Model>(cell, part, held, s, share * dt);
            highest = greater(s.V_m, highest);
            a = b;
        }
        return s;
    }

private:
    template <typename Model, typename Real>
    static int number_of_substeps(Real dt) {
        const double longest = Model::largest_step_ms[is_euler ? 1 : 0];
        const double wanted = static_cast<double>(first_lane(dt)) / longest;
        const int whole = static_cast<int>(wanted);
        return static_cast<double>(whole) >= wanted - 1e-4 ? (whole > 0 ? whole : 1) : whole + 1;
    }

    /// One right-hand side in a loop, not four in a row: these are long.
    template <bool has_block, typename Model, typename Real>
    [[gnu::always_inline]] static typename Model::State part_step(
        const Cell<Model, Real>& cell,
        const PortSums<Real> (&in)[n_stages],
        decltype(Real() < Real()) held,
        const typename Model::State& s,
        Real h) {
        if constexpr (is_euler) return moved<Model>(s, h, slope<has_block>(cell, in[0], held, s));
        using Scalar = typename ScalarOf<Real>::type;
        constexpr Scalar weight[4] = {Scalar(1), Scalar(2), Scalar(2), Scalar(1)};
        constexpr Scalar reach[4] = {Scalar(0.5), Scalar(0.5), Scalar(1), Scalar(0)};
        constexpr int place[4] = {0, 1, 1, 2};
        typename Model::State at = s;
        typename Model::State end = s;
#pragma GCC unroll 1
        for (int stage = 0; stage != 4; ++stage) {
            const auto k = slope<has_block>(cell, in[place[stage]], held, at);
            at = moved<Model>(s, h * Real(reach[stage]), k);
            end = moved<Model>(end, h * Real(weight[stage] / Scalar(6)), k);
        }
        return end;
    }
};

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
