/// The section `populations`.
#pragma once

#include "config/context.hpp"

namespace bgsim::config {

void read_populations(Context& context);

}  // namespace bgsim::config
