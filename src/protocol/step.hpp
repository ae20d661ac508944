/// The f-I curve: firing under steps of current.
#pragma once

#include <vector>

#include "protocol/experiment.hpp"
#include "protocol/measurement.hpp"

namespace bgsim::protocol {

/// All currents at once, then two more simulations that narrow down the rheobase.
std::vector<StepResult> measure_steps(const Experiment& experiment);

}  // namespace bgsim::protocol
