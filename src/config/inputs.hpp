/// The section `inputs`.
#pragma once

#include "config/context.hpp"

namespace bgsim::config {

void read_inputs(Context& context);

}  // namespace bgsim::config
