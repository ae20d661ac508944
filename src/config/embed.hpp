/// Makes a configuration independent of other files.
#pragma once

#include <vector>

#include "config/cells.hpp"
#include "config/context.hpp"
#include "config/tree.hpp"

namespace bgsim::config {

/// Put the model, parameters and ports of its cell into every population of the checked
/// configuration `root`; `cell` becomes `from_cell`, which only tells where they are from.
void embed_cells(Node& root, CellLibrary& cells);

/// Put what was read from other files in place of their names.
void embed_files(Node& root, const std::vector<Replacement>& replacements);

}  // namespace bgsim::config
