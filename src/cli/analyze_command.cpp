#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "analysis/analysis_json.hpp"
#include "analysis/analysis_table.hpp"
#include "analysis/analysis_text.hpp"
#include "analysis/rate_table.hpp"
#include "cli/analyze_options.hpp"
#include "cli/command.hpp"
#include "comm/agreement.hpp"
#include "io/result_reader.hpp"

namespace bgsim::cli {
namespace {

/// Names of the populations whose spikes are, or are not, in the file.
std::vector<std::string> names(const io::ResultReader& reader, bool with_spikes) {
    std::vector<std::string> found;
    for (const auto& population : reader.populations()) {
        if (population.has_spikes == with_spikes) found.push_back(population.name);
    }
    return found;
}

void check_content(const AnalyzeOptions& options, const io::ResultReader& reader) {
    std::string why;
    if (names(reader, true).empty()) {
        why = "no spikes were recorded; see 'record' in docs/configuration.md";
    } else if (reader.complete_until_ms() <= reader.start_ms()) {
        why =
            "nothing has been written yet, or the run was killed before its first flush (after 1 "
            "s)";
    }
    if (why.empty()) return;
    throw InputError(fmt::format("{}: {}", options.file, why), ExitCode::missing_input);
}

std::string not_recorded(const io::ResultReader& reader) {
    const auto without = names(reader, false);
    if (without.empty()) return "";
    return fmt::format("\nspikes were not recorded: {}\n", fmt::join(without, ", "));
}

/// A run that goes on, or was cut short, is analysed as far as it got.
std::string cut_short(const io::ResultReader& reader) {
    if (reader.complete_until_ms() > reader.planned_ms() - 0.5 * reader.dt_ms()) return "";
    return fmt::format("  (the run was to last until {:.10g} ms; the file holds {:.10g} ms)",
                       reader.planned_ms(), reader.complete_until_ms());
}

std::string text_of(const AnalyzeOptions& options,
                    const io::ResultReader& reader,
                    const analysis::RunAnalysis& run) {
    const auto targets = analysis::targets_from_json(reader.provenance("targets").value_or("[]"));
    const auto rows = analysis::rate_rows(run, targets);
    if (options.json) return analysis::analysis_json(run, rows);
    if (options.csv) return analysis::analysis_csv(options.table, run, rows);
    const auto& window = run.request.window;
    return fmt::format("{}, {:.10g} to {:.10g} ms{}\n\n{}{}\n{}", options.file, window.from_ms,
                       window.to_ms, cut_short(reader), analysis::rate_table(rows),
                       not_recorded(reader), analysis::analysis_text(run));
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

ExitCode analyze(const AnalyzeOptions& options, const comm::Communicator& ranks) {
    check(options);  // a wrong command line comes before a wrong file
    const io::ResultReader reader(options.file);
    check_content(options, reader);
    const auto request = request_of(options, reader, common_window(options, reader, ranks));
    const auto run = analysis::analyse(reader, request, ranks);
    const std::string text = comm::from_root(ranks, [&] {
        check_events(run);
        return text_of(options, reader, run);
    });
    if (ranks.is_root()) fmt::print("{}", text);
    return ExitCode::done;
}

}  // namespace

void add_analyze(CLI::App& program, Action& chosen) {
    CLI::App* command =
        program.add_subcommand("analyze", "firing of a result, beside published firing");
    const auto options = std::make_shared<AnalyzeOptions>();
    add_options(*command, *options);
    command->callback([&chosen, options] {
        chosen = [options](const comm::Communicator& ranks) { return analyze(*options, ranks); };
    });
}

}  // namespace bgsim::cli
