#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <memory>
#include <string>

#include "cli/command.hpp"
#include "cli/configuration.hpp"
#include "cli/member_work.hpp"
#include "comm/agreement.hpp"
#include "ensemble/report.hpp"
#include "ensemble/result_file.hpp"
#include "ensemble/seeds.hpp"
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
    WorkOptions work{.ranks_per_member = 1};
    std::optional<std::filesystem::path> output;
    bool only_collects = false;
    bool csv = false;
    std::string command_line;
};

[[noreturn]] void refuse_ensemble(const std::string& why) {
    throw InputError("bgsim ensemble: " + why, ExitCode::usage);
}

void refuse_contradictions(const EnsembleCommand& command,
                           const std::vector<ensemble::Axis>& axes) {
    if (command.configuration.overrides.seed) refuse_ensemble("write --seeds instead of --seed");
    if (command.only_collects && command.work.retry_failed) {
        refuse_ensemble("--collect and --retry-failed contradict each other; give one");
    }
    for (const auto& axis : axes) {
        const bool has_option =
            (axis.path == "partition" && !command.configuration.partition.empty()) ||
            (axis.path == "precision" && !command.configuration.precision.empty());
        if (has_option) {
            refuse_ensemble(
                fmt::format("--{0} and --vary {0} contradict each other; give one", axis.path));
        }
    }
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
    const auto axes = ensemble::parse_axes(command.vary);
    refuse_contradictions(command, axes);
    check_work("ensemble", command.work, world);
    const Ensemble members =
        ensemble::load_ensemble({.file = command.configuration.file,
                                 .overrides = all_overrides(command.configuration),
                                 .axes = axes,
                                 .seeds = ensemble::parse_seeds(command.seeds),
                                 .folder = command.output},
                                model::catalogue(), world);
    const simulation::StopSignals signals;  // between the members, too
    const Work work = command.only_collects ? Work()
                                            : work_on(members,
                                                      {.configuration = command.configuration.file,
                                                       .command_line = command.command_line,
                                                       .options = command.work},
                                                      world);
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
        .add_option("--output", options.output, "folder, instead of results/<experiment>/ensemble")
        ->type_name("DIR");
    command.add_flag("--collect", options.only_collects, "run nothing: only collect what is there");
    command.add_flag("--csv", options.csv, "comma-separated values instead of a table");
}

}  // namespace

void add_ensemble(CLI::App& program, Action& chosen, const std::string& command_line) {
    CLI::App* command =
        program.add_subcommand("ensemble", "simulate a configuration with many seeds and values");
    const auto options = std::make_shared<EnsembleCommand>();
    options->command_line = command_line;
    add_configuration_options(*command, options->configuration);
    add_member_options(*command, *options);
    add_work_options(*command, options->work);
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
