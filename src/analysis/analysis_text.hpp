/// An analysis as tables for people.
#pragma once

#include <string>

#include "analysis/run_analysis.hpp"

namespace bgsim::analysis {

std::string regularity_table(const RunAnalysis& run);  ///< intervals, counts, bursts, synchrony
std::string rhythm_table(const RunAnalysis& run);      ///< peaks and bands of power spectra
std::string coherence_table(const RunAnalysis& run);   ///< of pairs of populations, in the band
std::string field_table(const RunAnalysis& run);       ///< LFP and spike-field coherence
std::string response_table(const RunAnalysis& run);    ///< before, during and after stimuli

/// All of these that have something to show, each under its heading.
std::string analysis_text(const RunAnalysis& run);

}  // namespace bgsim::analysis
