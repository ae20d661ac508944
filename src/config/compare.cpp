#include "bgsim/config/compare.hpp"

#include <fmt/format.h>

#include "bgsim/error.hpp"
#include "config/diagnostics.hpp"
#include "config/tree.hpp"
#include "config/yaml_reader.hpp"

namespace bgsim::config {
namespace {

Node parsed(const std::string& yaml, const char* name) {
    Diagnostics diagnostics;
    auto root = parse_yaml(yaml, name, diagnostics);
    if (!root) diagnostics.throw_if_any();
    BGSIM_EXPECT(root.has_value());
    return std::move(*root);
}

class Comparison {
public:
    void compare(const std::string& path, const Node* then, const Node* now) {
        if (then != nullptr && now != nullptr && then->kind == now->kind) {
            if (then->is_map()) return compare_maps(path, *then, *now);
            if (then->is_list() && then->items.size() == now->items.size()) {
                return compare_lists(path, *then, *now);
            }
            if (!then->is_list() && then->text == now->text) return;
        }
        found.push_back({path, shown(then), shown(now)});
    }

    std::vector<Difference> found;

private:
    static std::string shown(const Node* node) {
        return node == nullptr ? "(nothing)" : preview(*node);
    }

    void compare_maps(const std::string& path, const Node& then, const Node& now) {
        const auto below = [&](const std::string& key) {
            return path.empty() ? key : path + '.' + key;
        };
        for (const Entry& entry : then.entries) {
            compare(below(entry.key), &entry.value, now.find(entry.key));
        }
        for (const Entry& entry : now.entries) {
            if (then.find(entry.key) == nullptr) compare(below(entry.key), nullptr, &entry.value);
        }
    }

    void compare_lists(const std::string& path, const Node& then, const Node& now) {
        for (std::size_t i = 0; i != then.items.size(); ++i) {
            compare(fmt::format("{}[{}]", path, i), &then.items[i], &now.items[i]);
        }
    }
};

}  // namespace

std::vector<Difference> differences(const std::string& then, const std::string& now) {
    const Node before = parsed(then, "configuration of the checkpoint");
    const Node after = parsed(now, "configuration");
    Comparison comparison;
    comparison.compare("", &before, &after);
    return std::move(comparison.found);
}

bool is_at_or_below(const std::string& path, const std::string& key) {
    return path.starts_with(key) &&
           (path.size() == key.size() || path[key.size()] == '.' || path[key.size()] == '[');
}

}  // namespace bgsim::config
