/// What a run says about itself at its end: JSON for scripts, tables for people.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/phase.hpp"

namespace bgsim::simulation {

/// Minimum, mean and maximum over ranks [s].
struct PhaseStatistics {
    core::PhaseTimes minimum, mean, maximum;
};

struct RunSummary {
    std::string experiment;
    std::string output;  ///< path of the result file, empty if none was written
    std::uint64_t seed = 0;
    std::uint64_t spike_digest = 0;  ///< written as 16 hex digits
    std::uint64_t spikes = 0;
    std::uint64_t neurons = 0;
    std::uint64_t synapses = 0;
    std::uint64_t synaptic_events = 0;
    std::uint64_t external_events = 0;
    double started_s = 0.0;                                ///< model time where this part began
    double requested_s = 0.0;                              ///< model time asked for
    double simulated_s = 0.0;                              ///< model time done
    std::optional<double> written_s;                       ///< model time in the result file
    std::vector<std::pair<std::string, double>> rates_hz;  ///< per population, after `discard`; not
                                                           ///< a number if the run ended before
    double build_s = 0.0;                                  ///< wall time until the first step
    double loop_s = 0.0;                                   ///< wall time of its time loop
    double all_parts_s = 0.0;                              ///< of those of all parts of the run
    PhaseStatistics wall;
    std::uint64_t peak_memory_bytes = 0;     ///< sum over ranks
    std::uint64_t synapse_memory_bytes = 0;  ///< sum over ranks
    int ranks = 1;
    int threads = 1;  ///< per rank
    std::string precision;
    std::string isa;
    int exit_code = 0;

    /// A write failed: the result lacks the end of what was simulated.
    bool is_cut() const { return written_s && *written_s < simulated_s; }

    /// Of this part of the run.
    double real_time_factor() const {
        const double model_s = simulated_s - started_s;
        return model_s > 0.0 ? loop_s / model_s : 0.0;
    }
};

/// What the summary of a run says, however that ended.
struct EndedRun {
    int exit_code = 0;
    std::string spike_digest;  ///< 16 hex digits
    double simulated_s = 0.0;
};

/// Local; nothing if there is no summary that can be read. It is written after everything else, and
/// taken away when the run goes on.
std::optional<EndedRun> read_summary(const std::filesystem::path& file);

/// The summary as JSON (DESIGN of the file: docs/output.md), ending with a newline.
std::string to_json(const RunSummary& summary);

/// Phases, real-time factor, events per second, memory, digest: the end of the log.
std::string end_table(const RunSummary& summary);

}  // namespace bgsim::simulation
