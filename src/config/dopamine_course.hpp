/// The level of dopamine as a function of time: phasic dips and bursts.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "config/context.hpp"

namespace bgsim::config {

/// A value from each step on.
using DopamineCourse = std::vector<std::pair<Step, double>>;

/// Whether `root` says that the level (or depletion) of dopamine changes.
bool has_dopamine_course(const Node& root);

/// The level (or depletion) from each step on; ascending, the first is 0. A ramp is followed in
/// steps of 1 ms.
/// @param key  "level" or "depletion"
std::optional<DopamineCourse> read_dopamine_course(const Node& node,
                                                   const std::string& key,
                                                   Context& context);

}  // namespace bgsim::config
