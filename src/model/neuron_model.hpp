/// What a neuron model must offer, and generic access to its members.
#pragma once

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <string_view>
#include <utility>

#include "model/fields.hpp"
#include "model/isa.hpp"

namespace bgsim::model {
inline namespace BGSIM_ISA {

template <typename Model, typename Real>
concept NeuronModel = requires(const typename Model::Parameters& p,
                               const typename Model::Coefficients& c,
                               const typename Model::State& s,
                               Real I) {
    { Model::coefficients(p, I) } -> std::same_as<typename Model::Coefficients>;
    { Model::derivative(p, c, s, I) } -> std::same_as<typename Model::State>;
    { p.V_peak } -> std::convertible_to<Real>;  // a spike is V_m >= V_peak
    { s.V_m } -> std::convertible_to<Real>;
    { Model::solvers.front() } -> std::convertible_to<std::string_view>;
};

/// The membrane makes the spike by itself: it is an upward crossing of V_peak, nothing is reset.
template <typename Model>
inline constexpr bool fires_by_crossing = requires {
    Model::fires_by_crossing;
};

/// The model holds V_m for `t_ref` after a spike.
template <typename Model>
inline constexpr bool has_refractory_time = requires(const typename Model::Parameters& p) {
    p.t_ref;
};

/// The model limits V_m: `limited(p, s)` is applied after each step and reset.
template <typename Model>
inline constexpr bool has_limit = requires(const typename Model::Parameters& p,
                                           const typename Model::State& s) {
    Model::limited(p, s);
};

/// Steps of the network are cut into ones of at most `Model::largest_step_ms`.
template <typename Model>
inline constexpr bool has_substeps = requires {
    Model::largest_step_ms;
};

template <typename Model>
constexpr bool offers(std::string_view solver) {
    return std::ranges::any_of(Model::solvers,
                               [&](std::string_view name) { return name == solver; });
}

/// A member pointer as a type: a value in memory would end all optimisation of structs.
template <auto pointer>
struct Member {
    static constexpr auto value = pointer;
};

// Of the lambdas below: GCC and Clang agree only on the old spelling of the attribute.

/// Call `f(index, member)` for each entry of a field table; use `object.*member.value`.
template <const auto& table, typename F>
[[gnu::always_inline]] inline void for_each_member(F f) {
    [&]<std::size_t... i>(std::index_sequence<i...>) __attribute__((always_inline)) {
        (f(std::integral_constant<std::size_t, i>{}, Member<table[i].member>{}), ...);
    }
    (std::make_index_sequence<table.size()>{});
}

/// The same for a plain array of member pointers.
template <const auto& members, typename F>
[[gnu::always_inline]] inline void for_each_pointer(F f) {
    [&]<std::size_t... i>(std::index_sequence<i...>) __attribute__((always_inline)) {
        (f(std::integral_constant<std::size_t, i>{}, Member<members[i]>{}), ...);
    }
    (std::make_index_sequence<members.size()>{});
}

}  // namespace BGSIM_ISA
}  // namespace bgsim::model
