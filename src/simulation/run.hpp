/// Building and running the network of a `Specification`.
#pragma once

#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/error.hpp"
#include "comm/communicator.hpp"
#include "core/host.hpp"
#include "simulation/disk_limit.hpp"
#include "simulation/start.hpp"
#include "simulation/summary.hpp"
#include "simulation/time_limit.hpp"

namespace bgsim::simulation {

/// How to run, as opposed to what.
struct RunOptions {
    std::optional<std::filesystem::path> output;  ///< none: nothing is written
    Start start = {};  ///< where to begin, and whether an existing result is replaced
    std::optional<double> checkpoint_every_s = {};  ///< wall time; none: no checkpoints at all
    TimeLimit time_limit = {};                      ///< stops before it is over
    /// Asked once per interval on each rank; a yes of any stops the run as a signal does.
    std::function<bool()> stop_wanted = [] { return false; };
    int threads = 1;
    std::string isa = "auto";     ///< auto | v2 | v3 | v4
    double flush_every_s = 10.0;  ///< wall time between writes; less for the first ones
    FreeBytes free_bytes = core::free_disk_bytes;
};

/// Where a run stands; given to the observer on rank 0 after each interval.
struct RunStatus {
    double start_ms = 0.0;  ///< where this part of the run began
    double model_ms = 0.0;
    double duration_ms = 0.0;
    double elapsed_s = 0.0;  ///< wall time of the time loop
    /// Mean rate of populations since the previous call; may be empty.
    std::vector<std::pair<std::string, double>> rates_hz;
};

/// Called on rank 0 only.
struct RunObserver {
    /// Why the run ends before its time.
    std::function<void(ExitCode, const std::string&)> stopped = [](ExitCode, const std::string&) {};
    std::function<void(const RunStatus&)> progress = [](const RunStatus&) {};
    /// What the user may want to know, such as that a checkpoint was written.
    std::function<void(const std::string&)> note = [](const std::string&) {};
};

/// Build, run, write. Collective; the summary is complete on rank 0.
///
/// Stops early, with everything flushed, on SIGTERM, SIGINT, SIGUSR2 and before the end of the wall
/// time (exit code 75, with a checkpoint if they are wanted), NaN or runaway (76), too little free
/// space (74), and on write errors (74); the reason is given to `observer.stopped` and the code in
/// the summary. SIGUSR1 asks for a checkpoint, and the run goes on.
/// @throws Error if the network cannot be built, or the output cannot be created or continued or
///         has too little space (73).
RunSummary run(const config::Specification& specification,
               const comm::Communicator& communicator,
               const RunOptions& options,
               const RunObserver& observer);

}  // namespace bgsim::simulation
