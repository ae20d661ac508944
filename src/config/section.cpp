#include "config/section.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "config/spelling.hpp"
#include "config/values.hpp"

namespace bgsim::config {

std::optional<Section> Section::open(const Node& node,
                                     std::string path,
                                     const std::vector<std::string>& keys,
                                     Diagnostics& diagnostics) {
    if (!node.is_map()) {
        report_kind(node, path, "a map", fmt::format("{{{}: ...}}", keys.front()), diagnostics);
        return std::nullopt;
    }
    Section section(node, std::move(path), diagnostics);
    for (const Entry& entry : node.entries) {
        if (std::ranges::find(keys, entry.key) != keys.end()) continue;
        section.has_unknown_keys_ = true;
        section.misspelt_.emplace_back(closest_match(entry.key, keys));
        diagnostics.error(entry.location,
                          section.path_.empty()
                              ? fmt::format("unknown section '{}'", entry.key)
                              : fmt::format("unknown key '{}' in '{}'", entry.key, section.path_),
                          suggestion(entry.key, keys, "remove it"));
    }
    return section;
}

const Node* Section::require(std::string_view key, std::string_view example) const {
    const Node* const found = find(key);
    const bool is_misspelt = std::ranges::find(misspelt_, key) != misspelt_.end();
    if (found == nullptr && !is_misspelt) {
        diagnostics_->error(location(),
                            path_.empty() ? fmt::format("the section '{}' is missing", key)
                                          : fmt::format("'{}' is missing in '{}'", key, path_),
                            fmt::format("write for example '{}'", example));
    }
    return found;
}

bool Section::has_without(std::string_view needed, const std::vector<std::string>& keys) const {
    bool has_any = false;
    for (const std::string& key : keys) {
        const Node* const node = find(key);
        if (node == nullptr || find(needed) != nullptr) continue;
        diagnostics_->error(node->location,
                            fmt::format("'{}' has no meaning without '{}'", key, needed),
                            "remove it");
        has_any = true;
    }
    return has_any;
}

}  // namespace bgsim::config
