/// Makes a configuration independent of the files of its cells.
#pragma once

#include "config/cells.hpp"
#include "config/tree.hpp"

namespace bgsim::config {

/// Put the model, parameters and ports of its cell into every population of the checked
/// configuration `root`; `cell` becomes `from_cell`, which only tells where they are from.
void embed_cells(Node& root, CellLibrary& cells);

}  // namespace bgsim::config
