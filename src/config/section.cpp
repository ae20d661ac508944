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
    for (const Entry& entry : node.entries) {
        if (std::ranges::find(keys, entry.key) != keys.end()) continue;
        diagnostics.error(entry.location,
                          path.empty() ? fmt::format("unknown section '{}'", entry.key)
                                       : fmt::format("unknown key '{}' in '{}'", entry.key, path),
                          suggestion(entry.key, keys, "remove it"));
    }
    return Section(node, std::move(path), diagnostics);
}

const Node* Section::require(std::string_view key, std::string_view example) const {
    const Node* const found = find(key);
    if (found == nullptr) {
        diagnostics_->error(location(),
                            path_.empty() ? fmt::format("the section '{}' is missing", key)
                                          : fmt::format("'{}' is missing in '{}'", key, path_),
                            fmt::format("write for example '{}'", example));
    }
    return found;
}

}  // namespace bgsim::config
