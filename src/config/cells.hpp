/// Finds and reads the files of params/.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/cell_names.hpp"
#include "config/diagnostics.hpp"
#include "config/tree.hpp"

namespace bgsim::config {

/// Where cells are searched from a configuration in the file `configuration`, nearest first.
std::vector<std::filesystem::path> cell_folders(
    const std::filesystem::path& configuration,
    const std::vector<std::filesystem::path>& first_folders);

/// Record those of `folders`, named with --params, that do not exist.
void check_cell_folders(const std::vector<std::filesystem::path>& folders,
                        Diagnostics& diagnostics);

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

    /// The content of `file`; null pointer if it has mistakes, which are recorded, or if it cannot
    /// be read, which is not. The library owns the result.
    const Node* read(const std::filesystem::path& file);

    /// The name of the file that `reference` means: of an alias, that of its cell; else as written.
    std::string name_of(const Node& reference) const;

private:
    std::optional<NamedCell> locate(const Node& reference) const;
    std::optional<NamedCell> locate_file(const Node& reference) const;
    std::vector<NamedCell> locate_alias(const std::string& alias) const;
    void report_unknown(const Node& reference) const;
    void report_missing(const Node& reference) const;
    void report_ambiguous(const Node& reference, const std::vector<NamedCell>& called) const;
    std::string likeliest_name(const std::string& name) const;

    std::filesystem::path configuration_;
    std::vector<std::filesystem::path> folders_;
    Diagnostics& diagnostics_;
    std::map<std::filesystem::path, std::optional<Node>> cells_;
};

}  // namespace bgsim::config
