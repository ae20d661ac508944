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

/// Several packs, so that one can begin a step while another ends it; few enough for the cache.
template <typename Scalar>
inline constexpr std::size_t piece = 512 / sizeof(Scalar);

/// State, parameters and coefficients of some neurons of one model.
template <typename Model, typename Real>
struct Piece {
    using Scalar = typename Real::Scalar;
    static constexpr std::size_t n_lanes = piece<Scalar>;
    static constexpr std::size_t n_parameters = Model::parameters.size();
    static constexpr std::size_t n_state = Model::state.size();
    static constexpr std::size_t n_coefficients = Model::Coefficients::members.size();

    alignas(64) Scalar parameters[n_parameters][n_lanes];
    alignas(64) Scalar coefficients[n_coefficients][n_lanes];
    alignas(64) Scalar state[n_state][n_lanes];
    alignas(64) Scalar refractory[n_lanes];  // steps left
    alignas(64) Scalar refractory_after_spike[n_lanes];
    alignas(64) Scalar before_jump[n_lanes];  // V_m
    bool are_alike;  // parameters and what follows from them are only in the first pack
    bool has_fired;  // some cell of the block

    /// Where the parameters of the pack at lane `i` are.
    [[gnu::always_inline]] std::size_t parameter_lane(std::size_t i) const {
        return are_alike ? 0 : i;
    }
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

/// Copy the lanes of a piece; written out, it is no call of a function.
template <typename Real>
[[gnu::always_inline]] inline void copy_lanes(const typename Real::Scalar* from,
                                              typename Real::Scalar* to) {
    for (std::size_t i = 0; i != piece<typename Real::Scalar>; i += Real::lanes) {
        Real::load(from + i).store(to + i);
    }
}

/// Parameters and what follows from them. Those that all cells share are taken with the first
/// lanes of a block and stay.
template <typename Model, typename Real>
void load_parameters(Piece<Model, Real>& x,
                     const PopulationConstants<typename Real::Scalar>& constants,
                     const typename Real::Scalar* rows,
                     std::size_t lane) {
    using Scalar = typename Real::Scalar;
    const std::size_t n = x.are_alike ? Real::lanes : x.n_lanes;
    for (std::size_t k = 0; k != x.n_parameters; ++k) {
        const int row = constants.parameter_rows[k];
        if (row >= 0) {
            copy_lanes<Real>(rows + static_cast<std::size_t>(row) * block_size + lane,
                             x.parameters[k]);
        } else if (lane == 0) {
            std::fill_n(x.parameters[k], n, constants.parameters[k]);
        }
    }
    for (std::size_t i = 0; i != n; i += Real::lanes) {
        const auto p = x.parameters_at(i);
        const auto c = Model::coefficients(p, Real(constants.dt));
        for_each_pointer<Model::Coefficients::members>([&](auto k, auto member) __attribute__((
            always_inline)) { (c.*member.value).store(x.coefficients[k] + i); });
        if constexpr (has_refractory_time<Model>) {
            p.t_ref.store(x.refractory_after_spike + i);
        } else {
            Real(Scalar(0)).store(x.refractory_after_spike + i);
        }
    }
    if constexpr (has_refractory_time<Model>) {
        for (std::size_t i = 0; i != n; ++i) {
            Scalar& steps = x.refractory_after_spike[i];
            steps = std::floor(steps / constants.dt + Scalar(0.5));
        }
    }
}

template <typename Model, typename Real>
[[gnu::always_inline]] inline void load_state(Piece<Model, Real>& x,
                                              const typename Real::Scalar* rows,
                                              std::size_t lane) {
    for (std::size_t k = 0; k != x.n_state; ++k) {
        copy_lanes<Real>(rows + k * block_size + lane, x.state[k]);
    }
    copy_lanes<Real>(rows + x.n_state * block_size + lane, x.refractory);
}

/// Returns a number that is 0 in all lanes if all membrane potentials are finite.
template <typename Model, typename Real>
[[gnu::always_inline]] inline Real store_state(const Piece<Model, Real>& x,
                                               typename Real::Scalar* rows,
                                               std::size_t lane) {
    using Scalar = typename Real::Scalar;
    for (std::size_t k = 0; k != x.n_state; ++k) {
        copy_lanes<Real>(x.state[k], rows + k * block_size + lane);
    }
    copy_lanes<Real>(x.refractory, rows + x.n_state * block_size + lane);
    const Real zero(Scalar(0));
    Real sum = zero;
    for (std::size_t i = 0; i != x.n_lanes; i += Real::lanes) {
        sum += Real::load(x.state[0] + i) * zero;  // 0, but not for inf * 0 and nan * 0
    }
    return sum;
}

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
