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
const std::vector<std::string> cell_keys = {"model",    "params",           "ports",     "cell",
                                            "region",   "neurotransmitter", "marker",    "aliases",
                                            "species",  "description",      "notes",     "note",
                                            "expected", "reference",        "references"};

std::vector<fs::path> search_folders(const fs::path& configuration,
                                     const std::vector<fs::path>& first) {
    std::vector<fs::path> folders = first;
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

bool is_path(const std::string& cell) { return cell.ends_with(".json"); }

}  // namespace

CellLibrary::CellLibrary(const fs::path& configuration,
                         const std::vector<fs::path>& first_folders,
                         Diagnostics& diagnostics)
    : configuration_(configuration),
      folders_(search_folders(configuration, first_folders)),
      diagnostics_(diagnostics) {}

std::optional<fs::path> CellLibrary::locate(const Node& reference) const {
    std::error_code ignored;
    if (is_path(reference.text)) {
        const fs::path here =
            reference.location.line == 0 ? configuration_ : fs::path(reference.location.file);
        const fs::path file = (here.parent_path() / reference.text).lexically_normal();
        if (fs::is_regular_file(file, ignored)) return file;
        return std::nullopt;
    }
    for (const fs::path& folder : folders_) {
        const fs::path file = (folder / (reference.text + ".json")).lexically_normal();
        if (fs::is_regular_file(file, ignored)) return file;
    }
    return std::nullopt;
}

void CellLibrary::report_missing(const Node& reference) const {
    const std::string& name = reference.text;
    if (is_path(name)) {
        diagnostics_.missing_file(reference.location,
                                  fmt::format("the cell '{}' does not exist", name),
                                  "paths are relative to this file");
        return;
    }
    std::vector<std::string> names;
    const fs::path group = fs::path(name).parent_path();
    for (const fs::path& folder : folders_) {
        std::error_code error;
        for (const auto& file : fs::directory_iterator(folder / group, error)) {
            if (file.path().extension() != ".json") continue;
            names.push_back((group / file.path().stem()).string());
        }
    }
    std::ranges::sort(names);
    const std::string_view closest = closest_match(name, names);
    diagnostics_.missing_file(
        reference.location, fmt::format("there is no cell '{0}' (no file '{0}.json')", name),
        closest.empty() ? "put the file into 'params' beside the configuration, or name its folder "
                          "with --params"
                        : fmt::format("did you mean '{}'?", closest));
}

const Node* CellLibrary::find(const Node& reference) {
    if (!reference.is_scalar() || reference.text.empty()) {
        diagnostics_.error(reference.location,
                           fmt::format("'cell' needs a name ('{}' found)", preview(reference)),
                           "write for example 'cell: msn_d1'");
        return nullptr;
    }
    const auto file = locate(reference);
    const auto text = file ? read_text_file(*file) : std::nullopt;
    if (!text) {
        report_missing(reference);
        return nullptr;
    }
    const auto [place, is_new] = cells_.try_emplace(*file);
    if (is_new) {
        diagnostics_.announce_file(file->string());
        auto root = parse_yaml(*text, file->string(), diagnostics_);
        if (root && Section::open(*root, fmt::format("cell {}", file->stem().string()), cell_keys,
                                  diagnostics_)) {
            place->second = std::move(root);
        }
    }
    return place->second ? &*place->second : nullptr;
}

}  // namespace bgsim::config
