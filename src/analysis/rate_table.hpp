/// Simulated firing beside published firing, as data, as a table for people and as CSV.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/published_target.hpp"
#include "analysis/spike_statistics.hpp"

namespace bgsim::analysis {

struct RateRow {
    SpikeStatistics simulated;
    std::optional<PublishedTarget> published;  ///< none: only simulated
};

/// One row for each target, in their order, then one for each population that none of them covers.
/// A target with a population whose spikes are not in the file has no row.
std::vector<RateRow> rate_rows(const io::ResultReader& reader,
                               const std::vector<PublishedTarget>& targets,
                               Window window);

std::string rate_table(const std::vector<RateRow>& rows);  ///< aligned columns, a line per row
std::string rate_csv(const std::vector<RateRow>& rows);    ///< RFC 4180, with a header line

}  // namespace bgsim::analysis
