/// All state variables of cells under a current.
#pragma once

#include <string>
#include <vector>

#include "protocol/experiment.hpp"
#include "protocol/measurement.hpp"

namespace bgsim::protocol {

/// One simulation with a cell for each current, all state variables at each step.
std::vector<TraceResult> record_traces(const Experiment& experiment);

}  // namespace bgsim::protocol
