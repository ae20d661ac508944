/// Firing statistics of populations.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "analysis/histogram.hpp"

namespace bgsim::analysis {

/// The steps of a run that end in (from, to] [ms]; a spike belongs to the step that ends at its
/// time.
struct Window {
    double from_ms = 0.0;
    double to_ms = 0.0;

    double duration_s() const { return (to_ms - from_ms) * 1e-3; }
};

/// Definitions in docs/analysis.md. Means are over the cells for which the measure exists.
struct SpikeStatistics {
    std::string name;
    std::uint64_t n_cells = 0;
    std::uint64_t n_spikes = 0;
    double mean_rate_hz = 0.0;               ///< per cell
    double sd_rate_hz = 0.0;                 ///< over cells (of all cells, not of a sample)
    std::optional<double> mean_cv = {};      ///< of intervals; cells with 3 spikes or more
    double silent_share = 0.0;               ///< cells without a spike
    std::optional<double> mean_cv2 = {};     ///< of neighbouring intervals; as for the CV
    std::optional<double> fano_factor = {};  ///< of spike counts; cells that fire
    double bursts_per_minute = 0.0;          ///< per cell
    std::optional<double> burst_share = {};  ///< spikes that belong to bursts; none without spikes
};

/// Sum and number of the cells for which a measure exists.
struct PartialMean {
    double sum = 0.0;
    std::uint64_t n = 0;

    void add(std::optional<double> value);
    std::optional<double> mean() const;
    PartialMean& operator+=(const PartialMean& other);
};

/// What adds up over cells and over populations.
struct FiringSums {
    std::uint64_t n_cells = 0;
    std::uint64_t n_silent = 0;
    std::uint64_t n_spikes = 0;
    double squared_spikes = 0.0;  ///< squares of the numbers of spikes of the cells
    std::uint64_t n_bursts = 0;
    std::uint64_t n_spikes_in_bursts = 0;
    PartialMean cv{};
    PartialMean cv2{};
    PartialMean fano_factor{};
    Histogram intervals{interval_scale()};  ///< ms
    Histogram rates{rate_scale()};          ///< Hz, of cells that fire
    Histogram cvs{cv_scale()};

    FiringSums& operator+=(const FiringSums& other);
};

/// Of the cells that were summed, as one group.
SpikeStatistics statistics_of(const std::string& name, const FiringSums& sums, Window window);

}  // namespace bgsim::analysis
