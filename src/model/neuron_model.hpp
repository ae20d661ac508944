/// What a neuron model must offer, and generic access to its members.
#pragma once

#include <concepts>
#include <cstddef>
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
    { Model::coefficients(p) } -> std::same_as<typename Model::Coefficients>;
    { Model::derivative(p, c, s, I) } -> std::same_as<typename Model::State>;
    { Model::after_spike(p, s) } -> std::same_as<typename Model::State>;
    { p.V_peak } -> std::convertible_to<Real>;  // a spike is V_m >= V_peak
    { p.t_ref } -> std::convertible_to<Real>;
    { s.V_m } -> std::convertible_to<Real>;
};

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
