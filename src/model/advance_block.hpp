/// Advance one block of neurons of one model: the inner loop of the program.
///
/// A block is worked through in pieces of `piece` lanes, each over all steps of the interval, so
/// that state, ports and parameters of a piece stay in the first-level cache. All loops over lanes
/// have a constant length: there is no remainder that could round differently.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "model/block_kernel.hpp"
#include "model/neuron_model.hpp"
#include "model/solver.hpp"

namespace bgsim::model::inline BGSIM_ISA {

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
        for_each_pointer<Model::Coefficients::members>(
            [&](auto k, auto member) __attribute__((always_inline)) {
                c.*member.value = Real::load(coefficients[k] + i);
            });
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
        for_each_pointer<Model::Coefficients::members>(
            [&](auto k, auto member) __attribute__((always_inline)) {
                (c.*member.value).store(x.coefficients[k] + i);
            });
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
    Real sum(Scalar(0));
    for (std::size_t i = 0; i != piece; i += Real::lanes) {
        const Real V_m = Real::load(x.state[0] + i);
        sum += V_m - V_m;  // 0, but not for inf - inf and nan - nan
    }
    Scalar lanes[Real::lanes];
    sum.store(lanes);
    return std::ranges::all_of(lanes, [](Scalar d) { return d == Scalar(0); });
}

/// Sums over the ports of a piece at each stage of a step.
template <typename Scalar, int n_stages>
struct PieceSums {
    alignas(64) Scalar G[n_stages][piece];
    alignas(64) Scalar J[n_stages][piece];
    alignas(64) Scalar G_b[n_stages][piece];
    alignas(64) Scalar J_b[n_stages][piece];
};

/// Start the sums of a step: no conductance, and the external current if there is one.
template <typename Scalar, int n_stages>
[[gnu::always_inline]] inline void start_sums(PieceSums<Scalar, n_stages>& sums,
                                              const Scalar* current) {
    for (int stage = 0; stage != n_stages; ++stage) {
        std::fill_n(sums.G[stage], piece, Scalar(0));
        std::fill_n(sums.G_b[stage], piece, Scalar(0));
        std::fill_n(sums.J_b[stage], piece, Scalar(0));
        if (current != nullptr) {
            std::copy_n(current, piece, sums.J[stage]);
        } else {
            std::fill_n(sums.J[stage], piece, Scalar(0));
        }
    }
}

/// Take what arrived at one port, add its value at each stage to the sums, let it decay.
template <int n_stages, typename Scalar>
[[gnu::always_inline]] inline void add_port(const PortFactors<Scalar>& f,
                                            Scalar* value,
                                            Scalar* arrived,
                                            Scalar (&G)[n_stages][piece],
                                            Scalar (&J)[n_stages][piece]) {
    using Real = Pack<Scalar>;
    for (std::size_t i = 0; i != piece; i += Real::lanes) {
        const Real g = Real::load(value + i) + Real::load(arrived + i);
        Real(Scalar(0)).store(arrived + i);
        for (int stage = 0; stage != n_stages; ++stage) {
            (Real::load(G[stage] + i) + Real(f.to_G[stage]) * g).store(G[stage] + i);
            (Real::load(J[stage] + i) + Real(f.to_J[stage]) * g).store(J[stage] + i);
        }
        (g * Real(f.decay)).store(value + i);
    }
}

template <typename Model, typename Solver, bool has_block, typename Scalar>
[[gnu::always_inline]] inline void step_piece(Piece<Model, Scalar>& x,
                                              const PopulationConstants<Scalar>& constants,
                                              const PieceSums<Scalar, Solver::n_stages>& sums,
                                              std::uint8_t* fired) {
    using Real = Pack<Scalar>;
    const BlockConstants<Real> block{Real(constants.block_V_act), Real(constants.block_per_S_act)};
    for (std::size_t i = 0; i != piece; i += Real::lanes) {
        PortSums<Real> in[Solver::n_stages];
        for (int stage = 0; stage != Solver::n_stages; ++stage) {
            in[stage].G = Real::load(sums.G[stage] + i);
            in[stage].J = Real::load(sums.J[stage] + i);
            in[stage].G_b = Real::load(sums.G_b[stage] + i);
            in[stage].J_b = Real::load(sums.J_b[stage] + i);
        }
        const auto p = x.parameters_at(i);
        const Real left = Real::load(x.refractory + i);
        const auto held = left > Real(Scalar(0));
        const auto s = Solver::template step<Model, has_block>(
            p, x.coefficients_at(i), block, in, held, x.state_at(i), Real(constants.dt));
        const auto fires = (!held) & (s.V_m >= p.V_peak);
        const auto after = Model::after_spike(p, s);
        typename Model::State chosen;
        for_each_member<Model::state>([&](auto, auto member) __attribute__((always_inline)) {
            chosen.*member.value = choose(fires, after.*member.value, s.*member.value);
        });
        x.set_state(i, chosen);
        choose(fires, Real::load(x.refractory_after_spike + i),
               greater(left - Real(Scalar(1)), Real(Scalar(0))))
            .store(x.refractory + i);
        fires.store(fired + i);
    }
}

template <typename Model, typename Solver, bool has_block, typename Scalar>
bool advance_block(const PopulationConstants<Scalar>& constants, const BlockTask<Scalar>& task) {
    constexpr int n_stages = Solver::n_stages;
    constexpr std::size_t first_port_row = Model::state.size() + 1;
    bool finite = true;
    Piece<Model, Scalar> x;
    for (std::size_t lane = 0; lane != block_size; lane += piece) {
        load_piece(x, constants, task.rows, lane);
        for (int step = 0; step != task.n_steps; ++step) {
            const auto s = static_cast<std::size_t>(step);
            const std::size_t here = s * block_size + lane;
            PieceSums<Scalar, n_stages> sums;
            start_sums(sums, task.current == nullptr ? nullptr : task.current + here);
            Scalar* value = task.rows + first_port_row * block_size + lane;
            Scalar* arrived = task.input + s * task.input_step_stride + lane;
            for (std::size_t port = 0; port != constants.ports.size(); ++port) {
                if (!has_block || port < constants.n_plain_ports) {
                    add_port<n_stages>(constants.ports[port], value, arrived, sums.G, sums.J);
                } else {
                    add_port<n_stages>(constants.ports[port], value, arrived, sums.G_b, sums.J_b);
                }
                value += block_size;
                arrived += task.input_port_stride;
            }
            step_piece<Model, Solver, has_block>(x, constants, sums, task.fired + here);
        }
        finite = store_piece(x, task.rows, lane) && finite;
    }
    return finite;
}

}  // namespace bgsim::model::inline BGSIM_ISA
