/// Firing under a current that changes steadily.
#pragma once

#include <vector>

#include "protocol/experiment.hpp"
#include "protocol/measurement.hpp"

namespace bgsim::protocol {

std::vector<RampResult> measure_ramp(const Experiment& experiment);

}  // namespace bgsim::protocol
