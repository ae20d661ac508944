/// The section `projections`.
#pragma once

#include "config/context.hpp"

namespace bgsim::config {

void read_projections(Context& context);

}  // namespace bgsim::config
