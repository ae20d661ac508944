/// What the readers of the project's files have in common.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/diagnostics.hpp"
#include "config/section.hpp"
#include "config/values.hpp"

namespace bgsim::importing {

/// `{"value": 12, "unit": "ms"}` in `wanted.unit`; units as Brian2 spells them.
std::optional<double> read_value(const config::Node& node,
                                 const std::string& path,
                                 const config::Wanted& wanted,
                                 config::Diagnostics& diagnostics);

/// The unit that is written in such a node; empty if there is none.
std::string unit_of(const config::Node& node);

/// A number without unit under `key`, which must be there.
std::optional<double> read_number(const config::Section& section,
                                  std::string_view key,
                                  config::Diagnostics& diagnostics,
                                  model::Constraint constraint = model::Constraint::non_negative);

/// Step of the configurations that are written [ms].
constexpr double dt_ms = 0.1;

/// Record a mistake unless `time_ms` is a whole number of steps.
void check_whole_steps(const config::Node& node,
                       std::string_view name,
                       double time_ms,
                       config::Diagnostics& diagnostics);

/// The text under `key`, which must be there.
std::optional<std::string> read_name(const config::Section& section,
                                     std::string_view key,
                                     std::string_view example,
                                     config::Diagnostics& diagnostics);

/// The tree of a file. @return nothing, with a mistake recorded, if it cannot be read or is no map
std::optional<config::Node> read_tree(const std::string& file,
                                      const config::SourceLocation& named_at,
                                      config::Diagnostics& diagnostics);

}  // namespace bgsim::importing
