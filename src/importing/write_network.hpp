/// A network of the Brian2 project as a configuration of bgsim.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "importing/network.hpp"

namespace bgsim::importing {

struct TextFile {
    std::filesystem::path name;  ///< relative to the folder of the import
    std::string text;
};

struct Imported {
    std::vector<TextFile> files;       ///< first the configuration, then its cells
    std::vector<std::string> remarks;  ///< how the files were read; also at the head of the first
};

/// Each projection has the kinetics that its connection has; see also `with_shared_receptors`.
Imported as_configuration(const Network& network);

}  // namespace bgsim::importing
