/// The key `connect` of a projection.
#pragma once

#include <optional>

#include "config/context.hpp"

namespace bgsim::config {

/// Read the rule of `projection`, whose source and target are known already.
std::optional<ConnectionRule> read_connect(const Node& node,
                                           const Projection& projection,
                                           Context& context);

}  // namespace bgsim::config
