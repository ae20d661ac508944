#include "cli/job_request.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "cli/wall_time.hpp"
#include "core/readable.hpp"
#include "simulation/node_choice.hpp"

namespace bgsim::cli {
namespace {

using simulation::PlanRequest;
using simulation::RunPlan;

struct Division {
    int ranks_per_node = 2;
    int threads = 4;
};

/// Of a node among ranks and threads; without a site as in jobs/slurm.sh.
Division divide_node(const JobOptions& options, const std::optional<int>& cores) {
    Division d;
    if (cores) {
        d.ranks_per_node = options.threads ? std::max(1, *cores / *options.threads)
                                           : simulation::usual_ranks_per_node(*cores);
    }
    d.ranks_per_node = options.ranks_per_node.value_or(d.ranks_per_node);
    if (cores) d.threads = std::max(1, *cores / d.ranks_per_node);
    d.threads = options.threads.value_or(d.threads);
    return d;
}

/// Time of the job [s], and how it was found.
std::pair<double, std::string> time_of_job(const JobOptions& options,
                                           const config::Site& site,
                                           const RunPlan& plan) {
    if (options.time) return {*parse_wall_time(*options.time), "time: as given"};
    constexpr double grid_s = 600.0;
    const double wanted =
        grid_s * std::ceil((simulation::time_uncertainty * plan.time.total_s() + grid_s) / grid_s);
    if (site.longest_time_s && wanted > *site.longest_time_s) {
        return {*site.longest_time_s,
                "time: the longest of the site; the job then returns to the queue and goes on"};
    }
    return {wanted, fmt::format("time: {:g} times the predicted one and 10 min, in full 10 min",
                                simulation::time_uncertainty)};
}

/// What is asked for is more than predicted: MPI over a network takes some for itself.
std::optional<double> memory_of_job(const config::Site& site, const RunPlan& plan) {
    if (!site.node_memory_bytes) return std::nullopt;
    constexpr double factor = 1.3;
    constexpr double for_mpi_per_rank = 0.2e9;
    return std::min(*site.node_memory_bytes,
                    factor * plan.fullest_node + for_mpi_per_rank * plan.ranks_per_node);
}

std::string prediction(const RunPlan& plan) {
    return fmt::format("plan: {} cells, {:.4g} synapses, {} on a node, about {} (h:m:s)",
                       plan.neurons, plan.synapses, core::readable_bytes(plan.fullest_node),
                       core::hours_minutes_seconds(plan.time.total_s()));
}

/// The program that runs now.
std::string this_program() {
    std::error_code ignored;
    const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored);
    return program.empty() ? "bgsim" : program.string();
}

}  // namespace

std::vector<std::string> run_arguments(const ConfigurationOptions& options) {
    std::vector<std::string> words = {options.file.string()};
    const auto add = [&](const std::string& option, const std::string& value) {
        words.push_back(option);
        words.push_back(value);
    };
    for (const auto& text : options.overrides.set) add("--set", text);
    if (options.overrides.scale) add("--scale", fmt::format("{}", *options.overrides.scale));
    if (options.overrides.seed) add("--seed", fmt::to_string(*options.overrides.seed));
    for (const auto& folder : options.overrides.params) add("--params", folder.string());
    if (!options.partition.empty()) add("--partition", options.partition);
    if (!options.precision.empty()) add("--precision", options.precision);
    return words;
}

Job make_job(const config::Specification& specification,
             const JobOptions& options,
             const config::Site& site,
             std::vector<std::string> arguments) {
    const Division division = divide_node(options, site.node_cores);
    PlanRequest request{
        .layout = {.ranks = division.ranks_per_node, .threads = division.threads},
        .node = {.cores = site.node_cores.value_or(division.ranks_per_node * division.threads),
                 .memory_bytes = site.node_memory_bytes}};
    int nodes = options.nodes.value_or(1);
    if (!options.nodes && site.node_memory_bytes) {
        const auto choice =
            simulation::choose_nodes(specification, request, division.ranks_per_node);
        nodes = choice.fewest.value_or(1);
    }
    request.layout.ranks = nodes * division.ranks_per_node;
    const RunPlan plan = simulation::plan_run(specification, request);
    const auto [time_s, reason] = time_of_job(options, site, plan);
    return {
        .request = {.name = specification.experiment,
                    .nodes = nodes,
                    .ranks_per_node = division.ranks_per_node,
                    .threads = division.threads,
                    .time_s = time_s,
                    .memory_bytes = memory_of_job(site, plan),
                    .array = options.array,
                    .arguments = std::move(arguments),
                    .program = site.program.empty() ? this_program() : site.program,
                    .remarks = {"written by: " + options.command_line, prediction(plan), reason}},
        .warnings = plan.warnings};
}

}  // namespace bgsim::cli
