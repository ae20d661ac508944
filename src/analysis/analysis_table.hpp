/// An analysis as comma-separated values (RFC 4180), each table under a header.
#pragma once

#include <string>
#include <vector>

#include "analysis/rate_table.hpp"

namespace bgsim::analysis {

/// "populations", "spectra", "coherence", "intervals", "cell_rates", "rates", "stimuli", "events".
std::vector<std::string> table_names();

/// @param table one of the names; empty fields where there is no value
std::string analysis_csv(const std::string& table,
                         const RunAnalysis& run,
                         const std::vector<RateRow>& rows);

}  // namespace bgsim::analysis
