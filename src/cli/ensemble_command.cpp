#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <limits>
#include <memory>
#include <string>

#include "cli/command.hpp"
#include "cli/configuration.hpp"
#include "cli/launch.hpp"
#include "cli/member_run.hpp"
#include "cli/option_checks.hpp"
#include "cli/time_left.hpp"
#include "cli/wall_time.hpp"
#include "comm/agreement.hpp"
#include "core/log.hpp"
#include "ensemble/report.hpp"
#include "ensemble/result_file.hpp"
#include "ensemble/seeds.hpp"
#include "ensemble/work.hpp"
#include "model/neuron_models.hpp"
#include "simulation/patient_lock.hpp"
#include "simulation/signals.hpp"

namespace bgsim::cli {
namespace {

using ensemble::Ensemble;

struct EnsembleCommand {
    ConfigurationOptions configuration;
    std::string seeds;
    std::vector<std::string> vary;
    int ranks_per_member = 1;
    std::optional<int> threads;
    std::optional<std::filesystem::path> output;
    std::string checkpoint_every = "15min";
    std::optional<std::string> max_walltime;
    std::string isa = "auto";
    bool retry_failed = false;
    bool only_collects = false;
    bool csv = false;
    std::string command_line;
};

[[noreturn]] void refuse(const std::string& why) {
    throw InputError("bgsim ensemble: " + why, ExitCode::usage);
}

void refuse_contradictions(const EnsembleCommand& command,
                           const std::vector<ensemble::Axis>& axes,
                           int n_ranks) {
    if (command.configuration.overrides.seed) refuse("write --seeds instead of --seed");
    if (command.only_collects && command.retry_failed) {
        refuse("--collect and --retry-failed contradict each other; give one");
    }
    for (const auto& axis : axes) {
        const bool has_option =
            (axis.path == "partition" && !command.configuration.partition.empty()) ||
            (axis.path == "precision" && !command.configuration.precision.empty());
        if (has_option) {
            refuse(fmt::format("--{0} and --vary {0} contradict each other; give one", axis.path));
        }
    }
    if (n_ranks % command.ranks_per_member != 0) {
        refuse(fmt::format("{} rank(s) cannot be cut into groups of {} (--ranks-per-member)",
                           n_ranks, command.ranks_per_member));
    }
}

/// What the groups of this program have done.
struct Work {
    bool is_stopped = false;
    std::vector<ensemble::Failure> failures;  // on rank 0
};

Work work_on(const Ensemble& members,
             const EnsembleCommand& command,
             const comm::Communicator& world) {
    const simulation::TimeLimit time_limit(time_left(command.max_walltime, world));
    const Placement all = place(world, command.threads);
    core::Log log(world.is_root() ? core::LogLevel::info : core::LogLevel::off);
    for (const auto& warning : all.warnings) log.warning(warning);
    const int number = world.rank() / command.ranks_per_member;
    const comm::Communicator group = world.split(number);
    comm::Bell bell(world);
    const MemberSettings settings{.configuration = command.configuration.file,
                                  .command_line = command.command_line,
                                  .placement = place(group, all.threads),
                                  .checkpoint_every_s = parse_wall_time(command.checkpoint_every),
                                  .time_limit = time_limit,
                                  .isa = command.isa,
                                  .stop_wanted = [&bell] {
                                      const bool has_rung = bell.has_rung();
                                      if (simulation::StopSignals::caught()) bell.ring();
                                      return has_rung;
                                  }};
    const auto outcome = ensemble::work_through(
        {.ensemble = members,
         .group = group,
         .bell = bell,
         .time_limit = time_limit,
         .retries = command.retry_failed ? ensemble::failures_until_now(members, world)
                                         : ensemble::Retries(),
         .run =
             [&](const auto& /*member*/, const auto& specification, const auto& session) {
                 return run_member(settings, specification, session, group);
             },
         .tell = [](const std::string& line) { core::Log(core::LogLevel::info).info(line); }});
    // Without turning in circles: other groups may need the cores.
    world.meet(std::numeric_limits<double>::max());
    bell.fall_still();
    return {.is_stopped = world.any(outcome.is_stopped),
            .failures = ensemble::gather(outcome.failures, world)};
}

/// On rank 0: everything that is on disk, also from other groups and jobs.
ExitCode report(const Ensemble& members, const EnsembleCommand& command, const Work& work) {
    // The last of several programs writes what all have done.
    const auto lock = simulation::patient_lock(members.folder / "ensemble.lock");
    const auto collection = ensemble::collect(members, work.failures);
    const auto file = members.folder / "ensemble.h5";
    ensemble::write_result(file, members, collection, command.command_line);
    if (command.csv) {
        fmt::print("{}", ensemble::rate_csv(members, collection));
        fmt::print(stderr, "{}", ensemble::status_text(members, collection));
    } else {
        fmt::print("{}\n{}result: {}\n", ensemble::rate_table(members, collection),
                   ensemble::status_text(members, collection), file.string());
    }
    std::fflush(stdout);
    return command.only_collects ? ExitCode::done
                                 : ensemble::exit_code(collection, work.is_stopped);
}

ExitCode run(const EnsembleCommand& command, const comm::Communicator& world) {
    if (const auto problem = launch_problem(world.size(), environment_variables());
        !problem.empty()) {
        refuse(problem);
    }
    const auto axes = ensemble::parse_axes(command.vary);
    refuse_contradictions(command, axes, world.size());
    const Ensemble members =
        ensemble::load_ensemble({.file = command.configuration.file,
                                 .overrides = all_overrides(command.configuration),
                                 .axes = axes,
                                 .seeds = ensemble::parse_seeds(command.seeds),
                                 .folder = command.output},
                                model::catalogue(), world);
    const simulation::StopSignals signals;  // between the members, too
    const Work work = command.only_collects ? Work() : work_on(members, command, world);
    const std::string code = comm::from_root(
        world, [&] { return fmt::format("{}", static_cast<int>(report(members, command, work))); });
    return static_cast<ExitCode>(std::stoi(code));
}

void add_member_options(CLI::App& command, EnsembleCommand& options) {
    command.add_option("--seeds", options.seeds, "for example 1-100, or 1,2,7-9")
        ->type_name("LIST")
        ->required();
    command
        .add_option("--vary", options.vary,
                    "a value of the configuration and what it takes, for example "
                    "dopamine.level=0,0.4,0.8; may be repeated: all combinations")
        ->type_name("PATH=V1,V2,...")
        ->allow_extra_args(false);
    command
        .add_option("--ranks-per-member", options.ranks_per_member,
                    "members are run by groups of so many ranks")
        ->type_name("N")
        ->capture_default_str()
        ->check(CLI::Range(1, 1 << 20));
    command.add_option("--threads", options.threads, "per rank (default: share of the cores)")
        ->type_name("T")
        ->check(CLI::Range(1, 4096));
    command
        .add_option("--output", options.output, "folder, instead of results/<experiment>/ensemble")
        ->type_name("DIR");
}

void add_work_options(CLI::App& command, EnsembleCommand& options) {
    command.add_flag("--retry-failed", options.retry_failed,
                     "also members that have failed before");
    command.add_flag("--collect", options.only_collects, "run nothing: only collect what is there");
    command.add_flag("--csv", options.csv, "comma-separated values instead of a table");
    command
        .add_option("--checkpoint-every", options.checkpoint_every,
                    "wall time between the checkpoints of a member")
        ->type_name("TIME")
        ->capture_default_str()
        ->check(must_be_a_wall_time);
    command
        .add_option("--max-walltime", options.max_walltime,
                    "stop with checkpoints before this is over (default: what Slurm leaves)")
        ->type_name("TIME")
        ->check(must_be_a_wall_time);
    must_be_one_of(*command.add_option("--isa", options.isa, "instruction set of the kernels"),
                   {"auto", "v2", "v3", "v4"});
}

}  // namespace

void add_ensemble(CLI::App& program, Action& chosen, const std::string& command_line) {
    CLI::App* command =
        program.add_subcommand("ensemble", "simulate a configuration with many seeds and values");
    const auto options = std::make_shared<EnsembleCommand>();
    options->command_line = command_line;
    add_configuration_options(*command, options->configuration);
    add_member_options(*command, *options);
    add_work_options(*command, *options);
    command->footer(
        "The same command continues what was stopped or killed, and several may run at once.\n"
        "Examples:\n"
        "  mpirun -n 8 bgsim ensemble my.yaml --seeds 1-100\n"
        "  mpirun -n 8 bgsim ensemble my.yaml --seeds 1-10 --vary dopamine.level=0,0.4,0.8 "
        "--ranks-per-member 2");
    command->callback([&chosen, options] {
        chosen = [options](const comm::Communicator& ranks) { return run(*options, ranks); };
    });
}

}  // namespace bgsim::cli
