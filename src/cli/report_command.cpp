#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/analyze_options.hpp"
#include "cli/checked_analysis.hpp"
#include "cli/command.hpp"
#include "cli/result_files.hpp"
#include "cli/value_range.hpp"
#include "comm/agreement.hpp"
#include "core/scratch_folder.hpp"
#include "figure/gnuplot.hpp"
#include "io/result_reader.hpp"
#include "model/neuron_models.hpp"
#include "report/page.hpp"

namespace bgsim::cli {
namespace {

namespace fs = std::filesystem;

constexpr double shown_by_default_ms = 2000.0;

struct ReportOptions {
    std::vector<std::string> files;
    std::string output = "report.html";
    std::string show = ":";
    std::optional<fs::path> keep;
    bool overwrite = false;
    AnalyzeOptions analysis{};  ///< but for its file
};

[[noreturn]] void cannot_create(const std::string& what) {
    throw SystemError(what, ExitCode::cannot_create);
}

void make_folder(const std::string& option, const fs::path& folder) {
    std::error_code error;
    fs::create_directories(folder, error);
    if (!error) return;
    cannot_create(fmt::format("{} {}: cannot create this folder: {}", option, folder.string(),
                              error.message()));
}

/// What a page must not replace, whatever was typed.
void check_output(const ReportOptions& options) {
    const fs::path output = options.output;
    if (output.extension() != ".html" && output.extension() != ".htm") {
        throw InputError(
            fmt::format("--output {}: the name of a page ends in .html", options.output),
            ExitCode::usage);
    }
    std::error_code error;
    if (!fs::exists(output, error)) return;
    if (!fs::is_regular_file(output, error)) {
        cannot_create(fmt::format("--output {}: is there already and is no file; use another name",
                                  options.output));
    }
    if (!options.overwrite) {
        cannot_create(
            fmt::format("--output {}: this file exists already; use --overwrite to "
                        "replace it, or another name",
                        options.output));
    }
}

/// Before anything is computed.
void make_way(const ReportOptions& options) {
    check_output(options);
    if (!figure::has_gnuplot()) {
        cannot_create(
            "bgsim report: there is no gnuplot in PATH, which draws the figures; install it "
            "(Debian: gnuplot-nox)");
    }
    for (const auto& file : options.files) const io::ResultReader readable(file);
    const fs::path output = options.output;
    if (output.has_parent_path()) make_folder("--output: the folder of", output.parent_path());
    if (options.keep) make_folder("--keep", *options.keep);
}

/// The part whose single spikes are drawn: within what is analysed.
analysis::Window shown_of(const ReportOptions& options, const analysis::Window& analysed) {
    const ValueRange wanted = parse_range("--show", options.show, "1s:2s");
    const double from_ms = wanted.from.value_or(analysed.from_ms);
    const double to_ms =
        wanted.to.value_or(std::min(analysed.to_ms, from_ms + shown_by_default_ms));
    if (from_ms >= analysed.from_ms && from_ms < to_ms && to_ms <= analysed.to_ms) {
        return {.from_ms = from_ms, .to_ms = to_ms};
    }
    throw InputError(fmt::format("--show {}: must lie within what is analysed, {:.10g} to {:.10g} "
                                 "ms",
                                 options.show, analysed.from_ms, analysed.to_ms),
                     ExitCode::usage);
}

report::Run read(const ReportOptions& options,
                 const std::string& file,
                 const comm::Communicator& ranks) {
    AnalyzeOptions of_file = options.analysis;
    of_file.file = file;
    const io::ResultReader reader(file);
    const auto request = checked_request(of_file, reader, ranks);
    report::Run run =
        report::read_run(reader, {.analysis = request, .shown = shown_of(options, request.window)},
                         model::catalogue(), ranks);
    comm::from_root(ranks, [&] {
        check_events(run.analysis);
        return std::string();
    });
    return run;
}

void write(const ReportOptions& options, std::vector<report::Run> runs) {
    const core::ScratchFolder scratch(fs::temp_directory_path());
    write_whole(options.output, report::page(report::scene_of(std::move(runs)),
                                             options.keep.value_or(scratch.path())));
    fmt::print("{}\n", options.output);
}

/// "seed-*.h5" names the checkpoints beside the results, too.
std::vector<std::string> without_checkpoints(const std::vector<std::string>& files) {
    std::vector<std::string> results;
    for (const auto& file : files) {
        if (file.ends_with(".checkpoint.h5") || file.ends_with(".checkpoint-previous.h5")) continue;
        results.push_back(file);
    }
    if (!results.empty()) return results;
    throw InputError("bgsim report: only checkpoints are named, no results", ExitCode::usage);
}

ExitCode report(ReportOptions options, const comm::Communicator& ranks) {
    options.files = without_checkpoints(options.files);
    check(options.analysis);
    parse_range("--show", options.show, "1s:2s");
    comm::from_root(ranks, [&] {
        make_way(options);
        return std::string();
    });
    std::vector<report::Run> runs;
    for (const auto& file : options.files) runs.push_back(read(options, file, ranks));
    comm::from_root(ranks, [&] {
        write(options, std::move(runs));
        return std::string();
    });
    return ExitCode::done;
}

}  // namespace

void add_report(CLI::App& program, Action& chosen) {
    CLI::App* command = program.add_subcommand(
        "report", "results as a page to look at: rates, rasters, spectra, network");
    const auto options = std::make_shared<ReportOptions>();
    command
        ->add_option("RUN.h5", options->files,
                     "result files; seeds of one configuration become one column")
        ->required();
    command->add_option("-o,--output", options->output, "the page")
        ->type_name("FILE.html")
        ->capture_default_str();
    command
        ->add_option("--show", options->show,
                     "part whose spikes and traces are drawn (default: 2 s), for example 1s:2s")
        ->type_name("FROM:TO");
    command
        ->add_option("--keep", options->keep,
                     "leave data and gnuplot script of each figure in this folder")
        ->type_name("DIR");
    command->add_flag("--overwrite", options->overwrite, "replace an existing page");
    add_measure_options(*command, options->analysis);
    command->callback([&chosen, options] {
        chosen = [options](const comm::Communicator& ranks) { return report(*options, ranks); };
    });
}

}  // namespace bgsim::cli
