#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <map>
#include <memory>
#include <string>

#include "cli/command.hpp"
#include "cli/configuration.hpp"
#include "cli/option_checks.hpp"
#include "cli/run_report.hpp"
#include "cli/time_left.hpp"
#include "cli/wall_time.hpp"
#include "comm/agreement.hpp"
#include "core/log.hpp"
#include "core/readable.hpp"
#include "simulation/progress.hpp"
#include "simulation/run.hpp"
#include "simulation/session.hpp"

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
    std::string resume = "auto";
    std::optional<std::filesystem::path> branch_from;
    std::string checkpoint_every = "15min";
    std::optional<std::string> max_walltime;
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
          in_log_(ProgressMode::plain, device_of(log_)) {
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

    void finish() { on_stderr_.finish(); }

private:
    core::Log log_;
    Progress on_stderr_;
    Progress in_log_;
};

simulation::StartRequest start_request(const RunCommand& command) {
    const bool is_path = command.resume != "auto" && command.resume != "never";
    simulation::StartRequest request{.overwrite = command.overwrite,
                                     .resume = command.resume != "never",
                                     .resume_from = {},
                                     .branch_from = command.branch_from};
    if (is_path) request.resume_from = command.resume;
    return request;
}

void refuse_contradictions(const RunCommand& command) {
    const auto refuse = [](const char* one, const char* other) {
        throw InputError(
            fmt::format("bgsim run: {} and {} contradict each other; give one", one, other),
            ExitCode::usage);
    };
    const bool names_checkpoint = start_request(command).resume_from.has_value();
    if (command.no_output && command.output) refuse("--no-output", "--output");
    if (command.no_output && names_checkpoint) refuse("--no-output", "--resume FILE");
    if (command.no_output && command.branch_from) refuse("--no-output", "--branch-from");
    if (command.overwrite && names_checkpoint) refuse("--overwrite", "--resume FILE");
    if (command.branch_from && names_checkpoint) refuse("--branch-from", "--resume FILE");
}

RunSummary simulate(const config::Specification& specification,
                    const simulation::RunOptions& options,
                    Reporter& reporter,
                    const comm::Communicator& ranks) {
    try {
        return simulation::run(
            specification, ranks, options,
            {.stopped = [&](ExitCode code,
                            const std::string& why) { tell_stop(reporter.log(), code, why); },
             .progress = [&](const RunStatus& status) { reporter.update(status); },
             .note = [&](const std::string& text) { reporter.log().info(text); }});
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

/// The run itself, once its files are its own.
RunSummary run_session(const RunCommand& command,
                       const config::Specification& specification,
                       const simulation::Session& session,
                       Reporter& reporter,
                       const comm::Communicator& ranks) {
    const auto deadline = time_left(command.max_walltime, ranks);
    const Placement placement = place(ranks, command.threads);
    const RunOrigin origin{.configuration = command.configuration.file,
                           .command_line = command.command_line,
                           .start = std::chrono::system_clock::now()};
    tell_start(reporter.log(), specification, origin, placement, ranks.size(), session.start);
    if (deadline) {
        reporter.log().info(fmt::format("stopping before {} of wall time are over",
                                        core::hours_minutes_seconds(*deadline)));
    }
    simulation::RunOptions options{.output = session.files.result,
                                   .start = session.start,
                                   .checkpoint_every_s = parse_wall_time(command.checkpoint_every),
                                   .time_limit = simulation::TimeLimit(deadline),
                                   .threads = placement.threads,
                                   .isa = command.isa};
    if (command.no_output) options.output.reset();
    return simulate(specification, options, reporter, ranks);
}

ExitCode run(const RunCommand& command, const comm::Communicator& ranks) {
    if (const auto problem = launch_problem(ranks.size(), environment_variables());
        !problem.empty()) {
        throw InputError("bgsim run: " + problem, ExitCode::usage);
    }
    refuse_contradictions(command);
    const auto specification = load_on_all_ranks(command.configuration, ranks);
    simulation::Session session{
        .files = result_files(specification, command.output), .lock = {}, .start = {}};
    Reporter reporter(command, ranks.is_root());
    if (!command.no_output) {
        session =
            simulation::open_session(specification, session.files, start_request(command), ranks);
        if (session.start.kind == simulation::Start::Kind::complete) {
            reporter.log().info(session.start.note);
            return ExitCode::done;
        }
        comm::from_root(ranks, [&]() -> std::string {
            open_log(reporter.log(), session);
            return "";
        });
    }
    const RunSummary summary = run_session(command, specification, session, reporter, ranks);
    comm::from_root(ranks, [&]() -> std::string {
        report(command, specification, session.files, summary, reporter);
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
    command
        .add_option("--resume", options.resume,
                    "auto: continue from the latest checkpoint if there is one; never; or a "
                    "checkpoint of this run")
        ->type_name("auto|never|FILE")
        ->capture_default_str();
    command
        .add_option("--branch-from", options.branch_from,
                    "start from the state in a checkpoint of a warm-up, with this configuration")
        ->type_name("FILE");
    command
        .add_option("--checkpoint-every", options.checkpoint_every,
                    "wall time between checkpoints, or never for none at all")
        ->type_name("TIME")
        ->capture_default_str()
        ->check(must_be_a_wall_time_or_never);
    command
        .add_option("--max-walltime", options.max_walltime,
                    "stop with a checkpoint before this is over (default: what Slurm leaves)")
        ->type_name("TIME")
        ->check(must_be_a_wall_time);
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
