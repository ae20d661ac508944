#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <limits>
#include <memory>
#include <string>

#include "analysis/target_values.hpp"
#include "analysis/verdict.hpp"
#include "cli/command.hpp"
#include "cli/configuration.hpp"
#include "cli/member_work.hpp"
#include "comm/agreement.hpp"
#include "core/whole_file.hpp"
#include "ensemble/collection.hpp"
#include "ensemble/report.hpp"
#include "ensemble/seeds.hpp"
#include "io/result_reader.hpp"
#include "model/neuron_models.hpp"
#include "simulation/provenance.hpp"
#include "simulation/signals.hpp"

namespace bgsim::cli {
namespace {

using analysis::Measured;
using ensemble::Ensemble;

struct ValidateCommand {
    ConfigurationOptions configuration;
    std::string seeds = "3";
    std::vector<std::string> only;
    WorkOptions work;
    std::optional<std::filesystem::path> output;
    bool json = false;
    std::string command_line;
};

/// "3" is how many, from 1 on; everything else is a list.
std::vector<std::uint64_t> seeds_of(const std::string& text) {
    const bool is_number = text.find_first_not_of("0123456789") == std::string::npos;
    if (!is_number || text.empty()) return ensemble::parse_seeds(text);
    if (text.find_first_not_of('0') != std::string::npos) return ensemble::parse_seeds("1-" + text);
    throw InputError("--seeds 0: nothing can be compared; write for example --seeds 3",
                     ExitCode::usage);
}

/// The configuration with the targets that are wanted. @throws InputError (64) if one names none
config::Specification chosen(const ValidateCommand& command, config::Specification specification) {
    auto& targets = specification.targets;
    const auto is_in = [](const config::Target& target, const std::string& text) {
        return target.name.find(text) != std::string::npos;
    };
    std::vector<std::string> names;
    for (const config::Target& target : targets) names.push_back(target.name);
    for (const std::string& text : command.only) {
        if (std::ranges::any_of(targets, [&](const auto& target) { return is_in(target, text); })) {
            continue;
        }
        throw InputError(fmt::format("--only {}: no target has this in its name; there are: {}",
                                     text, fmt::join(names, ", ")),
                         ExitCode::usage);
    }
    std::erase_if(targets, [&](const config::Target& target) {
        return !command.only.empty() && std::ranges::none_of(command.only, [&](const auto& text) {
            return is_in(target, text);
        });
    });
    return specification;
}

analysis::Window window_of(const config::Specification& specification) {
    return {.from_ms = static_cast<double>(specification.discard) * specification.dt,
            .to_ms = static_cast<double>(specification.duration) * specification.dt};
}

/// What keeps a target from being compared; empty if nothing does.
std::vector<std::string> obstacles(const config::Specification& specification) {
    std::vector<std::string> found;
    const auto window = window_of(specification);
    bool has_number = false;
    for (const config::Target& target : specification.targets) {
        has_number = has_number || target.rate_hz || target.cv || target.peak_hz;
        if (target.peak_hz && window.to_ms - window.from_ms < analysis::peak_segment_ms) {
            found.push_back(fmt::format(
                "targets.{}.peak: needs {:g} ms after time.discard, there are {:g} ms; make "
                "time.duration longer",
                target.name, analysis::peak_segment_ms, window.to_ms - window.from_ms));
        }
        if (!target.cv && !target.peak_hz) continue;
        for (const PopulationId id : target.populations) {
            if (specification.recording.spikes[id]) continue;
            const std::string& name = specification.populations[id].name;
            found.push_back(
                fmt::format("targets.{}: a cv or peak needs spikes, those of '{}' are not "
                            "recorded; add it to record.spikes",
                            target.name, name));
        }
    }
    if (!has_number) {
        found.emplace_back(
            "there are no targets to compare with; write for example 'targets: {STN: {rate: [10 "
            "Hz, 13 Hz], source: \"who found it\"}}' (docs/configuration.md)");
    }
    return found;
}

void refuse_obstacles(const std::filesystem::path& file, const config::Specification& of) {
    const auto found = obstacles(of);
    if (found.empty()) return;
    std::string text;
    for (const auto& line : found) text += fmt::format("{}: {}\n", file.string(), line);
    throw InputError(fmt::format("{}{} error{}; nothing was simulated", text, found.size(),
                                 found.size() == 1 ? "" : "s"));
}

/// Of the populations of a target together, from their mean rates.
double rate_of(const config::Target& target,
               const config::Specification& specification,
               const std::vector<double>& rates_hz) {
    double spikes_per_s = 0.0;
    double n_cells = 0.0;
    for (const PopulationId id : target.populations) {
        const auto size = static_cast<double>(specification.populations[id].size);
        if (size == 0.0) continue;
        spikes_per_s += size * rates_hz[id];
        n_cells += size;
    }
    return n_cells == 0.0 ? std::numeric_limits<double>::quiet_NaN() : spikes_per_s / n_cells;
}

/// What one member gave for each target. Collective; on rank 0.
std::vector<Measured> measured(const ensemble::Member& member,
                               const config::Specification& specification,
                               const std::vector<double>& rates_hz,
                               const comm::Communicator& world) {
    const io::ResultReader reader(member.files.result.string());
    const auto values = analysis::target_values(
        reader, simulation::published_targets(specification), window_of(specification), world);
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    std::vector<Measured> all;
    for (std::size_t t = 0; t != values.size(); ++t) {
        all.push_back({.rate_hz = rate_of(specification.targets[t], specification, rates_hz),
                       .cv = values[t].cv.value_or(none),
                       .peak_hz = values[t].peak_hz.value_or(none)});
    }
    return all;
}

/// Compare what the members gave, which are all done. Collective. @return on rank 0
std::vector<analysis::Verdict> verdicts(const Ensemble& members,
                                        const config::Specification& specification,
                                        const ensemble::Collection& collection,
                                        const comm::Communicator& world) {
    std::vector<std::vector<Measured>> all;
    for (std::size_t i = 0; i != members.members.size(); ++i) {
        const auto rates_hz = world.is_root() ? collection.rates[i] : std::vector<double>();
        all.push_back(measured(members.members[i], specification, rates_hz, world));
    }
    if (!world.is_root()) return {};
    return analysis::verdicts(simulation::published_targets(specification), all);
}

/// On rank 0. @return the exit code
ExitCode report(const ValidateCommand& command,
                const Ensemble& members,
                const std::vector<analysis::Verdict>& verdicts) {
    const auto window = window_of(members.specifications.front());
    analysis::ValidationOrigin origin{.experiment = members.specifications.front().experiment,
                                      .seeds = {},
                                      .from_ms = window.from_ms,
                                      .to_ms = window.to_ms};
    for (const auto& member : members.members) origin.seeds.push_back(member.seed);
    const std::string json = analysis::verdict_json(verdicts, origin);
    const auto file = members.folder / "validation.json";
    core::write_whole(file, json);
    if (command.json) {
        fmt::print("{}", json);
    } else {
        fmt::print("{}, {} seed(s), {:.10g} to {:.10g} ms\n\n{}result: {}\n", origin.experiment,
                   origin.seeds.size(), window.from_ms, window.to_ms,
                   analysis::verdict_table(verdicts), file.string());
    }
    std::fflush(stdout);
    return analysis::all_passed(verdicts) ? ExitCode::done : ExitCode::different;
}

/// What rank 0 found on disk. If it is less than all, says so and returns a code other than 0.
ExitCode completeness(const Ensemble& members,
                      const ensemble::Collection& collection,
                      bool is_stopped) {
    const bool is_complete = std::ranges::all_of(
        collection.states,
        [](const ensemble::MemberState& state) { return state.status == ensemble::Status::done; });
    if (is_complete) return ExitCode::done;
    fmt::print(stderr, "{}nothing was compared: not all seeds are done\n",
               ensemble::status_text(members, collection));
    const ExitCode code = ensemble::exit_code(collection, is_stopped);
    return code == ExitCode::done ? ExitCode::stopped_early : code;  // others run the rest
}

/// The same on all ranks.
template <typename Function>
ExitCode code_from_root(const comm::Communicator& world, Function code) {
    return static_cast<ExitCode>(std::stoi(
        comm::from_root(world, [&] { return fmt::format("{}", static_cast<int>(code())); })));
}

ExitCode run(const ValidateCommand& command, const comm::Communicator& world) {
    if (command.configuration.overrides.seed) {
        throw InputError("bgsim validate: write --seeds instead of --seed", ExitCode::usage);
    }
    check_work("validate", command.work, world);
    const Ensemble members =
        ensemble::load_ensemble({.file = command.configuration.file,
                                 .overrides = all_overrides(command.configuration),
                                 .axes = {},
                                 .seeds = seeds_of(command.seeds),
                                 .folder = command.output},
                                model::catalogue(), world);
    const auto specification = chosen(command, members.specifications.front());
    refuse_obstacles(command.configuration.file, specification);
    const simulation::StopSignals signals;
    const Work work = work_on(members,
                              {.configuration = command.configuration.file,
                               .command_line = command.command_line,
                               .options = command.work},
                              world);
    ensemble::Collection collection;
    const ExitCode code = code_from_root(world, [&] {
        collection = ensemble::collect(members, work.failures);
        return completeness(members, collection, work.is_stopped);
    });
    if (code != ExitCode::done) return code;
    const auto found = verdicts(members, specification, collection, world);
    return code_from_root(world, [&] { return report(command, members, found); });
}

}  // namespace

void add_validate(CLI::App& program, Action& chosen, const std::string& command_line) {
    CLI::App* command = program.add_subcommand(
        "validate", "simulate a configuration with several seeds and compare with its targets");
    const auto options = std::make_shared<ValidateCommand>();
    options->command_line = command_line;
    add_configuration_options(*command, options->configuration);
    command->add_option("--seeds", options->seeds, "how many, from 1 on, or a list: 1,2,7-9")
        ->type_name("N|LIST")
        ->capture_default_str();
    command
        ->add_option("--only", options->only,
                     "only targets with this in their name; may be repeated")
        ->type_name("TEXT")
        ->allow_extra_args(false);
    command
        ->add_option("--output", options->output,
                     "folder, instead of results/<experiment>/ensemble")
        ->type_name("DIR");
    command->add_flag("--json", options->json, "for programs, instead of a table");
    add_work_options(*command, options->work);
    command->footer(
        "Exit code 0 if all targets are met, 1 if not. The same command continues what was "
        "stopped.\nExample:\n  mpirun -n 4 bgsim validate my.yaml --seeds 5");
    command->callback([&chosen, options] {
        chosen = [options](const comm::Communicator& ranks) { return run(*options, ranks); };
    });
}

}  // namespace bgsim::cli
