/// Cells as text for the terminal.
#pragma once

#include <string>
#include <vector>

#include "bgsim/config/cell_catalogue.hpp"

namespace bgsim::cli {

/// The types by region, then the variants by folder.
std::string list_of(const std::vector<config::CellDescription>& cells);

/// Everything about `cell`; its variants are looked for among `cells`.
std::string description_of(const config::CellDescription& cell,
                           const std::vector<config::CellDescription>& cells);

}  // namespace bgsim::cli
