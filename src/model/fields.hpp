/// The field tables of neuron models: one entry per member, from which names, units, checks,
/// recordables and checkpoints follow.
#pragma once

#include <array>
#include <limits>
#include <string_view>
#include <vector>

#include "bgsim/model/description.hpp"

namespace bgsim::model {

inline constexpr double must_be_given = std::numeric_limits<double>::quiet_NaN();

/// One member of a model's `Parameters` or `State`.
template <typename Struct, typename Real>
struct Field {
    Real Struct::*member;
    std::string_view name;
    std::string_view unit;
    std::string_view meaning;
    Constraint constraint = Constraint::any;
    double fallback = must_be_given;
    bool may_be_infinite = false;
};

/// `table` as plain data.
template <typename Struct, typename Real, std::size_t n>
std::vector<FieldDescription> describe(const std::array<Field<Struct, Real>, n>& table) {
    static_assert(sizeof(Struct) == n * sizeof(Real), "a member is missing from the field table");
    std::vector<FieldDescription> fields;
    for (const auto& field : table) {
        const bool must_give = field.fallback != field.fallback;  // not a number
        fields.push_back({.name = std::string(field.name),
                          .unit = std::string(field.unit),
                          .meaning = std::string(field.meaning),
                          .constraint = field.constraint,
                          .fallback = must_give ? std::nullopt : std::optional(field.fallback),
                          .may_be_infinite = field.may_be_infinite});
    }
    return fields;
}

}  // namespace bgsim::model
