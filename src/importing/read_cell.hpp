/// Files of cells of the Brian2 project.
#pragma once

#include <filesystem>
#include <optional>

#include "config/diagnostics.hpp"
#include "importing/network.hpp"

namespace bgsim::importing {

/// Models QIF, QIF_FSN and AdEx, in the names and units of the models here.
/// @param named_at  where the network names the file
std::optional<Cell> read_cell(const std::filesystem::path& file,
                              const config::SourceLocation& named_at,
                              config::Diagnostics& diagnostics);

}  // namespace bgsim::importing
