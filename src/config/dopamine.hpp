/// The key `dopamine`: how strongly something depends on it.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/context.hpp"
#include "config/values.hpp"

namespace bgsim::config {

/// What dopamine does to something.
struct DopamineEffect {
    double beta = 0.0;
    double factor = 1.0;  ///< 1 + beta phi
};

/// The factor 1 + beta phi, where `node` holds beta; it must not be negative.
/// @param path  what is multiplied, for messages
std::optional<DopamineEffect> read_dopamine_effect(const Node& node,
                                                   std::string_view path,
                                                   Context& context);

/// Like this, where the key may be absent: no effect.
std::optional<DopamineEffect> dopamine_effect_in(const Node& map,
                                                 std::string_view path,
                                                 Context& context);

struct Weight {
    Distribution value;  ///< with what dopamine makes of it
    double beta = 0.0;
};

/// A synaptic weight: a value or a distribution, with what dopamine makes of it:
/// {value: 2 nS, dopamine: 0.5}, {uniform: [1 nS, 3 nS], dopamine: 0.5}.
/// @param path  of the section that it stands in
std::optional<Weight> read_weight(const Node& node,
                                  const std::string& name,
                                  const std::string& path,
                                  const Wanted& wanted,
                                  Context& context);

}  // namespace bgsim::config
