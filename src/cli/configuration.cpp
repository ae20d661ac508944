#include "cli/configuration.hpp"

#include <CLI/CLI.hpp>

#include "cli/option_checks.hpp"
#include "comm/agreement.hpp"
#include "io/spike_file.hpp"
#include "model/neuron_models.hpp"

namespace bgsim::cli {
void add_configuration_options(CLI::App& command, ConfigurationOptions& options) {
    command.add_option("CONFIG", options.file, "configuration file (docs/configuration.md)")
        ->required();
    command
        .add_option("--set", options.overrides.set,
                    "replace one value, for example time.duration=2s; may be repeated")
        ->type_name("PATH=VALUE")
        ->check(must_be_an_assignment)
        ->allow_extra_args(false);
    command.add_option("--scale", options.overrides.scale, "factor on all population sizes")
        ->type_name("X")
        ->check(must_be_a_factor);
    command.add_option("--seed", options.overrides.seed, "instead of the file's")
        ->type_name("N")
        ->check(must_be_a_seed);
    command
        .add_option("--params", options.overrides.params,
                    "folder searched first for cell types; may be repeated")
        ->type_name("DIR")
        ->allow_extra_args(false);
    must_be_one_of(
        *command.add_option("--partition", options.partition, "how cells are laid over ranks"),
        {"by_population", "round_robin"});
    must_be_one_of(*command.add_option("--precision", options.precision, "of state and input"),
                   {"double", "single"});
}

config::Overrides all_overrides(const ConfigurationOptions& options) {
    config::Overrides overrides = options.overrides;
    if (!options.partition.empty()) overrides.set.push_back("partition=" + options.partition);
    if (!options.precision.empty()) overrides.set.push_back("precision=" + options.precision);
    return overrides;
}

config::Specification load_on_all_ranks(const ConfigurationOptions& options,
                                        const comm::Communicator& ranks) {
    return config::unpack(comm::from_root(ranks, [&] {
        return config::pack(config::load(options.file, all_overrides(options), model::catalogue(),
                                         io::read_spike_file));
    }));
}

}  // namespace bgsim::cli
