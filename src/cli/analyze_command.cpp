#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <memory>
#include <string>

#include "analysis/rate_table.hpp"
#include "cli/agreement.hpp"
#include "cli/command.hpp"
#include "cli/time_window.hpp"
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

std::string table_of(const AnalyzeOptions& options) {
    const TimeWindow wanted = parse_window(options.window);
    const io::ResultReader reader(options.file);
    const analysis::Window window{.from_ms = wanted.from_ms.value_or(discarded_ms(reader)),
                                  .to_ms = wanted.to_ms.value_or(reader.complete_until_ms())};
    const auto targets = analysis::targets_from_json(reader.provenance("targets").value_or("[]"));
    const auto rows = analysis::rate_rows(reader, targets, window);
    if (options.csv) return analysis::rate_csv(rows);
    return fmt::format("{}, {:g} to {:g} ms\n\n{}", options.file, window.from_ms, window.to_ms,
                       analysis::rate_table(rows));
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
            const std::string table = from_root(ranks, [&] { return table_of(*options); });
            if (ranks.is_root()) fmt::print("{}", table);
            return ExitCode::done;
        };
    });
}

}  // namespace bgsim::cli
