/// What the spikes of a result say about published targets.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/published_target.hpp"
#include "analysis/spike_statistics.hpp"
#include "comm/communicator.hpp"
#include "io/result_reader.hpp"

namespace bgsim::analysis {

/// Nothing where a target does not ask, or the spikes have none (docs/analysis.md).
struct TargetValues {
    std::optional<double> cv{};
    std::optional<double> peak_hz{};
};

/// Segments of the spectra in which peaks are looked for [ms]; shorter windows have no peak.
constexpr double peak_segment_ms = 1000.0;

/// CV and peak of each target that has one published, of its populations as one group. Collective;
/// the values are on rank 0, elsewhere there are none. @throws as `scan`
std::vector<TargetValues> target_values(const io::ResultReader& reader,
                                        const std::vector<PublishedTarget>& targets,
                                        Window window,
                                        const comm::Communicator& ranks);

}  // namespace bgsim::analysis
