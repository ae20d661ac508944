/// Some neurons of a block, brought together for all steps of an interval, so that state,
/// parameters and coefficients stay in the first-level cache.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "model/block_kernel.hpp"
#include "model/neuron_model.hpp"
#include "model/pack.hpp"

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
    alignas(64) Scalar before_jump[piece];  // V_m

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

/// Whether no parameter of the population has a row of its own.
template <typename Model, typename Scalar>
bool cells_are_alike(const PopulationConstants<Scalar>& constants) {
    return std::all_of(constants.parameter_rows.begin(),
                       constants.parameter_rows.begin() + Model::parameters.size(),
                       [](int row) { return row < 0; });
}

/// Parameters and what follows from them.
template <typename Model, typename Scalar>
void load_parameters(Piece<Model, Scalar>& x,
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
    for (std::size_t i = 0; i != piece; i += Pack<Scalar>::lanes) {
        const auto p = x.parameters_at(i);
        const auto c = Model::coefficients(p, Pack<Scalar>(constants.dt));
        for_each_pointer<Model::Coefficients::members>([&](auto k, auto member) __attribute__((
            always_inline)) { (c.*member.value).store(x.coefficients[k] + i); });
        if constexpr (has_refractory_time<Model>) {
            p.t_ref.store(x.refractory_after_spike + i);
        } else {
            Pack<Scalar>(Scalar(0)).store(x.refractory_after_spike + i);
        }
    }
    for (Scalar& steps : x.refractory_after_spike) {
        steps = std::floor(steps / constants.dt + Scalar(0.5));
    }
}

template <typename Model, typename Scalar>
void load_state(Piece<Model, Scalar>& x, const Scalar* rows, std::size_t lane) {
    for (std::size_t k = 0; k != x.n_state; ++k) {
        std::copy_n(rows + k * block_size + lane, piece, x.state[k]);
    }
    std::copy_n(rows + x.n_state * block_size + lane, piece, x.refractory);
}

/// Returns whether all membrane potentials are finite.
template <typename Model, typename Scalar>
bool store_state(const Piece<Model, Scalar>& x, Scalar* rows, std::size_t lane) {
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

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
