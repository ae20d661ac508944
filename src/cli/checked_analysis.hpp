/// What `analyze` and `report` ask of a result, after it was looked at.
#pragma once

#include "analysis/run_analysis.hpp"
#include "cli/analyze_options.hpp"
#include "comm/communicator.hpp"
#include "io/result_reader.hpp"

namespace bgsim::cli {

/// The analysis that `options` describe of the result, the same on all ranks. Collective.
/// @throws InputError: 66 if the file holds no spikes to analyse, 64 if the options do not fit it
analysis::AnalysisRequest checked_request(const AnalyzeOptions& options,
                                          const io::ResultReader& reader,
                                          const comm::Communicator& ranks);

/// @throws InputError (64) if none of the events that were asked for can be used
void check_events(const analysis::RunAnalysis& run);

/// Populations whose spikes are not in the file.
std::vector<std::string> unrecorded(const io::ResultReader& reader);

}  // namespace bgsim::cli
