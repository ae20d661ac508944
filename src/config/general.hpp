/// The sections that concern the experiment as a whole.
#pragma once

#include "config/context.hpp"

namespace bgsim::config {

/// Record sections that the language does not know.
void check_sections(Context& context);

/// experiment, description, seed, time, precision, partition, dopamine, limits.
void read_general(Context& context);

}  // namespace bgsim::config
