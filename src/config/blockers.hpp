/// Section `blockers`: receptors that drugs close, or open, for a while.
#pragma once

#include "config/context.hpp"

namespace bgsim::config {

/// Needs the populations with their ports.
void read_blockers(Context& context);

}  // namespace bgsim::config
