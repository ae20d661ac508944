#include "cli/checked_analysis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <string>

#include "bgsim/error.hpp"
#include "comm/agreement.hpp"

namespace bgsim::cli {
namespace {

void check_content(const io::ResultReader& reader) {
    std::string why;
    if (unrecorded(reader).size() == reader.populations().size()) {
        why = "no spikes were recorded; see 'record' in docs/configuration.md";
    } else if (reader.complete_until_ms() <= reader.start_ms()) {
        why =
            "nothing has been written yet, or the run was killed before its first flush (after 1 "
            "s)";
    }
    if (why.empty()) return;
    throw InputError(fmt::format("{}: {}", reader.file(), why), ExitCode::missing_input);
}

/// As rank 0 sees it: a run that goes on may have written more since.
analysis::Window common_window(const AnalyzeOptions& options,
                               const io::ResultReader& reader,
                               const comm::Communicator& ranks) {
    const std::string ends = comm::from_root(ranks, [&] {
        const auto window = window_of(options, reader);
        return fmt::format("{} {}", window.from_ms, window.to_ms);
    });
    char* rest = nullptr;
    const double from_ms = std::strtod(ends.c_str(), &rest);
    return {.from_ms = from_ms, .to_ms = std::strtod(rest, nullptr)};
}

}  // namespace

analysis::AnalysisRequest checked_request(const AnalyzeOptions& options,
                                          const io::ResultReader& reader,
                                          const comm::Communicator& ranks) {
    check_content(reader);
    return request_of(options, reader, common_window(options, reader, ranks));
}

void check_events(const analysis::RunAnalysis& run) {
    const auto& events = run.request.events_ms;
    if (events.empty() || analysis::n_usable_events(run) != 0) return;
    const auto& around = run.request.histogram;
    const auto& window = run.request.window;
    throw InputError(
        fmt::format("--events: none of {} lies within {:.10g} to {:.10g} ms with all of "
                    "its surroundings (--around, {:.10g} to {:.10g} ms)",
                    events.size(), window.from_ms, window.to_ms, around.from_ms, around.to_ms),
        ExitCode::usage);
}

std::vector<std::string> unrecorded(const io::ResultReader& reader) {
    std::vector<std::string> names;
    for (const auto& population : reader.populations()) {
        if (!population.has_spikes) names.push_back(population.name);
    }
    return names;
}

}  // namespace bgsim::cli
