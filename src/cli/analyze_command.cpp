#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "analysis/analysis_json.hpp"
#include "analysis/analysis_table.hpp"
#include "analysis/analysis_text.hpp"
#include "analysis/rate_table.hpp"
#include "cli/analyze_options.hpp"
#include "cli/checked_analysis.hpp"
#include "cli/command.hpp"
#include "comm/agreement.hpp"
#include "io/result_reader.hpp"

namespace bgsim::cli {
namespace {

std::string not_recorded(const io::ResultReader& reader) {
    const auto without = unrecorded(reader);
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

ExitCode analyze(const AnalyzeOptions& options, const comm::Communicator& ranks) {
    check(options);  // a wrong command line comes before a wrong file
    const io::ResultReader reader(options.file);
    const auto request = checked_request(options, reader, ranks);
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
