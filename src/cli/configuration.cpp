#include "cli/configuration.hpp"

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdint>
#include <system_error>

#include "cli/agreement.hpp"
#include "model/neuron_models.hpp"

namespace bgsim::cli {
namespace {

/// Options that have a key of their own in the configuration come last, so that they win.
config::Overrides all_overrides(const ConfigurationOptions& options) {
    config::Overrides overrides = options.overrides;
    if (!options.partition.empty()) overrides.set.push_back("partition=" + options.partition);
    if (!options.precision.empty()) overrides.set.push_back("precision=" + options.precision);
    return overrides;
}

/// The parser alone would take -1, and what is too large, for the largest number.
std::string must_be_a_seed(const std::string& text) {
    std::uint64_t seed = 0;
    const char* const end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, seed);
    if (error == std::errc() && stop == end) return "";
    return "must be a whole number from 0 to 18446744073709551615, not " + text;
}

}  // namespace

void add_configuration_options(CLI::App& command, ConfigurationOptions& options) {
    command.add_option("CONFIG", options.file, "configuration file (docs/configuration.md)")
        ->required();
    command
        .add_option("--set", options.overrides.set,
                    "replace one value, for example time.duration=2s; may be repeated")
        ->type_name("PATH=VALUE")
        ->allow_extra_args(false);
    command.add_option("--scale", options.overrides.scale, "factor on all population sizes")
        ->type_name("X")
        ->check(CLI::PositiveNumber);
    command.add_option("--seed", options.overrides.seed, "instead of the file's")
        ->type_name("N")
        ->check(must_be_a_seed);
    command
        .add_option("--params", options.overrides.params,
                    "folder searched first for cell types; may be repeated")
        ->type_name("DIR")
        ->allow_extra_args(false);
    command.add_option("--partition", options.partition, "how cells are laid over ranks")
        ->check(CLI::IsMember({"by_population", "round_robin"}));
    command.add_option("--precision", options.precision, "of state and input")
        ->check(CLI::IsMember({"double", "single"}));
}

config::Specification load_on_all_ranks(const ConfigurationOptions& options,
                                        const comm::Communicator& ranks) {
    return config::unpack(from_root(ranks, [&] {
        return config::pack(config::load(options.file, all_overrides(options), model::catalogue()));
    }));
}

}  // namespace bgsim::cli
