/// Reads the part `expected` of a cell's file (params/README.md). What is wrong is recorded.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bgsim/config/cell_catalogue.hpp"
#include "config/diagnostics.hpp"
#include "config/section.hpp"
#include "config/tree.hpp"

namespace bgsim::config {

/// Fill `computed`, `published` and `known_mismatch` of `cell`.
void read_expected(const Node& expected, CellDescription& cell, Diagnostics& diagnostics);

/// One entry of each list, with the keys that it may have.
const std::vector<std::string>& computed_keys();
const std::vector<std::string>& published_keys();
ComputedBehaviour read_computed(const Section& section, Diagnostics& diagnostics);
PublishedBehaviour read_published(const Section& section, Diagnostics& diagnostics);
std::optional<KnownMismatch> read_mismatch(const Section& section, Diagnostics& diagnostics);

}  // namespace bgsim::config
