#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "analysis/rate_table.hpp"
#include "cli/command.hpp"
#include "cli/time_window.hpp"
#include "comm/agreement.hpp"
#include "io/result_reader.hpp"

namespace bgsim::cli {
namespace {

struct AnalyzeOptions {
    std::string file;
    std::string window = ":";
    bool csv = false;
};

/// What the run itself leaves out of its mean rates [ms].
double discarded_ms(const io::ResultReader& reader) {
    const auto text = reader.provenance("discard_ms");
    return text ? std::strtod(text->c_str(), nullptr) : 0.0;
}

[[noreturn]] void refuse(const AnalyzeOptions& options,
                         const std::string& why,
                         ExitCode code = ExitCode::missing_input) {
    throw InputError(fmt::format("{}: {}", options.file, why), code);
}

/// Names of the populations whose spikes are, or are not, in the file.
std::vector<std::string> names(const io::ResultReader& reader, bool with_spikes) {
    std::vector<std::string> found;
    for (const auto& population : reader.populations()) {
        if (population.has_spikes == with_spikes) found.push_back(population.name);
    }
    return found;
}

void check_content(const AnalyzeOptions& options, const io::ResultReader& reader) {
    if (names(reader, true).empty()) {
        refuse(options, "no spikes were recorded; see 'record' in docs/configuration.md");
    }
    if (reader.complete_until_ms() > reader.start_ms()) return;
    refuse(
        options,
        "nothing has been written yet, or the run was killed before its first flush (after 1 s)");
}

/// What is wanted, or from `time.discard` to the end, and it must be in the file.
analysis::Window window_of(const AnalyzeOptions& options, const io::ResultReader& reader) {
    const TimeWindow wanted = parse_window(options.window);
    const double start_ms = reader.start_ms();
    const double end_ms = reader.complete_until_ms();
    const double from_ms = std::max(start_ms, discarded_ms(reader));
    const analysis::Window window{.from_ms = wanted.from_ms.value_or(from_ms),
                                  .to_ms = wanted.to_ms.value_or(end_ms)};
    if (!wanted.from_ms && window.from_ms >= window.to_ms) {
        refuse(options, fmt::format("the window ends at {:g} ms, but by default it starts at "
                                    "time.discard ({:g} ms); use for example --window 0s:",
                                    window.to_ms, window.from_ms));
    }
    const double rounding_ms = 0.5 * reader.dt_ms();
    if (window.from_ms < start_ms - rounding_ms || window.from_ms >= end_ms ||
        window.to_ms > end_ms + rounding_ms) {
        refuse(options,
               fmt::format("--window {}: the result holds {:g} to {:g} ms", options.window,
                           start_ms, end_ms),
               ExitCode::usage);
    }
    return window;
}

std::string not_recorded(const io::ResultReader& reader) {
    const auto without = names(reader, false);
    if (without.empty()) return "";
    return fmt::format("\nspikes were not recorded: {}\n", fmt::join(without, ", "));
}

std::string table_of(const AnalyzeOptions& options) {
    parse_window(options.window);  // a wrong command line comes before a wrong file
    const io::ResultReader reader(options.file);
    check_content(options, reader);
    const analysis::Window window = window_of(options, reader);
    const auto targets = analysis::targets_from_json(reader.provenance("targets").value_or("[]"));
    const auto rows = analysis::rate_rows(reader, targets, window);
    if (options.csv) return analysis::rate_csv(rows);
    return fmt::format("{}, {:g} to {:g} ms\n\n{}{}", options.file, window.from_ms, window.to_ms,
                       analysis::rate_table(rows), not_recorded(reader));
}

}  // namespace

void add_analyze(CLI::App& program, Action& chosen) {
    CLI::App* command =
        program.add_subcommand("analyze", "firing of a result, beside published firing");
    const auto options = std::make_shared<AnalyzeOptions>();
    command->add_option("RUN.h5", options->file, "result file")->required();
    command
        ->add_option("--window", options->window,
                     "part of the run, for example 1s:10s, 500ms: or :2s")
        ->type_name("FROM:TO");
    command->add_flag("--csv", options->csv, "comma-separated values");
    command->callback([&chosen, options] {
        chosen = [options](const comm::Communicator& ranks) {
            const std::string table = comm::from_root(ranks, [&] { return table_of(*options); });
            if (ranks.is_root()) fmt::print("{}", table);
            return ExitCode::done;
        };
    });
}

}  // namespace bgsim::cli
