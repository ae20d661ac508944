/// The section `targets`.
#pragma once

#include "config/context.hpp"

namespace bgsim::config {

void read_targets(Context& context);

}  // namespace bgsim::config
