/// One tree from a configuration file and all that it includes.
#pragma once

#include <filesystem>
#include <optional>

#include "config/diagnostics.hpp"
#include "config/tree.hpp"

namespace bgsim::config {

/// Put `overlay` over `base`: maps merge key by key; values, lists and distributions replace;
/// `null` removes. A `null` that removes nothing is a mistake.
void merge(Node& base, Node overlay, const std::string& path, Diagnostics& diagnostics);

/// Read `file` with its includes, each merged before the file that names it.
/// Returns nothing if a file is missing or is no YAML; the reasons are in `diagnostics`.
std::optional<Node> read_merged(const std::filesystem::path& file, Diagnostics& diagnostics);

}  // namespace bgsim::config
