#include "simulation/finished_run.hpp"

#include <algorithm>

#include "bgsim/error.hpp"
#include "checkpoint/checkpoint.hpp"
#include "io/result_reader.hpp"
#include "simulation/start.hpp"
#include "simulation/summarise.hpp"

namespace bgsim::simulation {
namespace {

bool is_of(const std::string& configuration, const config::Specification& specification) {
    return configuration == specification.resolved_yaml ||
           deciding_differences(configuration, specification.resolved_yaml).empty();
}

bool is_result_of(const std::filesystem::path& file, const config::Specification& specification) {
    try {
        const auto configuration = io::ResultReader(file).provenance("configuration");
        return configuration && is_of(*configuration, specification);
    } catch (const InputError&) {
        return false;
    }
}

}  // namespace

std::optional<FinishedRun> finished_run(const config::Specification& specification,
                                        const RunFiles& files) {
    if (!is_there(files.checkpoint) || !is_there(files.result)) return std::nullopt;
    const auto ended = read_summary(files.summary);
    if (!ended || ended->exit_code != 0) return std::nullopt;
    try {
        const auto metadata = checkpoint::read_metadata(files.checkpoint);
        if (metadata.now != specification.duration ||
            !is_of(metadata.configuration, specification)) {
            return std::nullopt;
        }
        return FinishedRun{
            .spike_digest = metadata.counts.spike_digest,
            .simulated_s = static_cast<double>(metadata.now) * specification.dt * 1e-3,
            .rates_hz = mean_rates(specification, metadata.counts.counted,
                                   std::max(specification.discard, metadata.start), metadata.now)};
    } catch (const Error&) {
        return std::nullopt;  // whoever wants to continue it is told why it cannot be read
    }
}

std::optional<EndedRun> ended_run(const config::Specification& specification,
                                  const RunFiles& files) {
    const auto ended = read_summary(files.summary);
    if (!ended || !is_result_of(files.result, specification)) return std::nullopt;
    return ended;
}

}  // namespace bgsim::simulation
