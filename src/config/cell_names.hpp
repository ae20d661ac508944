/// The cells of a folder, and the names by which they may be called.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace bgsim::config {

/// A file of a cell. Its own name counts among its `aliases`.
struct NamedCell {
    std::filesystem::path file;
    std::string name;                  ///< as in `cell: lindahl2016/stn`
    std::vector<std::string> aliases;  ///< without the folder
};

/// The cells of `folder`/`group`, sorted by name; files that cannot be read have their own name
/// alone.
std::vector<NamedCell> cells_in(const std::filesystem::path& folder,
                                const std::filesystem::path& group);

/// Those of `cells` that are called `alias`: without regard to case, blanks, '-' and '_'; but a
/// '-' at the end, as in "STN PV-", counts.
std::vector<NamedCell> cells_called(std::string_view alias, const std::vector<NamedCell>& cells);

}  // namespace bgsim::config
