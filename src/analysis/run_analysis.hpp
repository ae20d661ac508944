/// Everything that `bgsim analyze` finds in the spikes of a run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/field.hpp"
#include "analysis/population_scan.hpp"
#include "analysis/response.hpp"
#include "analysis/rhythm.hpp"
#include "analysis/synchrony.hpp"
#include "analysis/welch.hpp"
#include "comm/communicator.hpp"

namespace bgsim::analysis {

struct AnalysisRequest {
    Window window;
    ScanSettings scan{.sample_size = 100};
    WelchSettings welch{};          ///< its bin is that of `scan`
    Band band{"beta", 13.0, 30.0};  ///< of coherence and phase
    std::vector<Window> stimuli{};
    std::vector<double> events_ms{};
    HistogramWindow histogram{};
    bool by_channel = false;  ///< channels take the place of populations that are divided
};

struct PopulationAnalysis {
    std::string name;          ///< of a channel: "MSN/left"
    std::string population{};  ///< "MSN"
    std::string channel{};     ///< "left"; empty: the whole population
    FiringSums firing{};
    std::vector<double> rate_hz{};         ///< [bins] per cell
    std::vector<double> power{};           ///< of the rate [Hz^2/Hz]; empty: too short
    std::optional<Rhythm> rhythm{};        ///< none: too short
    std::optional<double> band_share{};    ///< power in the band of the request
    std::optional<Synchrony> synchrony{};  ///< none: fewer than two cells fire in the sample
    std::vector<Response> responses{};     ///< [stimuli]
    PeristimulusHistogram histogram{};
    std::optional<FieldAnalysis> field{};  ///< none: of a channel, its LFP was not
                                           ///< recorded, or see below
};

/// Of the rates of two populations, within the band.
struct PairCoherence {
    std::size_t a = 0;
    std::size_t b = 0;
    BandCoherence coherence{};
};

struct RunAnalysis {
    AnalysisRequest request;
    double resolution_hz = 0.0;
    std::size_t n_segments = 0;                     ///< 0: the window is shorter than a segment
    std::size_t n_band_frequencies = 0;             ///< in the band of the request
    std::optional<double> independent_coherence{};  ///< mean of independent signals
    double chance_coherence = 1.0;  ///< exceeded by independent signals at 1 in 20 frequencies
    std::optional<double> lfp_every_ms{};           ///< none: no LFP was recorded. Fields exist if
                                                    ///< the bins are multiples of it
    std::vector<PopulationAnalysis> populations{};  ///< whose spikes are in the file
    /// Of populations that fire, a < b; none with one segment or without frequencies in the band.
    std::vector<PairCoherence> pairs{};
};

/// Events whose surroundings are in the window.
std::uint64_t n_usable_events(const RunAnalysis& run);

/// Collective; the result is on rank 0, elsewhere it is empty. @throws as `scan`
RunAnalysis analyse(const io::ResultReader& reader,
                    const AnalysisRequest& request,
                    const comm::Communicator& ranks);

}  // namespace bgsim::analysis
