/// The key `dopamine`: how strongly something depends on it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/context.hpp"
#include "config/values.hpp"

namespace bgsim::config {

/// The factor 1 + beta phi, where `node` holds beta; it must not be negative.
/// @param path  what is multiplied, for messages
std::optional<double> read_dopamine_factor(const Node& node,
                                           std::string_view path,
                                           Context& context);

/// A synaptic weight: a value or a distribution, with what dopamine makes of it:
/// {value: 2 nS, dopamine: 0.5}, {uniform: [1 nS, 3 nS], dopamine: 0.5}.
/// @param path  of the section that it stands in
std::optional<Distribution> read_weight(const Node& node,
                                        const std::string& name,
                                        const std::string& path,
                                        const Wanted& wanted,
                                        Context& context);

}  // namespace bgsim::config
