/// The LFP proxy of a population, its rhythm, and how its spikes follow it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/rhythm.hpp"
#include "analysis/spike_statistics.hpp"
#include "analysis/welch.hpp"
#include "io/result_reader.hpp"

namespace bgsim::analysis {

/// Coherence of two signals within a band.
struct BandCoherence {
    double mean = 0.0;
    double highest = 0.0;
    double frequency_hz = 0.0;  ///< of the highest
    double phase_rad = 0.0;     ///< there; positive: the first signal is ahead
};

/// Over frequencies [range.first, range.end), which are not empty.
BandCoherence band_coherence(const Spectra& spectra,
                             std::size_t a,
                             std::size_t b,
                             const FrequencyRange& range);

struct FieldAnalysis {
    std::vector<double> lfp_pA{};  ///< [bins] mean absolute synaptic current of a cell
    double mean_pA = 0.0;
    std::vector<double> power{};                     ///< [pA^2/Hz]; empty: too short
    std::optional<Rhythm> rhythm{};                  ///< none: too short
    std::optional<BandCoherence> spikes_to_field{};  ///< none: one segment, no spikes, no frequency
};

/// Whether bins of `bin_ms` hold whole numbers of samples that are `every_ms` apart.
bool can_be_binned(double every_ms, double bin_ms);

/// @param rate_hz  of the population, [bins], from the beginning of the window on
/// @returns nothing if the file has no LFP of this population, or not for these bins
std::optional<FieldAnalysis> field_of(const io::ResultReader& reader,
                                      const std::string& population,
                                      const std::vector<double>& rate_hz,
                                      Window window,
                                      const WelchSettings& welch,
                                      const Band& band);

}  // namespace bgsim::analysis
