/// Readers of single values; each records what is wrong and then returns nothing.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "bgsim/model/description.hpp"
#include "config/diagnostics.hpp"
#include "config/spelling.hpp"
#include "config/tree.hpp"

namespace bgsim::config {

/// What a quantity must be.
struct Wanted {
    std::string unit;  ///< the result is in this unit; "" or "1" for plain numbers
    model::Constraint constraint = model::Constraint::any;
    bool may_be_infinite = false;
    double example = 10.0;  ///< [unit] a value for messages
};

/// A number as a user would write it: "0.35", "1000".
std::string plain(double value);

/// A quantity as a user would write it: "0.35 nS"; without unit, "0.35".
std::string with_unit(double value, std::string_view unit);

/// Whether `value` satisfies `constraint`.
bool satisfies(double value, model::Constraint constraint);

/// "positive" or "zero or positive".
std::string_view name_of(model::Constraint constraint);

/// A quantity in `wanted.unit`.
std::optional<double> read_quantity(const Node& node,
                                    std::string_view name,
                                    const Wanted& wanted,
                                    Diagnostics& diagnostics);

/// A whole number in [smallest, largest].
std::optional<std::uint64_t> read_integer(
    const Node& node,
    std::string_view name,
    std::uint64_t smallest,
    Diagnostics& diagnostics,
    std::uint64_t largest = std::numeric_limits<std::uint64_t>::max());

/// yes, no, true, false, on, off.
std::optional<bool> read_flag(const Node& node, std::string_view name, Diagnostics& diagnostics);

/// Any text that is not empty.
std::optional<std::string> read_text(const Node& node,
                                     std::string_view name,
                                     Diagnostics& diagnostics);

/// The position of the text of `node` in `choices`.
std::optional<std::size_t> read_choice(const Node& node,
                                       std::string_view name,
                                       std::span<const std::string> choices,
                                       Diagnostics& diagnostics);

/// Record that `node` is not of the kind that is needed, for example "a list".
void report_kind(const Node& node,
                 std::string_view name,
                 std::string_view needed,
                 std::string_view example,
                 Diagnostics& diagnostics);

}  // namespace bgsim::config
