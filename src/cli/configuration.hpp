/// Options that say what is simulated, shared by the commands that read a configuration.
#pragma once

#include <filesystem>
#include <string>

#include "bgsim/config/load.hpp"
#include "comm/communicator.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's
class App;
}

namespace bgsim::cli {

struct ConfigurationOptions {
    std::filesystem::path file;
    config::Overrides overrides;
    std::string partition;  ///< empty: as the file says
    std::string precision;  ///< empty: as the file says
};

/// CONFIG, --set, --scale, --seed, --params, --partition, --precision. `options` must outlive
/// the parser.
void add_configuration_options(CLI::App& command, ConfigurationOptions& options);

/// All that changes the file; options that have a key of their own in it come last, so that they
/// win.
config::Overrides all_overrides(const ConfigurationOptions& options);

/// Rank 0 reads the files; all ranks get the result. Collective.
/// @throws InputError on all ranks alike
config::Specification load_on_all_ranks(const ConfigurationOptions& options,
                                        const comm::Communicator& ranks);

}  // namespace bgsim::cli
