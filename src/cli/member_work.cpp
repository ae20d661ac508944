#include "cli/member_work.hpp"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <limits>

#include "bgsim/error.hpp"
#include "cli/launch.hpp"
#include "cli/member_run.hpp"
#include "cli/option_checks.hpp"
#include "cli/time_left.hpp"
#include "cli/wall_time.hpp"
#include "core/log.hpp"
#include "ensemble/work.hpp"
#include "simulation/signals.hpp"

namespace bgsim::cli {

void add_work_options(CLI::App& command, WorkOptions& options) {
    command
        .add_option("--ranks-per-member", options.ranks_per_member,
                    "members are run by groups of so many ranks (default: " +
                        (options.ranks_per_member ? fmt::to_string(*options.ranks_per_member)
                                                  : std::string("all")) +
                        ')')
        ->type_name("N")
        ->check(CLI::Range(1, 1 << 20));
    command.add_option("--threads", options.threads, "per rank (default: share of the cores)")
        ->type_name("T")
        ->check(CLI::Range(1, 4096));
    command.add_flag("--retry-failed", options.retry_failed,
                     "also members that have failed before");
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

void check_work(const std::string& command,
                const WorkOptions& options,
                const comm::Communicator& world) {
    std::string problem = launch_problem(world.size(), environment_variables());
    const int group_size = options.ranks_per_member.value_or(world.size());
    if (problem.empty() && world.size() % group_size != 0) {
        problem = fmt::format("{} rank(s) cannot be cut into groups of {} (--ranks-per-member)",
                              world.size(), group_size);
    }
    if (problem.empty()) return;
    throw InputError(fmt::format("bgsim {}: {}", command, problem), ExitCode::usage);
}

Work work_on(const ensemble::Ensemble& members,
             const WorkOrigin& origin,
             const comm::Communicator& world) {
    const WorkOptions& options = origin.options;
    const simulation::TimeLimit time_limit(time_left(options.max_walltime, world));
    const Placement all = place(world, options.threads);
    core::Log log(world.is_root() ? core::LogLevel::info : core::LogLevel::off);
    for (const auto& warning : all.warnings) log.warning(warning);
    const int number = world.rank() / options.ranks_per_member.value_or(world.size());
    const comm::Communicator group = world.split(number);
    comm::Bell bell(world);
    const MemberSettings settings{.configuration = origin.configuration,
                                  .command_line = origin.command_line,
                                  .placement = place(group, all.threads),
                                  .checkpoint_every_s = parse_wall_time(options.checkpoint_every),
                                  .time_limit = time_limit,
                                  .isa = options.isa,
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
         .retries = options.retry_failed ? ensemble::failures_until_now(members, world)
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

}  // namespace bgsim::cli
