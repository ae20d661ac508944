/// From a configuration file to a checked `Specification`.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "bgsim/model/description.hpp"
#include "bgsim/recorded_spikes.hpp"

namespace bgsim::config {

/// What the command line may change about a configuration.
struct Overrides {
    std::vector<std::string> set{};  ///< "path.to.key=value", in order; value in YAML flow style
    std::optional<double> scale{};   ///< factor on all population sizes
    std::optional<std::uint64_t> seed{};  ///< instead of the file's
    std::vector<std::filesystem::path>
        params{};  ///< folders searched for cells before the usual ones
};

/// Read, merge, override and check `file` and the cells and other files that it names.
///
/// @param read_spikes  for populations that repeat recorded spikes; without it they have none
/// @throws InputError with all mistakes, one line each, every line starting with file:line:column;
///         its code is 66 if a file is missing, else 78. Nothing is printed here.
Specification load(const std::filesystem::path& file,
                   const Overrides& overrides,
                   const model::ModelCatalogue& models,
                   const SpikeReader& read_spikes = {});

/// The same for a configuration that another part of the program wrote; it cannot include files.
/// @param name  what messages call it; cells are searched from the folder of that path
Specification load_text(const std::string& yaml,
                        const std::filesystem::path& name,
                        const Overrides& overrides,
                        const model::ModelCatalogue& models,
                        const SpikeReader& read_spikes = {});

/// `specification` as it would be if it had been loaded with `Overrides::seed` = `seed`; it has
/// been loaded with some seed there.
Specification with_seed(Specification specification, std::uint64_t seed);

/// `specification` as bytes, for sending it to other ranks.
std::string pack(const Specification& specification);

/// The inverse of `pack`.
Specification unpack(const std::string& bytes);

}  // namespace bgsim::config
