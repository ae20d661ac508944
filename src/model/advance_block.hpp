/// Advance one block of neurons of one model: the inner loop of the program.
///
/// A block is worked through in pieces of `piece` lanes, each over all steps of the interval, so
/// that state, ports and parameters of a piece stay in the first-level cache. All loops over lanes
/// have a constant length: there is no remainder that could round differently.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>

#include "model/block_kernel.hpp"
#include "model/neuron_model.hpp"
#include "model/solver.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {

inline constexpr std::size_t piece = 32;

/// State, parameters and coefficients of `piece` neurons of one model.
template <typename Model, typename Scalar>
struct Piece {
    static constexpr std::size_t n_parameters = Model::parameters.size();
    static constexpr std::size_t n_state = Model::state.size();
    static constexpr std::size_t n_coefficients = Model::Coefficients::members.size();
    using Real = Pack<Scalar>;

    alignas(64) Scalar parameters[n_parameters][piece];
    alignas(64) Scalar coefficients[n_coefficients][piece];
    alignas(64) Scalar state[n_state][piece];
    alignas(64) Scalar refractory[piece];  // steps left
    alignas(64) Scalar refractory_after_spike[piece];

    [[gnu::always_inline]] typename Model::Parameters parameters_at(std::size_t i) const {
        typename Model::Parameters p;
        for_each_member<Model::parameters>([&](auto k, auto member) __attribute__((always_inline)) {
            p.*member.value = Real::load(parameters[k] + i);
        });
        return p;
    }
    [[gnu::always_inline]] typename Model::Coefficients coefficients_at(std::size_t i) const {
        typename Model::Coefficients c;
        for_each_pointer<Model::Coefficients::members>([&](auto k, auto member) __attribute__((
            always_inline)) { c.*member.value = Real::load(coefficients[k] + i); });
        return c;
    }
    [[gnu::always_inline]] typename Model::State state_at(std::size_t i) const {
        typename Model::State s;
        for_each_member<Model::state>([&](auto k, auto member) __attribute__((always_inline)) {
            s.*member.value = Real::load(state[k] + i);
        });
        return s;
    }
    [[gnu::always_inline]] void set_state(std::size_t i, const typename Model::State& s) {
        for_each_member<Model::state>([&](auto k, auto member) __attribute__((always_inline)) {
            (s.*member.value).store(state[k] + i);
        });
    }
};

template <typename Model, typename Scalar>
void load_piece(Piece<Model, Scalar>& x,
                const PopulationConstants<Scalar>& constants,
                const Scalar* rows,
                std::size_t lane) {
    for (std::size_t k = 0; k != x.n_parameters; ++k) {
        const int row = constants.parameter_rows[k];
        if (row < 0) {
            std::fill_n(x.parameters[k], piece, constants.parameters[k]);
        } else {
            std::copy_n(rows + static_cast<std::size_t>(row) * block_size + lane, piece,
                        x.parameters[k]);
        }
    }
    for (std::size_t k = 0; k != x.n_state; ++k) {
        std::copy_n(rows + k * block_size + lane, piece, x.state[k]);
    }
    std::copy_n(rows + x.n_state * block_size + lane, piece, x.refractory);
    for (std::size_t i = 0; i != piece; i += Pack<Scalar>::lanes) {
        const auto p = x.parameters_at(i);
        const auto c = Model::coefficients(p);
        for_each_pointer<Model::Coefficients::members>([&](auto k, auto member) __attribute__((
            always_inline)) { (c.*member.value).store(x.coefficients[k] + i); });
        p.t_ref.store(x.refractory_after_spike + i);
    }
    for (Scalar& steps : x.refractory_after_spike) {
        steps = std::floor(steps / constants.dt + Scalar(0.5));
    }
}

/// Returns whether all membrane potentials are finite.
template <typename Model, typename Scalar>
bool store_piece(const Piece<Model, Scalar>& x, Scalar* rows, std::size_t lane) {
    for (std::size_t k = 0; k != x.n_state; ++k) {
        std::copy_n(x.state[k], piece, rows + k * block_size + lane);
    }
    std::copy_n(x.refractory, piece, rows + x.n_state * block_size + lane);
    using Real = Pack<Scalar>;
    const Real zero(Scalar(0));
    Real sum = zero;
    for (std::size_t i = 0; i != piece; i += Real::lanes) {
        const Real V_m = Real::load(x.state[0] + i);
        sum += V_m * zero;  // 0, but not for inf * 0 and nan * 0
    }
    Scalar lanes[Real::lanes];
    sum.store(lanes);
    return std::ranges::all_of(lanes, [](Scalar d) { return d == Scalar(0); });
}

/// Where the lanes of one pack find their input in one step.
template <typename Scalar>
struct LaneTask {
    std::size_t lane;       ///< first of the pack, in the piece
    const Scalar* current;  ///< external current, or null
    Scalar* values;         ///< [port][block_size]
    Scalar* arrived;        ///< [port], `arrived_stride` apart
    std::size_t arrived_stride;
    std::uint8_t* fired;
};

/// Take what arrived at `ports`, add their values at each stage to the sums of conductance `G` and
/// current `J`, and let them decay. `first` is the place of ports.front() among all.
template <int n_stages, typename Scalar>
[[gnu::always_inline]] inline void add_ports(Pack<Scalar> (&G)[n_stages],
                                             Pack<Scalar> (&J)[n_stages],
                                             std::span<const PortFactors<Scalar>> ports,
                                             std::size_t first,
                                             const LaneTask<Scalar>& task) {
    using Real = Pack<Scalar>;
    Scalar* value = task.values + first * block_size;
    Scalar* in = task.arrived + first * task.arrived_stride;
    for (const PortFactors<Scalar>& f : ports) {
        const Real g = Real::load(value) + Real::load(in);
        Real(Scalar(0)).store(in);
        for (int stage = 0; stage != n_stages; ++stage) {
            G[stage] += Real(f.to_G[stage]) * g;
            J[stage] += Real(f.to_J[stage]) * g;
        }
        (g * Real(f.decay)).store(value);
        value += block_size;
        in += task.arrived_stride;
    }
}

/// Sums over all ports at each stage of the step.
template <bool has_block, int n_stages, typename Scalar>
[[gnu::always_inline]] inline void sum_ports(PortSums<Pack<Scalar>> (&sums)[n_stages],
                                             const PopulationConstants<Scalar>& constants,
                                             const LaneTask<Scalar>& task) {
    using Real = Pack<Scalar>;
    const Real zero(Scalar(0));
    const Real I_ext = task.current == nullptr ? zero : Real::load(task.current);
    Real G[n_stages];
    Real J[n_stages];
    Real G_b[n_stages];
    Real J_b[n_stages];
    for (int stage = 0; stage != n_stages; ++stage) {
        G[stage] = G_b[stage] = J_b[stage] = zero;
        J[stage] = I_ext;
    }
    const std::span<const PortFactors<Scalar>> ports(constants.ports);
    const std::size_t n_plain = has_block ? constants.n_plain_ports : ports.size();
    add_ports(G, J, ports.first(n_plain), 0, task);
    if constexpr (has_block) add_ports(G_b, J_b, ports.subspan(n_plain), n_plain, task);
    for (int stage = 0; stage != n_stages; ++stage) {
        sums[stage] = {G[stage], J[stage], G_b[stage], J_b[stage]};
    }
}

/// Whether one of `n` bytes is not 0.
[[gnu::always_inline]] inline bool any_of(const std::uint8_t* bytes, std::size_t n) {
    std::uint64_t words[8] = {};
    std::memcpy(words, bytes, n);
    std::uint64_t any = 0;
    for (std::size_t i = 0; i != (n + 7) / 8; ++i) any |= words[i];
    return any != 0;
}

/// Ports and membrane of the lanes of one pack over one step.
///
/// Spikes are rare: what follows one is computed for all lanes of a pack, but only where a lane
/// fired. Lanes that did not fire keep what the step gave, whatever their neighbours do.
template <typename Model, typename Solver, bool has_block, typename Scalar>
[[gnu::always_inline]] inline void step_lanes(Piece<Model, Scalar>& x,
                                              const PopulationConstants<Scalar>& constants,
                                              const LaneTask<Scalar>& task) {
    using Real = Pack<Scalar>;
    constexpr int n_stages = Solver::n_stages;
    const std::size_t i = task.lane;
    const Real zero(Scalar(0));
    const Real dt(constants.dt);
    PortSums<Real> sums[n_stages];
    sum_ports<has_block>(sums, constants, task);
    const Cell<Model, Real> cell = {x.parameters_at(i),
                                    x.coefficients_at(i),
                                    {Real(constants.block_V_act), Real(constants.block_per_S_act)}};
    const Real left = Real::load(x.refractory + i);
    const auto start = x.state_at(i);
    const auto end = Solver::template step<has_block>(cell, sums, left > zero, start, dt);
    const auto fires = (!(left > zero)) & (end.V_m >= cell.p.V_peak);
    fires.store(task.fired);
    x.set_state(i, end);
    greater(left - Real(Scalar(1)), zero).store(x.refractory + i);
    if (!any_of(task.fired, Real::lanes)) [[likely]]
        return;
    // Copies: what a call needs in memory must not keep the values above out of registers.
    PortSums<Real> copied_sums[n_stages];
    for (int stage = 0; stage != n_stages; ++stage) copied_sums[stage] = sums[stage];
    const Cell<Model, Real> copied_cell = cell;
    const typename Model::State copied_start = start;
    const typename Model::State copied_end = end;
    const Real left_after_spike = Real::load(x.refractory_after_spike + i);
    const auto after = Solver::template after_spike<has_block>(
        copied_cell, copied_sums, left_after_spike > zero, copied_start, copied_end, dt);
    typename Model::State chosen;
    for_each_member<Model::state>([&](auto, auto member) __attribute__((always_inline)) {
        chosen.*member.value = choose(fires, after.*member.value, end.*member.value);
    });
    x.set_state(i, chosen);
    choose(fires, left_after_spike, Real::load(x.refractory + i)).store(x.refractory + i);
}

template <typename Model, typename Solver, bool has_block, typename Scalar>
bool advance_block(const PopulationConstants<Scalar>& constants, const BlockTask<Scalar>& task) {
    constexpr std::size_t first_port_row = Model::state.size() + 1;
    bool finite = true;
    Piece<Model, Scalar> x;
    for (std::size_t lane = 0; lane != block_size; lane += piece) {
        load_piece(x, constants, task.rows, lane);
        for (int step = 0; step != task.n_steps; ++step) {
            const auto s = static_cast<std::size_t>(step);
            for (std::size_t i = 0; i != piece; i += Pack<Scalar>::lanes) {
                const std::size_t here = s * block_size + lane + i;
                step_lanes<Model, Solver, has_block>(
                    x, constants,
                    {.lane = i,
                     .current = task.current == nullptr ? nullptr : task.current + here,
                     .values = task.rows + first_port_row * block_size + lane + i,
                     .arrived = task.input + s * task.input_step_stride + lane + i,
                     .arrived_stride = task.input_port_stride,
                     .fired = task.fired + here});
            }
        }
        finite = store_piece(x, task.rows, lane) && finite;
    }
    return finite;
}

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
