/// Network files of the Brian2 project.
#pragma once

#include <filesystem>
#include <vector>

#include "importing/network.hpp"

namespace bgsim::importing {

/// @param params_folders  where files of cells are looked for first
/// @throws InputError (78, or 66 if a file is missing) with all mistakes of the network and of its
///         cells, each with file and line
Network read_network(const std::filesystem::path& file,
                     const std::vector<std::filesystem::path>& params_folders);

}  // namespace bgsim::importing
