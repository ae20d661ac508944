/// Cells as the page docs/cells.md.
#pragma once

#include <string>
#include <vector>

#include "bgsim/config/cell_catalogue.hpp"

namespace bgsim::cli {

/// A table of the types, a section for each, and the variants by folder.
std::string page_of(const std::vector<config::CellDescription>& cells);

}  // namespace bgsim::cli
