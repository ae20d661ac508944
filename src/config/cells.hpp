/// Finds and reads the files of params/.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/diagnostics.hpp"
#include "config/tree.hpp"

namespace bgsim::config {

class CellLibrary {
public:
    /// @param configuration  the file of the command line
    /// @param first_folders  searched before all others
    CellLibrary(const std::filesystem::path& configuration,
                const std::vector<std::filesystem::path>& first_folders,
                Diagnostics& diagnostics);

    /// The content of the cell that the scalar `reference` names; null pointer (and a record of
    /// the reason) if it cannot be read. The library owns the result. Each file is read once.
    const Node* find(const Node& reference);

private:
    std::optional<std::filesystem::path> locate(const Node& reference) const;
    void report_missing(const Node& reference) const;

    std::filesystem::path configuration_;
    std::vector<std::filesystem::path> folders_;
    Diagnostics& diagnostics_;
    std::map<std::filesystem::path, std::optional<Node>> cells_;
};

}  // namespace bgsim::config
