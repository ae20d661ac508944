/// The options of `bgsim analyze`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/run_analysis.hpp"
#include "io/result_reader.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's
class App;
}

namespace bgsim::cli {

/// As written; times and frequencies with their units.
struct AnalyzeOptions {
    std::string file;
    std::string window = ":";
    std::string by = "population";
    bool csv = false;
    bool json = false;
    std::string table = "populations";
    std::string bin = "1 ms";
    std::string segment = "1 s";
    double overlap = 0.5;
    std::string band = "13 Hz:30 Hz";
    std::string fano_window = "100 ms";
    std::string burst_interval = "10 ms";
    std::uint64_t burst_spikes = 3;
    std::uint64_t sample = 100;
    std::string sample_bin = "5 ms";
    std::vector<std::string> stimuli{};
    std::vector<std::string> events{};
    std::string around = "-100 ms:500 ms";
    std::string event_bin = "5 ms";
};

void add_options(CLI::App& command, AnalyzeOptions& options);

/// Those of them that say what is computed, not of which file and how it is shown.
void add_measure_options(CLI::App& command, AnalyzeOptions& options);

/// @throws InputError (64) for what can be seen to be wrong without the result
void check(const AnalyzeOptions& options);

/// What is wanted of the file: a part, or from `time.discard` to the end.
/// @throws InputError: 64 for a window that is not in the file
analysis::Window window_of(const AnalyzeOptions& options, const io::ResultReader& reader);

/// @throws InputError (64) for bins that do not fit the steps of the run
analysis::AnalysisRequest request_of(const AnalyzeOptions& options,
                                     const io::ResultReader& reader,
                                     analysis::Window window);

}  // namespace bgsim::cli
