#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/command.hpp"
#include "cli/configuration.hpp"
#include "cli/launch.hpp"
#include "cli/option_checks.hpp"
#include "comm/agreement.hpp"
#include "core/host.hpp"
#include "simulation/emulate.hpp"
#include "simulation/node_choice.hpp"
#include "simulation/plan_table.hpp"

namespace bgsim::cli {
namespace {

struct PlanOptions {
    ConfigurationOptions configuration;
    std::optional<int> ranks;
    std::optional<int> threads;
    std::optional<std::string> node_memory;
    std::optional<int> node_cores;
    std::string rate = "10 Hz";
    std::optional<std::string> emulate;
    bool json = false;
};

/// Without --node-cores a node is a machine like this one.
simulation::Node node_of(const PlanOptions& options) {
    simulation::Node node;
    node.cores = options.node_cores.value_or(static_cast<int>(core::usable_cores().size()));
    if (options.node_memory) node.memory_bytes = quantity_in("B", *options.node_memory);
    const auto free = static_cast<double>(core::available_memory_bytes());
    if (free > 0.0) node.free_bytes = free;
    return node;
}

int ranks_of(const PlanOptions& options, const comm::Communicator& ranks) {
    if (options.emulate) return rank_of(*options.emulate).second;
    return options.ranks.value_or(ranks.size());
}

/// Threads are --threads; else of a node of given cores, those of a usual rank; else as `run` has.
int threads_of(const PlanOptions& options, const comm::Communicator& ranks) {
    if (options.threads || !options.node_cores) return place(ranks, options.threads).threads;
    return *options.node_cores / simulation::usual_ranks_per_node(*options.node_cores);
}

std::string plan_of(const PlanOptions& options,
                    const config::Specification& specification,
                    const simulation::PlanRequest& request) {
    const auto plan = simulation::plan_run(specification, request);
    std::optional<simulation::NodeChoice> choice;
    if (options.node_cores || options.node_memory) {
        choice = simulation::choose_nodes(
            specification, request,
            simulation::ranks_that_fit(request.node, request.layout.threads));
    }
    if (options.json) {
        return simulation::plan_json(specification, plan, choice ? &*choice : nullptr);
    }
    return simulation::plan_text(specification, plan) +
           (choice ? '\n' + simulation::nodes_text(*choice) : "");
}

std::string emulation_of(const PlanOptions& options,
                         const config::Specification& specification,
                         const simulation::PlanRequest& request) {
    const auto emulated =
        simulation::emulate(specification, request, rank_of(*options.emulate).first);
    return options.json ? simulation::emulation_json(emulated)
                        : simulation::emulation_text(emulated);
}

ExitCode plan(const PlanOptions& options, const comm::Communicator& ranks) {
    if (options.emulate && ranks.size() > 1) {
        throw InputError("--emulate runs one rank alone; start it without mpirun or srun",
                         ExitCode::usage);
    }
    const auto specification = load_on_all_ranks(options.configuration, ranks);
    const simulation::PlanRequest request{
        .layout = {.ranks = ranks_of(options, ranks), .threads = threads_of(options, ranks)},
        .node = node_of(options),
        .otherwise_hz = quantity_in("Hz", options.rate)};
    const std::string text = comm::from_root(ranks, [&] {
        return options.emulate ? emulation_of(options, specification, request)
                               : plan_of(options, specification, request);
    });
    if (ranks.is_root()) fmt::print("{}", text);
    return ExitCode::done;
}

void add_plan_options(CLI::App& command, PlanOptions& options) {
    CLI::Option* const n_ranks =
        command
            .add_option("--ranks", options.ranks, "MPI ranks (default: those it is started with)")
            ->type_name("R")
            ->check(CLI::Range(1, 65536));
    command.add_option("--threads", options.threads, "per rank")
        ->type_name("T")
        ->check(CLI::Range(1, 4096));
    command.add_option("--node-cores", options.node_cores, "of one node; suggests how many nodes")
        ->type_name("N")
        ->check(CLI::Range(1, 4096));
    command.add_option("--node-memory", options.node_memory, "of one node, for example 64GB")
        ->type_name("SIZE")
        ->check([](const std::string& text) { return must_be_a_quantity(text, "B", "64 GB"); });
    command
        .add_option("--rate", options.rate,
                    "assumed of populations without a published rate (default 10 Hz)")
        ->type_name("RATE")
        ->check([](const std::string& text) { return must_be_a_quantity(text, "Hz", "10 Hz"); });
    command
        .add_option("--emulate", options.emulate,
                    "build and run this rank of so many here, and measure it")
        ->type_name("RANK/RANKS")
        ->check(must_be_a_rank)
        ->excludes(n_ranks);
    command.add_flag("--json", options.json, "for scripts");
}

}  // namespace

void add_plan(CLI::App& program, Action& chosen) {
    CLI::App* command = program.add_subcommand(
        "plan", "memory, disk, messages and time of a run on any number of ranks");
    const auto options = std::make_shared<PlanOptions>();
    add_configuration_options(*command, options->configuration);
    add_plan_options(*command, *options);
    command->footer(
        "Example:\n"
        "  bgsim plan my.yaml --ranks 64 --threads 16 --node-memory 256GB --node-cores 128\n"
        "  bgsim plan my.yaml --emulate 3/64 --threads 2 --set time.duration=200ms --set "
        "time.discard=0ms");
    command->callback([&chosen, options] {
        chosen = [options](const comm::Communicator& ranks) { return plan(*options, ranks); };
    });
}

}  // namespace bgsim::cli
