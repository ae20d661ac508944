/// Simulated firing beside published firing, as data and as a table for people.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/published_target.hpp"
#include "analysis/run_analysis.hpp"

namespace bgsim::analysis {

struct RateRow {
    SpikeStatistics simulated;
    std::optional<PublishedTarget> published;  ///< none: only simulated
};

/// One row for each target, in their order, then one for each population that none of them covers.
/// A target with a population whose spikes are not in the file has no row.
std::vector<RateRow> rate_rows(const RunAnalysis& run, const std::vector<PublishedTarget>& targets);

std::string rate_table(const std::vector<RateRow>& rows);  ///< aligned columns, a line per row

}  // namespace bgsim::analysis
