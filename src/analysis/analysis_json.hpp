/// An analysis for programs.
#pragma once

#include <string>
#include <vector>

#include "analysis/rate_table.hpp"

namespace bgsim::analysis {

/// Everything, with spectra, distributions and histograms, as described in docs/analysis.md; ends
/// with a newline.
std::string analysis_json(const RunAnalysis& run, const std::vector<RateRow>& rows);

}  // namespace bgsim::analysis
