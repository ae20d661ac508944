/// Simulated rates beside published ones.
#pragma once

#include <string>

#include "bgsim/config/specification.hpp"
#include "simulation/summary.hpp"

namespace bgsim::simulation {

/// One row per population, with the target of its name if there is one, then one per group of
/// `Specification::targets`; a group's rate is the mean over its cells. Rates in Hz.
std::string rate_table(const config::Specification& specification, const RunSummary& summary);

}  // namespace bgsim::simulation
