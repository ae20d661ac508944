#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>
#include <string>

#include "cli/agreement.hpp"
#include "cli/command.hpp"
#include "cli/configuration.hpp"
#include "cli/option_checks.hpp"
#include "cli/run_report.hpp"
#include "core/log.hpp"
#include "simulation/progress.hpp"
#include "simulation/run.hpp"

namespace bgsim::cli {
namespace {

using simulation::Progress;
using simulation::ProgressDevice;
using simulation::ProgressMode;
using simulation::RunStatus;
using simulation::RunSummary;

struct RunCommand {
    ConfigurationOptions configuration;
    std::optional<std::filesystem::path> output;
    std::optional<int> threads;
    std::string isa = "auto";
    std::string progress = "auto";
    bool overwrite = false;
    bool no_output = false;
    bool quiet = false;
    std::string command_line;
};

ProgressMode progress_mode(const std::string& name) {
    static const std::map<std::string, ProgressMode> modes = {{"auto", ProgressMode::automatic},
                                                              {"tty", ProgressMode::tty},
                                                              {"plain", ProgressMode::plain},
                                                              {"json", ProgressMode::json},
                                                              {"none", ProgressMode::none}};
    return modes.at(name);
}

/// Log, progress on stderr and progress in the log; silent on ranks other than 0.
class Reporter {
public:
    Reporter(const RunCommand& command, bool is_root)
        : log_(!is_root        ? core::LogLevel::off
               : command.quiet ? core::LogLevel::warning
                               : core::LogLevel::info),
          on_stderr_(command.quiet ? ProgressMode::none : progress_mode(command.progress),
                     ProgressDevice::standard_error()),
          in_log_(ProgressMode::plain, log_device()) {
        log_.before_stderr([this] { on_stderr_.clear(); });
    }
    ~Reporter() = default;
    Reporter(const Reporter&) = delete;
    Reporter& operator=(const Reporter&) = delete;

    core::Log& log() { return log_; }

    void update(const RunStatus& status) {
        on_stderr_.update(status);
        in_log_.update(status);
    }

    /// A run that was asked to stop has not failed.
    void stopped(ExitCode code, const std::string& why) {
        if (code == ExitCode::stopped_early) {
            log_.warning(why);
        } else {
            log_.error(why);
        }
    }

    void finish() { on_stderr_.finish(); }

private:
    ProgressDevice log_device() {
        ProgressDevice device = ProgressDevice::standard_error();
        device.is_terminal = false;
        device.write = [this](std::string_view line) { log_.verbatim(line); };
        return device;
    }

    core::Log log_;
    Progress on_stderr_;
    Progress in_log_;
};

void open_log(core::Log& log, const ResultFiles& files) {
    log.open(files.log);
    std::error_code ignored;  // the summary of an earlier run would be taken for this one's
    std::filesystem::remove(files.summary, ignored);
}

/// Refuse, or make ready, the files of the run; all ranks alike.
void prepare_files(const RunCommand& command,
                   const ResultFiles& files,
                   core::Log& log,
                   const comm::Communicator& ranks) {
    if (command.no_output) return;
    from_root(ranks, [&]() -> std::string {
        if (!command.overwrite) refuse_existing(files);
        open_log(log, files);
        return "";
    });
}

RunSummary simulate(const config::Specification& specification,
                    const simulation::RunOptions& options,
                    Reporter& reporter,
                    const comm::Communicator& ranks) {
    try {
        return simulation::run(
            specification, ranks, options,
            {.stopped = [&](ExitCode code, const std::string& why) { reporter.stopped(code, why); },
             .progress = [&](const RunStatus& status) { reporter.update(status); }});
    } catch (const std::exception& error) {
        reporter.finish();
        reporter.log().verbatim(fmt::format("error: {}", error.what()));
        throw;
    }
}

/// The end of the log, the summary and the table on stdout.
void report(const RunCommand& command,
            const config::Specification& specification,
            const ResultFiles& files,
            const RunSummary& summary,
            Reporter& reporter) {
    reporter.finish();
    reporter.log().verbatim('\n' + simulation::end_table(summary));
    if (!command.no_output) write_whole(files.summary, simulation::to_json(summary));
    if (!command.quiet) fmt::print("{}", result_text(specification, summary));
    std::fflush(stdout);
}

ExitCode run(const RunCommand& command, const comm::Communicator& ranks) {
    if (const auto problem = launch_problem(ranks.size(), environment_variables());
        !problem.empty()) {
        throw InputError("bgsim run: " + problem, ExitCode::usage);
    }
    if (command.no_output && command.output) {
        throw InputError("bgsim run: --no-output and --output contradict each other; give one",
                         ExitCode::usage);
    }
    const auto specification = load_on_all_ranks(command.configuration, ranks);
    const ResultFiles files = result_files(specification, command.output);
    Reporter reporter(command, ranks.is_root());
    prepare_files(command, files, reporter.log(), ranks);

    const Placement placement = place(ranks, command.threads);
    const RunOrigin origin{.configuration = command.configuration.file,
                           .command_line = command.command_line,
                           .start = std::chrono::system_clock::now()};
    reporter.log().verbatim(log_head(specification, origin, placement, ranks.size()));
    for (const auto& warning : placement.warnings) reporter.log().warning(warning);
    for (const auto& note : specification.notes) reporter.log().info(note);

    simulation::RunOptions options{.output = files.result,
                                   .overwrite = command.overwrite,
                                   .threads = placement.threads,
                                   .isa = command.isa};
    if (command.no_output) options.output.reset();
    const RunSummary summary = simulate(specification, options, reporter, ranks);
    from_root(ranks, [&]() -> std::string {
        report(command, specification, files, summary, reporter);
        return "";
    });
    return static_cast<ExitCode>(ranks.max(static_cast<std::uint64_t>(summary.exit_code)));
}

void add_run_options(CLI::App& command, RunCommand& options) {
    command.add_option("--threads", options.threads, "per rank (default: share of the cores)")
        ->type_name("T")
        ->check(CLI::Range(1, 4096));
    command
        .add_option("--output", options.output,
                    "instead of results/<experiment>/seed-<N>.h5; .log and .json stand beside it")
        ->type_name("FILE.h5");
    command.add_flag("--overwrite", options.overwrite, "replace an existing result");
    command.add_flag("--no-output", options.no_output, "write no files");
    must_be_one_of(*command.add_option("--isa", options.isa, "instruction set of the kernels"),
                   {"auto", "v2", "v3", "v4"});
    must_be_one_of(*command.add_option("--progress", options.progress, "how it is told on stderr"),
                   {"auto", "tty", "plain", "json", "none"});
    command.add_flag("--quiet", options.quiet, "only warnings and errors");
}

}  // namespace

void add_run(CLI::App& program, Action& chosen, const std::string& command_line) {
    CLI::App* command = program.add_subcommand("run", "simulate a configuration");
    const auto options = std::make_shared<RunCommand>();
    options->command_line = command_line;
    add_configuration_options(*command, options->configuration);
    add_run_options(*command, *options);
    command->footer(
        "Examples:\n"
        "  bgsim run my.yaml --seed 2 --set time.duration=2s\n"
        "  mpirun -n 4 bgsim run my.yaml --threads 2 --set 'projections.STN -> SNr.weight=0.9 nS'");
    command->callback([&chosen, options] {
        chosen = [options](const comm::Communicator& ranks) { return run(*options, ranks); };
    });
}

}  // namespace bgsim::cli
