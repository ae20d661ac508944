#include "config/cells.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "config/section.hpp"
#include "config/spelling.hpp"
#include "config/yaml_reader.hpp"
#include "core/build_info.hpp"

namespace bgsim::config {

namespace {

namespace fs = std::filesystem;

/// The keys of a cell; those after "ports" document it and have no effect.
const std::vector<std::string> cell_keys = {
    "model",       "params",  "ports",   "cell",       "region",     "neurotransmitter",
    "marker",      "aliases", "species", "variant_of", "confidence", "why",
    "description", "notes",   "note",    "expected",   "reference",  "references"};

bool is_path(const std::string& cell) { return cell.ends_with(".json"); }

}  // namespace

std::vector<fs::path> cell_folders(const fs::path& configuration,
                                   const std::vector<fs::path>& first_folders) {
    std::vector<fs::path> folders = first_folders;
    std::error_code ignored;
    fs::path folder = configuration.parent_path();
    folders.push_back(folder);
    folders.push_back(folder / "params");
    // Upwards from a relative path, so that messages show paths as short as the user's own.
    const fs::path absolute = fs::absolute(folder, ignored).lexically_normal();
    const auto depth = std::distance(absolute.begin(), absolute.end());
    for (std::ptrdiff_t i = 0; i < depth; ++i) {
        folder /= "..";
        folders.push_back(folder / "params");
    }
    folders.push_back(fs::path(core::build_info::data_folder) / "params");
    folders.push_back(fs::path(core::build_info::source_folder) / "params");
    return folders;
}

void check_cell_folders(const std::vector<fs::path>& folders, Diagnostics& diagnostics) {
    for (const fs::path& folder : folders) {
        std::error_code ignored;
        if (fs::is_directory(folder, ignored)) continue;
        const SourceLocation location{"--params " + folder.string(), 0, 0};
        if (fs::exists(folder, ignored)) {
            diagnostics.missing_file(location, "this is no folder", "name the folder of the cells");
        } else {
            diagnostics.missing_file(location, "this folder does not exist", "check the path");
        }
    }
}

CellLibrary::CellLibrary(const fs::path& configuration,
                         const std::vector<fs::path>& first_folders,
                         Diagnostics& diagnostics)
    : configuration_(configuration),
      folders_(cell_folders(configuration, first_folders)),
      diagnostics_(diagnostics) {}

std::optional<NamedCell> CellLibrary::locate_file(const Node& reference) const {
    std::error_code ignored;
    const std::string& name = reference.text;
    if (is_path(name)) {
        const fs::path here =
            reference.location.line == 0 ? configuration_ : fs::path(reference.location.file);
        const fs::path file = (here.parent_path() / name).lexically_normal();
        if (fs::is_regular_file(file, ignored)) return NamedCell{file, name, {}};
        return std::nullopt;
    }
    for (const fs::path& folder : folders_) {
        const fs::path file = (folder / (name + ".json")).lexically_normal();
        if (fs::is_regular_file(file, ignored)) return NamedCell{file, name, {}};
    }
    return std::nullopt;
}

/// The cells of the nearest folder in which there are any of this alias.
std::vector<NamedCell> CellLibrary::locate_alias(const std::string& alias) const {
    const fs::path group = fs::path(alias).parent_path();
    const std::string name = fs::path(alias).filename().string();
    for (const fs::path& folder : folders_) {
        auto called = cells_called(name, cells_in(folder, group));
        if (!called.empty()) return called;
    }
    return {};
}

std::optional<NamedCell> CellLibrary::locate(const Node& reference) const {
    if (auto file = locate_file(reference)) return file;
    if (is_path(reference.text)) return std::nullopt;
    auto called = locate_alias(reference.text);
    if (called.size() != 1) return std::nullopt;
    return std::move(called.front());
}

std::string CellLibrary::name_of(const Node& reference) const {
    const auto cell = locate(reference);
    return cell ? cell->name : reference.text;
}

void CellLibrary::report_ambiguous(const Node& reference,
                                   const std::vector<NamedCell>& called) const {
    std::vector<std::string> names;
    std::vector<std::string> remedies;
    for (const NamedCell& cell : called) {
        names.push_back(fmt::format("'{}' ({})", cell.name, cell.file.string()));
        remedies.push_back(fmt::format("'cell: {}'", cell.name));
    }
    diagnostics_.error(reference.location,
                       fmt::format("'{}' is another name of {} cells: {}", reference.text,
                                   called.size(), fmt::join(names, ", ")),
                       "write " + join_names(remedies));
}

void CellLibrary::report_missing(const Node& reference) const {
    const std::string& name = reference.text;
    if (is_path(name)) {
        diagnostics_.missing_file(reference.location,
                                  fmt::format("the cell '{}' does not exist", name),
                                  "paths are relative to this file");
        return;
    }
    const std::string likeliest = likeliest_name(name);
    diagnostics_.missing_file(
        reference.location,
        fmt::format("there is no cell '{0}' (no file '{0}.json', nor a cell with this alias)",
                    name),
        likeliest.empty() ? "put the file into 'params' beside the configuration, or name its "
                            "folder with --params; 'bgsim cells' lists what there is"
                          : fmt::format("did you mean {}?", likeliest));
}

/// The name or alias that is nearest to `name`, with the cell that has the alias. Among equally
/// near ones, names of files come before aliases, and near folders before others.
std::string CellLibrary::likeliest_name(const std::string& name) const {
    const fs::path group = fs::path(name).parent_path();
    std::vector<std::string> names;
    std::vector<std::string> aliases;
    std::map<std::string, std::string> cell_of;
    for (const fs::path& folder : folders_) {
        for (const NamedCell& cell : cells_in(folder, group)) {
            names.push_back(cell.name);
            for (const std::string& alias : cell.aliases) {
                aliases.push_back((group / alias).string());
                cell_of.try_emplace(aliases.back(), cell.name);
            }
        }
    }
    names.insert(names.end(), aliases.begin(), aliases.end());
    const std::string closest(closest_match(name, names));
    if (closest.empty()) return "";
    const std::string& cell = cell_of.at(closest);
    return cell == closest ? fmt::format("'{}'", closest)
                           : fmt::format("'{}' (the cell '{}')", closest, cell);
}

/// Say why `reference` names no cell.
void CellLibrary::report_unknown(const Node& reference) const {
    const bool may_be_alias = !is_path(reference.text);
    const auto called = may_be_alias ? locate_alias(reference.text) : std::vector<NamedCell>{};
    if (called.size() > 1) {
        report_ambiguous(reference, called);
    } else {
        report_missing(reference);
    }
}

const Node* CellLibrary::find(const Node& reference) {
    if (!reference.is_scalar() || reference.text.empty()) {
        diagnostics_.error(reference.location,
                           fmt::format("'cell' needs a name ('{}' found)", preview(reference)),
                           "write for example 'cell: msn_d1'");
        return nullptr;
    }
    const auto cell = locate(reference);
    const Node* const content = cell ? read(cell->file) : nullptr;
    const bool has_mistakes = cell && cells_.contains(cell->file);
    if (content == nullptr && !has_mistakes) report_unknown(reference);
    return content;
}

const Node* CellLibrary::read(const fs::path& file) {
    if (const auto known = cells_.find(file); known != cells_.end()) {
        return known->second ? &*known->second : nullptr;
    }
    const auto text = read_text_file(file);
    if (!text) return nullptr;
    auto& content = cells_[file];
    diagnostics_.announce_file(file.string());
    auto root = parse_yaml(*text, file.string(), diagnostics_);
    if (root && Section::open(*root, fmt::format("cell {}", file.stem().string()), cell_keys,
                              diagnostics_)) {
        content = std::move(root);
    }
    return content ? &*content : nullptr;
}

}  // namespace bgsim::config
