/// From the tree of a configuration to the specification.
#pragma once

#include <filesystem>

#include "bgsim/config/load.hpp"
#include "config/diagnostics.hpp"
#include "config/tree.hpp"

namespace bgsim::config {

/// Apply `overrides` to `root`, a merged configuration, and check it with the cells that it names.
/// What is wrong is recorded; the specification is complete only if `diagnostics` is empty then.
/// @param name  the file of the configuration: cells are searched from its folder
Specification read_tree(Node root,
                        const std::filesystem::path& name,
                        const Overrides& overrides,
                        const model::ModelCatalogue& models,
                        Diagnostics& diagnostics,
                        const SpikeReader& read_spikes = {});

}  // namespace bgsim::config
