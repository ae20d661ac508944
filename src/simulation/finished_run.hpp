/// What the files of a run tell about it later.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "simulation/run_files.hpp"
#include "simulation/summary.hpp"

namespace bgsim::simulation {

struct FinishedRun {
    std::uint64_t spike_digest = 0;
    double simulated_s = 0.0;
    std::vector<std::pair<std::string, double>> rates_hz;  ///< as in `RunSummary`
};

/// What its last checkpoint says of a run that has come to its end and said so in its summary;
/// nothing if it has not, or was one of another configuration. Local; reads no more than the
/// metadata.
std::optional<FinishedRun> finished_run(const config::Specification& specification,
                                        const RunFiles& files);

/// Local; nothing if there is no summary (`read_summary`), or it stands beside a result of another
/// configuration.
std::optional<EndedRun> ended_run(const config::Specification& specification,
                                  const RunFiles& files);

}  // namespace bgsim::simulation
