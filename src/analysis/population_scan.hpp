/// One pass over the spikes of a population, which gives all that is computed from them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/spike_statistics.hpp"
#include "io/result_reader.hpp"

namespace bgsim::analysis {

/// Some cells of a population that follow each other.
struct CellRange {
    std::uint64_t first = 0;
    std::uint64_t size = 0;
};

struct ScanSettings {
    double fano_window_ms = 100.0;
    double burst_interval_ms = 10.0;
    std::uint64_t burst_spikes = 3;
    double rate_bin_ms = 1.0;          ///< 0: no counts per bin
    double sample_bin_ms = 5.0;        ///< of the sampled cells
    std::uint64_t sample_size = 0;     ///< cells whose trains are kept, in bins; evenly spread
    bool keep_cells = false;           ///< the rate and CV of each cell
    std::optional<CellRange> cells{};  ///< as if these were the population; none: all
    /// Only cells of this part of the population, so that several can share the work.
    std::uint64_t part = 0;
    std::uint64_t n_parts = 1;
};

struct PopulationScan {
    FiringSums firing{};
    std::vector<std::uint64_t> counts{};          ///< [bins] spikes of all cells; whole bins only
    std::uint64_t n_sampled = 0;                  ///< cells, of all parts
    std::uint64_t n_sample_bins = 0;              ///< whole bins
    std::vector<std::uint16_t> sampled_counts{};  ///< [n_sampled x n_sample_bins]
    std::vector<double> cell_rates_hz{};          ///< [n_cells] if they are kept
    std::vector<double> cell_cvs{};               ///< of the cells that have one, if they are kept

    /// Add another part of the same population, without the cells that are kept.
    PopulationScan& operator+=(const PopulationScan& other);
};

/// Which steps of a run a window means.
struct StepWindow {
    std::uint64_t before = 0;  ///< steps before its first
    std::uint64_t length = 0;
};

/// @throws InputError (64) if it holds no step, or is longer than what the file holds
StepWindow steps_of(const io::ResultReader& reader, Window window);

/// As if no part of the population had been scanned yet. @throws as `scan`
PopulationScan nothing_of(const io::ResultReader& reader,
                          const std::string& population,
                          Window window,
                          const ScanSettings& settings);

/// Times are rounded to steps of the run. Memory: about 100 bytes a cell.
/// @throws InputError for an unknown population, one whose spikes are not in the file, or a window
///         that is empty or longer than what the file holds
PopulationScan scan(const io::ResultReader& reader,
                    const std::string& population,
                    Window window,
                    const ScanSettings& settings);

}  // namespace bgsim::analysis
