/// Scanning populations with all ranks.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/population_scan.hpp"
#include "comm/communicator.hpp"

namespace bgsim::analysis {

/// A part of a population that one rank scans.
struct ScanTask {
    std::size_t population = 0;
    std::uint64_t part = 0;
    std::uint64_t n_parts = 1;
    int rank = 0;

    friend bool operator==(const ScanTask&, const ScanTask&) = default;
};

/// Shares populations out by their spikes, the largest first, each to the rank with the least; one
/// with more than the share of a rank is cut into parts, because cells differ little in cost.
std::vector<ScanTask> share_out(const std::vector<std::uint64_t>& n_spikes, int n_ranks);

/// A population, or some of its cells.
struct ScanSubject {
    std::string population;
    std::optional<CellRange> cells{};
};

/// Scans of `subjects` in that order on rank 0; elsewhere empty. Collective.
/// @throws as `scan`
std::vector<PopulationScan> scan_together(const io::ResultReader& reader,
                                          const std::vector<ScanSubject>& subjects,
                                          Window window,
                                          const ScanSettings& settings,
                                          const comm::Communicator& ranks);

/// Scans of whole `populations` in that order on rank 0; elsewhere empty. Collective.
/// @throws as `scan`
std::vector<PopulationScan> scan_together(const io::ResultReader& reader,
                                          const std::vector<std::string>& populations,
                                          Window window,
                                          const ScanSettings& settings,
                                          const comm::Communicator& ranks);

}  // namespace bgsim::analysis
