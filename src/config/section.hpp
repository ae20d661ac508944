/// A map of the configuration whose keys are fixed by the language.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/diagnostics.hpp"
#include "config/tree.hpp"

namespace bgsim::config {

class Section {
public:
    /// Check that `node` is a map with no other keys than `keys`; what does not fit is recorded.
    /// Nothing is returned if it is no map.
    static std::optional<Section> open(const Node& node,
                                       std::string path,
                                       const std::vector<std::string>& keys,
                                       Diagnostics& diagnostics);

    /// The value of an optional key; null pointer if absent.
    const Node* find(std::string_view key) const { return node_->find(key); }

    /// The value of a key that must be there; if it is absent, records so with an `example`,
    /// unless an unknown key was recorded as a misspelling of it.
    const Node* require(std::string_view key, std::string_view example) const;

    /// Whether one of `keys` is there although `needed`, without which it has no meaning, is not;
    /// this is recorded.
    bool has_without(std::string_view needed, const std::vector<std::string>& keys) const;

    bool has_unknown_keys() const { return has_unknown_keys_; }

    const std::string& path() const { return path_; }
    const SourceLocation& location() const { return node_->location; }
    const Node& node() const { return *node_; }

private:
    Section(const Node& node, std::string path, Diagnostics& diagnostics)
        : node_(&node), path_(std::move(path)), diagnostics_(&diagnostics) {}

    const Node* node_;
    std::string path_;
    Diagnostics* diagnostics_;
    bool has_unknown_keys_ = false;
    std::vector<std::string> misspelt_;  ///< keys that unknown keys probably stand for
};

}  // namespace bgsim::config
