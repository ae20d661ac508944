/// Firing statistics of populations, from a result file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "io/result_reader.hpp"

namespace bgsim::analysis {

/// The steps of a run that end in (from, to] [ms]; a spike belongs to the step that ends at its
/// time.
struct Window {
    double from_ms = 0.0;
    double to_ms = 0.0;

    double duration_s() const { return (to_ms - from_ms) * 1e-3; }
};

struct SpikeStatistics {
    std::string name;
    std::uint64_t n_cells = 0;
    std::uint64_t n_spikes = 0;
    double mean_rate_hz = 0.0;      ///< per cell
    double sd_rate_hz = 0.0;        ///< over cells (of all cells, not of a sample)
    std::optional<double> mean_cv;  ///< of intervals, mean over cells with 3 spikes or more, if any
    double silent_share = 0.0;      ///< cells without a spike
};

/// Statistics of populations taken together as one group named `name`; reads the file piece by
/// piece, so that memory grows with the cells, not the spikes.
///
/// @throws InputError for an unknown population, one whose spikes are not in the file, or a window
///         that is empty or longer than what the file holds
SpikeStatistics spike_statistics(const io::ResultReader& reader,
                                 const std::string& name,
                                 const std::vector<std::string>& populations,
                                 Window window);

/// The same of each population whose spikes are in the file, in the order of the run.
std::vector<SpikeStatistics> spike_statistics(const io::ResultReader& reader, Window window);

}  // namespace bgsim::analysis
