#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>
#include <memory>

#include "cli/command.hpp"
#include "cli/configuration.hpp"
#include "cli/job_request.hpp"
#include "cli/job_script.hpp"
#include "cli/option_checks.hpp"
#include "cli/site_file.hpp"
#include "cli/submit.hpp"
#include "cli/wall_time.hpp"
#include "comm/agreement.hpp"

namespace bgsim::cli {
namespace {

struct SlurmOptions {
    ConfigurationOptions configuration;
    JobOptions job;
    std::optional<std::filesystem::path> site;
    bool submit = false;
};

config::Site site_of(const SlurmOptions& options) {
    const auto file =
        find_site(options.site, environment_variables(), std::filesystem::current_path());
    return file ? config::load_site(*file) : config::Site{};
}

std::string write_job(const SlurmOptions& options, const config::Specification& specification) {
    const config::Site site = site_of(options);
    const Job job =
        make_job(specification, options.job, site, run_arguments(options.configuration));
    for (const auto& warning : job.warnings) fmt::print(stderr, "warning: {}\n", warning);
    std::fflush(stderr);
    const std::string script = job_script(job.request, site);
    if (!options.submit) return script;
    submit(script);
    return "";
}

ExitCode slurm(const SlurmOptions& options, const comm::Communicator& ranks) {
    if (!options.job.array.empty() && options.configuration.overrides.seed) {
        throw InputError("bgsim slurm: --seed and --array contradict each other; give one",
                         ExitCode::usage);
    }
    const auto specification = load_on_all_ranks(options.configuration, ranks);
    const std::string script =
        comm::from_root(ranks, [&] { return write_job(options, specification); });
    if (ranks.is_root()) fmt::print("{}", script);
    return ExitCode::done;
}

void add_size_options(CLI::App& command, JobOptions& options) {
    command.add_option("--nodes", options.nodes, "default: what the memory needs")
        ->type_name("N")
        ->check(CLI::Range(1, 65536));
    command
        .add_option("--ranks-per-node", options.ranks_per_node,
                    "default: one for 16 cores of a node of the site")
        ->type_name("R")
        ->check(CLI::Range(1, 4096));
    command.add_option("--threads", options.threads, "per rank; default: the cores of its share")
        ->type_name("T")
        ->check(CLI::Range(1, 4096));
    command
        .add_option("--time", options.time,
                    "of the job, for example 4h; default: twice the plan's and 10 min")
        ->type_name("TIME")
        ->check(must_be_a_wall_time);
    command
        .add_option("--array", options.array,
                    "a task for each seed, for example 1-100, or 1-100%8 for 8 at a time")
        ->type_name("SEEDS")
        ->check(must_be_an_array);
}

}  // namespace

void add_slurm(CLI::App& program, Action& chosen, const std::string& command_line) {
    CLI::App* command =
        program.add_subcommand("slurm", "print a Slurm job for a configuration, or submit it");
    const auto options = std::make_shared<SlurmOptions>();
    options->job.command_line = command_line;
    add_configuration_options(*command, options->configuration);
    add_size_options(*command, options->job);
    command
        ->add_option("--site", options->site,
                     "partition, account, modules ... (default: $BGSIM_SITE, ./site.yaml, "
                     "~/.config/bgsim/site.yaml)")
        ->type_name("FILE.yaml");
    command->add_flag("--submit", options->submit, "through sbatch, instead of printing it");
    command->footer(
        "Examples:\n"
        "  bgsim slurm my.yaml --nodes 2 --time 4h >job.sh\n"
        "  bgsim slurm my.yaml --array 1-100 --submit");
    command->callback([&chosen, options] {
        chosen = [options](const comm::Communicator& ranks) { return slurm(*options, ranks); };
    });
}

}  // namespace bgsim::cli
