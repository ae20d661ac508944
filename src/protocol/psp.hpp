/// Postsynaptic potentials, to one spike and to a train.
#pragma once

#include <vector>

#include "config/diagnostics.hpp"
#include "protocol/experiment.hpp"
#include "protocol/measurement.hpp"

namespace bgsim::protocol {

/// Record what is wrong with the port, the weight and the plasticity that the plan names.
void check_ports(const Study& study, config::Diagnostics& diagnostics);

/// One simulation: each cell gets nothing, one spike, and a train.
std::vector<PspResult> measure_psp(const Experiment& experiment);

}  // namespace bgsim::protocol
