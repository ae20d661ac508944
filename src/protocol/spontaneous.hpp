/// What cells do by themselves.
#pragma once

#include <vector>

#include "protocol/experiment.hpp"
#include "protocol/measurement.hpp"

namespace bgsim::protocol {

std::vector<SpontaneousResult> measure_spontaneous(const Experiment& experiment);

}  // namespace bgsim::protocol
