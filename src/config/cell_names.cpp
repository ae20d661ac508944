#include "config/cell_names.hpp"

#include <algorithm>
#include <system_error>
#include <utility>

#include "config/spelling.hpp"
#include "config/yaml_reader.hpp"

namespace bgsim::config {

namespace {

namespace fs = std::filesystem;

/// What of a name counts: "GPe-TI" and "gpe_ti" are "gpeti", "STN PV-" is "stnpv-".
std::string essence_of(std::string_view name) {
    std::string essence = lower_case(name);
    const bool ends_with_minus = essence.ends_with('-');
    std::erase_if(essence, [](char c) { return c == ' ' || c == '-' || c == '_'; });
    return ends_with_minus ? essence + '-' : essence;
}

std::vector<std::string> aliases_of(const fs::path& file) {
    std::vector<std::string> aliases{file.stem().string()};
    const auto text = read_text_file(file);
    Diagnostics unreported;  // other cells are not the user's concern here
    const auto root = text ? parse_yaml(*text, file.string(), unreported) : std::nullopt;
    const Node* const listed = root ? root->find("aliases") : nullptr;
    if (listed == nullptr) return aliases;
    for (const Node& alias : listed->items) {
        if (alias.is_scalar()) aliases.push_back(alias.text);
    }
    return aliases;
}

}  // namespace

std::vector<NamedCell> cells_in(const fs::path& folder, const fs::path& group) {
    std::vector<NamedCell> cells;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(folder / group, error)) {
        if (entry.path().extension() != ".json") continue;
        cells.push_back({.file = entry.path().lexically_normal(),
                         .name = (group / entry.path().stem()).string(),
                         .aliases = aliases_of(entry.path())});
    }
    std::ranges::sort(cells, {}, &NamedCell::name);
    return cells;
}

std::vector<NamedCell> cells_called(std::string_view alias, const std::vector<NamedCell>& cells) {
    const std::string wanted = essence_of(alias);
    std::vector<NamedCell> called;
    for (const NamedCell& cell : cells) {
        const bool is_called =
            std::ranges::find(cell.aliases, wanted, essence_of) != cell.aliases.end();
        if (is_called) called.push_back(cell);
    }
    return called;
}

}  // namespace bgsim::config
