#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/command.hpp"
#include "cli/configuration.hpp"
#include "cli/launch.hpp"
#include "simulation/network_table.hpp"

namespace bgsim::cli {
namespace {

struct CheckOptions {
    ConfigurationOptions configuration;
    std::optional<int> threads;
};

ExitCode check(const CheckOptions& options, const comm::Communicator& ranks) {
    const auto specification = load_on_all_ranks(options.configuration, ranks);
    const Placement placement = place(ranks, options.threads);
    if (ranks.is_root()) {
        fmt::print("{}", simulation::network_table(
                             specification, {.ranks = ranks.size(), .threads = placement.threads}));
    }
    return ExitCode::done;
}

}  // namespace

void add_check(CLI::App& program, Action& chosen) {
    CLI::App* command =
        program.add_subcommand("check", "show the resolved network, or all mistakes");
    const auto options = std::make_shared<CheckOptions>();
    add_configuration_options(*command, options->configuration);
    command->add_option("--threads", options->threads, "per rank, for the expected memory")
        ->type_name("T")
        ->check(CLI::Range(1, 4096));
    command->footer("Example:\n  bgsim check my.yaml --scale 0.1 --set 'populations.STN.size=100'");
    command->callback([&chosen, options] {
        chosen = [options](const comm::Communicator& ranks) { return check(*options, ranks); };
    });
}

}  // namespace bgsim::cli
