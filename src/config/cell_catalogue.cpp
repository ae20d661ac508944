#include "bgsim/config/cell_catalogue.hpp"

#include <algorithm>

#include "config/cells.hpp"
#include "config/describe_cell.hpp"
#include "config/diagnostics.hpp"
#include "config/tree.hpp"
#include "config/yaml_reader.hpp"

namespace bgsim::config {

namespace {

namespace fs = std::filesystem;

/// The folders that the user named, or the nearest that is called params.
std::vector<fs::path> folders_to_list(const std::vector<fs::path>& first_folders) {
    if (!first_folders.empty()) return first_folders;
    std::error_code ignored;
    for (const fs::path& folder : cell_folders({}, {})) {
        if (folder.filename() == "params" && fs::is_directory(folder, ignored)) return {folder};
    }
    return {};
}

/// The names of the cells of `folder`, then those of its folders.
std::vector<NamedCell> named_cells(const fs::path& folder) {
    std::vector<NamedCell> cells = cells_in(folder, {});
    std::vector<fs::path> groups;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
        if (entry.is_directory(ignored)) groups.push_back(entry.path().filename());
    }
    std::ranges::sort(groups);
    for (const fs::path& group : groups) {
        std::ranges::copy(cells_in(folder, group), std::back_inserter(cells));
    }
    return cells;
}

/// Like `library.read`, but records a file that cannot be read.
const Node* read(CellLibrary& library, const fs::path& file, Diagnostics& diagnostics) {
    const Node* const content = library.read(file);
    if (content == nullptr && !read_text_file(file)) {
        diagnostics.missing_file({file.string(), 0, 0}, "this file " + why_unreadable(file),
                                 "make it readable, or move it elsewhere");
    }
    return content;
}

}  // namespace

std::vector<CellDescription> read_cells(const std::vector<fs::path>& first_folders) {
    Diagnostics diagnostics;
    check_cell_folders(first_folders, diagnostics);
    CellLibrary library({}, first_folders, diagnostics);
    std::vector<CellDescription> cells;
    for (const fs::path& folder : folders_to_list(first_folders)) {
        for (const NamedCell& named : named_cells(folder)) {
            const Node* const content = read(library, named.file, diagnostics);
            if (content == nullptr) continue;
            cells.push_back(describe_cell(*content, named.name, named.file, diagnostics));
        }
    }
    diagnostics.throw_if_any();
    return cells;
}

CellDescription read_cell(const std::string& name, const std::vector<fs::path>& first_folders) {
    Diagnostics diagnostics;
    check_cell_folders(first_folders, diagnostics);
    CellLibrary library({}, first_folders, diagnostics);
    const Node reference = make_scalar(name, {name, 0, 0});
    const Node* const content = library.find(reference);
    CellDescription cell;
    if (content != nullptr) {
        cell = describe_cell(*content, library.name_of(reference), content->location.file,
                             diagnostics);
    }
    diagnostics.throw_if_any();
    return cell;
}

}  // namespace bgsim::config
