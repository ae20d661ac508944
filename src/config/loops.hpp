/// Rates that follow the activity of a population: closed loops.
#pragma once

#include "config/context.hpp"
#include "config/section.hpp"

namespace bgsim::config {

/// A rate of Poisson trains that follows a population, still to be read by `read_loops`. What else
/// tells the rate in `section`, the map that holds it, is recorded as a mistake.
Waveform unread_loop(const Section& section, Diagnostics& diagnostics);

/// Read the loops of all sources and inputs. They may follow populations that stand later in the
/// file, and their shortest delay follows from the projections, so this comes last.
void read_loops(Context& context);

}  // namespace bgsim::config
