#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>

#include "cli/command.hpp"
#include "cli/option_checks.hpp"
#include "cli/value_range.hpp"
#include "comm/agreement.hpp"
#include "io/export_csv.hpp"
#include "model/neuron_models.hpp"
#include "simulation/sonata_export.hpp"

namespace bgsim::cli {
namespace {

namespace fs = std::filesystem;

struct ExportOptions {
    std::string file;
    std::string output;
    std::string format = "csv";
    std::string window = ":";
    bool overwrite = false;
};

io::ExportWindow window_of(const ExportOptions& options, const io::ResultReader& reader) {
    const ValueRange wanted = parse_range("--window", options.window, "1s:10s");
    const io::ExportWindow window{.from_ms = wanted.from.value_or(reader.start_ms()),
                                  .to_ms = wanted.to.value_or(reader.complete_until_ms())};
    const double rounding_ms = 0.5 * reader.dt_ms();
    if (window.from_ms < reader.start_ms() - rounding_ms || window.from_ms > window.to_ms ||
        window.to_ms > reader.complete_until_ms() + rounding_ms) {
        throw InputError(fmt::format("--window {}: the result holds {:g} to {:g} ms",
                                     options.window, reader.start_ms(), reader.complete_until_ms()),
                         ExitCode::usage);
    }
    return window;
}

void make_way(const ExportOptions& options, const std::vector<fs::path>& files) {
    std::error_code error;
    fs::create_directories(options.output, error);
    if (error) {
        throw SystemError(fmt::format("--output {}: cannot create this folder: {}", options.output,
                                      error.message()),
                          ExitCode::cannot_create);
    }
    for (const auto& file : files) {
        if (options.overwrite || !fs::exists(file, error)) continue;
        throw SystemError(fmt::format("{}: this file exists already; use --overwrite to replace it",
                                      file.string()),
                          ExitCode::cannot_create);
    }
}

std::vector<fs::path> export_as_csv(const ExportOptions& options,
                                    const io::ResultReader& reader,
                                    const io::ExportWindow& window) {
    auto files = io::csv_files(reader, options.output);
    make_way(options, files);
    io::export_csv(reader, options.output, window);
    return files;
}

std::vector<fs::path> export_as_sonata(const ExportOptions& options,
                                       const io::ResultReader& reader,
                                       const io::ExportWindow& window) {
    const simulation::SonataExport sonata(reader, window, model::catalogue());
    auto files = sonata.files(options.output);
    make_way(options, files);
    sonata.write(options.output);
    return files;
}

/// The names of the files, one a line.
std::string exported(const ExportOptions& options) {
    parse_range("--window", options.window, "1s:10s");
    const io::ResultReader reader(options.file);
    const auto window = window_of(options, reader);
    const auto write = options.format == "csv" ? export_as_csv : export_as_sonata;
    std::string text;
    for (const auto& file : write(options, reader, window)) text += file.string() + '\n';
    return text;
}

}  // namespace

void add_export(CLI::App& program, Action& chosen) {
    CLI::App* command = program.add_subcommand(
        "export", "a result for other programs: comma-separated values, or SONATA");
    const auto options = std::make_shared<ExportOptions>();
    command->add_option("RUN.h5", options->file, "result file")->required();
    command->add_option("-o,--output", options->output, "folder for the files")
        ->type_name("DIR")
        ->required();
    command
        ->add_option("--window", options->window,
                     "part of the run, for example 1s:10s, 500ms: or :2s")
        ->type_name("FROM:TO");
    must_be_one_of(*command->add_option("--format", options->format,
                                        "csv (default), or a SONATA circuit and simulation"),
                   {"csv", "sonata"});
    command->add_flag("--overwrite", options->overwrite, "replace existing files");
    command->callback([&chosen, options] {
        chosen = [options](const comm::Communicator& ranks) {
            const std::string files = comm::from_root(ranks, [&] { return exported(*options); });
            if (ranks.is_root()) fmt::print("{}", files);
            return ExitCode::done;
        };
    });
}

}  // namespace bgsim::cli
