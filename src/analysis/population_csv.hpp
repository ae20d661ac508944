/// The table with a line for each population or group of them.
#pragma once

#include <string>
#include <vector>

#include "analysis/rate_table.hpp"

namespace bgsim::analysis {

/// Empty fields where there is no value, also for the rhythm and synchrony of groups of several
/// populations.
std::string population_csv(const RunAnalysis& run, const std::vector<RateRow>& rows);

}  // namespace bgsim::analysis
