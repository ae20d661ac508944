/// Advance one block of neurons of one model: the inner loop of the program.
///
/// A block is worked through in pieces, each over all steps of the interval. All
/// loops over lanes have a constant length: there is no remainder that could round differently.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>

#include "model/block_kernel.hpp"
#include "model/piece.hpp"
#include "model/port_sums.hpp"
#include "model/solver.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {

/// Let V_m jump by what arrived at the delta ports, where it is not held. Cells whose spikes are
/// crossings keep the potential before it.
template <typename Model, typename Real>
void jump(Piece<Model, Real>& x,
          const BlockPorts<typename Real::Scalar>& ports,
          typename Real::Scalar* arrived,
          std::size_t stride) {
    using Scalar = typename Real::Scalar;
    const Real zero(Scalar(0));
    arrived += (ports.plain.size() + ports.blocked.size()) * stride;
    for (std::size_t i = 0; i != piece<Scalar>; i += Real::lanes) {
        Real sum = zero;
        Scalar* in = arrived + i;
        for (const Scalar factor : ports.deltas) {
            sum += Real(factor) * Real::load(in);
            zero.store(in);
            in += stride;
        }
        const Real V_m = Real::load(x.state[0] + i);
        const auto held = Real::load(x.refractory + i) > zero;
        V_m.store(x.before_jump + i);
        (V_m + choose(held, zero, sum)).store(x.state[0] + i);
    }
}

/// Take what arrived at limited ports, which the sums over all ports then find in their rows.
/// @param rows     of the block, from the first lane of the piece on
/// @param arrived  the same of the inputs
template <typename Real, typename Scalar = typename Real::Scalar>
void take_limited(std::span<const LimitedPort> limited,
                  Scalar* rows,
                  Scalar* arrived,
                  std::size_t stride) {
    const Real zero(Scalar(0));
    constexpr Scalar infinity = std::numeric_limits<Scalar>::infinity();
    for (const LimitedPort& port : limited) {
        Scalar* const row = rows + port.row * block_size;
        Scalar* const in = arrived + port.input * stride;
        Scalar* const bound = arrived + port.bound * stride;
        for (std::size_t i = 0; i != piece<Scalar>; i += Real::lanes) {
            const Real g = Real::load(row + i) + Real::load(in + i);
            lesser(Real::load(bound + i), g).store(row + i);
            zero.store(in + i);
            Real(infinity).store(bound + i);
        }
    }
}

/// Ports and membrane of the lanes of one pack over one step.
///
/// Spikes are rare: what follows one is computed for all lanes of a pack, but only where a lane
/// fired. Lanes that did not fire keep what the step gave, whatever their neighbours do.
template <typename Solver, bool has_block, typename Model, typename Real>
[[gnu::always_inline]] inline void step_lanes(
    Piece<Model, Real>& x,
    const PopulationConstants<typename Real::Scalar>& constants,
    const BlockPorts<typename Real::Scalar>& ports,
    const LaneTask<typename Real::Scalar>& task) {
    using Scalar = typename Real::Scalar;
    constexpr int n_stages = Solver::n_stages;
    const std::size_t i = task.lane;
    const Real zero(Scalar(0));
    const Real dt(constants.dt);
    PortSums<Real> sums[n_stages];
    sum_ports<has_block, Solver::factors_by_cell>(sums, ports, task);
    const std::size_t parameter_lane = x.parameter_lane(i);
    const Cell<Model, Real> cell = {x.parameters_at(parameter_lane),
                                    x.coefficients_at(parameter_lane),
                                    {Real(constants.block_V_act), Real(constants.block_per_S_act)}};
    const Real left = Real::load(x.refractory + i);
    const auto start = x.state_at(i);
    typename Model::State end;
    Real highest;
    if constexpr (has_substeps<Model>) {
        end = Solver::template step<has_block>(cell, sums, left > zero, start, dt, highest);
    } else {
        end = Solver::template step<has_block>(cell, sums, left > zero, start, dt);
        highest = end.V_m;
    }
    auto fires = highest >= cell.p.V_peak;
    if constexpr (fires_by_crossing<Model>) {
        const Real before = ports.deltas.empty() ? start.V_m : Real::load(x.before_jump + i);
        fires = fires & !(before >= cell.p.V_peak);
    } else {
        // A jump may have taken it there.
        fires = (!(left > zero)) & (fires | (start.V_m >= cell.p.V_peak));
    }
    x.set_state(i, end);
    greater(left - Real(Scalar(1)), zero).store(x.refractory + i);
    if (!fires.any()) [[likely]]
        return;
    fires.store(task.fired);
    x.has_fired = true;
    if constexpr (!fires_by_crossing<Model>) {
        // Copies: what a call needs in memory must not keep the values above out of registers.
        PortSums<Real> copied_sums[n_stages];
        for (int stage = 0; stage != n_stages; ++stage) copied_sums[stage] = sums[stage];
        const Cell<Model, Real> copied_cell = cell;
        const typename Model::State copied_start = start;
        const typename Model::State copied_end = end;
        const Real left_after_spike = Real::load(x.refractory_after_spike + parameter_lane);
        const auto after = Solver::template after_spike<has_block>(
            copied_cell, copied_sums, left_after_spike > zero, copied_start, copied_end, dt);
        typename Model::State chosen;
        for_each_member<Model::state>([&](auto, auto member) __attribute__((always_inline)) {
            chosen.*member.value = choose(fires, after.*member.value, end.*member.value);
        });
        x.set_state(i, chosen);
        choose(fires, left_after_spike, Real::load(x.refractory + i)).store(x.refractory + i);
    }
}

/// All lanes of a piece over one step; `lane` is its first in the block.
template <typename Solver, bool has_block, typename Model, typename Real>
[[gnu::always_inline]] inline void step_piece(
    Piece<Model, Real>& x,
    const PopulationConstants<typename Real::Scalar>& constants,
    const BlockPorts<typename Real::Scalar>& ports,
    const BlockTask<typename Real::Scalar>& task,
    std::size_t lane,
    std::size_t step) {
    using Scalar = typename Real::Scalar;
    constexpr std::size_t first_port_row = Model::state.size() + 1;
    Scalar* const arrived = task.input + step * task.input_step_stride + lane;
    const Scalar* const factors =
        constants.factor_row < 0
            ? nullptr
            : task.rows + static_cast<std::size_t>(constants.factor_row) * block_size + lane;
    if (!ports.limited.empty()) {
        take_limited<Real>(ports.limited, task.rows + lane, arrived, task.input_port_stride);
    }
    if (!ports.deltas.empty()) jump(x, ports, arrived, task.input_port_stride);
    for (std::size_t i = 0; i != piece<Scalar>; i += Real::lanes) {
        const std::size_t here = step * block_size + lane + i;
        step_lanes<Solver, has_block>(
            x, constants, ports,
            {.lane = i,
             .current = task.current == nullptr ? nullptr : task.current + here,
             .values = task.rows + first_port_row * block_size + lane + i,
             .factors = factors == nullptr ? nullptr : factors + i,
             .arrived = arrived + i,
             .arrived_stride = task.input_port_stride,
             .fired = task.fired + here});
    }
}

/// Fetch rows of the piece that begins at `lane` while another one is worked on; past the end of
/// the block, of what follows it in memory.
template <typename Scalar>
[[gnu::always_inline]] inline void prefetch_piece(const BlockTask<Scalar>& task, std::size_t lane) {
    constexpr std::size_t line = 64 / sizeof(Scalar);
    const std::size_t n = task.n_fetched_rows;
    const Scalar* row = task.rows + (lane == block_size ? n * block_size : lane);
    for (std::size_t r = 0; r != n; ++r, row += block_size) {
        for (std::size_t i = 0; i < piece<Scalar>; i += line) __builtin_prefetch(row + i, 1);
    }
}

template <typename Model, typename Solver, bool has_block, typename Real>
BlockOutcome advance_block(const PopulationConstants<typename Real::Scalar>& constants,
                           const BlockTask<typename Real::Scalar>& task) {
    using Scalar = typename Real::Scalar;
    const BlockPorts<Scalar> ports(constants);
    Piece<Model, Real> x;
    x.are_alike = cells_are_alike<Model>(constants);
    x.has_fired = false;
    Real check(Scalar(0));
    for (std::size_t lane = 0; lane != block_size; lane += piece<Scalar>) {
        // Where intervals are short, this takes as long as the steps.
        if (lane == 0 || !x.are_alike) load_parameters(x, constants, task.rows, lane);
        load_state(x, task.rows, lane);
        prefetch_piece(task, lane + piece<Scalar>);
        for (int step = 0; step != task.n_steps; ++step) {
            step_piece<Solver, has_block>(x, constants, ports, task, lane,
                                          static_cast<std::size_t>(step));
        }
        check += store_state(x, task.rows, lane);
    }
    Scalar lanes[Real::lanes];
    check.store(lanes);
    return {.is_finite = std::ranges::all_of(lanes, [](Scalar d) { return d == Scalar(0); }),
            .has_fired = x.has_fired};
}

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
