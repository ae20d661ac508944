/// The section `record`.
#pragma once

#include "config/context.hpp"

namespace bgsim::config {

void read_recording(Context& context);

}  // namespace bgsim::config
