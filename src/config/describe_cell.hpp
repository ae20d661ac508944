/// From the tree of a cell's file to its description.
#pragma once

#include <filesystem>
#include <string>

#include "bgsim/config/cell_catalogue.hpp"
#include "config/diagnostics.hpp"
#include "config/tree.hpp"

namespace bgsim::config {

/// The cell `name` as its file `content` describes it; what is wrong is recorded.
CellDescription describe_cell(const Node& content,
                              const std::string& name,
                              const std::filesystem::path& file,
                              Diagnostics& diagnostics);

}  // namespace bgsim::config
