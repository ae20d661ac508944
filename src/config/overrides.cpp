#include "config/overrides.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "config/spelling.hpp"
#include "config/topography.hpp"
#include "config/yaml_reader.hpp"
#include "core/units.hpp"

namespace bgsim::config {

namespace {

std::vector<std::string> split_path(const std::string& path) {
    std::vector<std::string> names;
    std::size_t begin = 0;
    while (true) {
        const std::size_t dot = path.find('.', begin);
        names.push_back(path.substr(begin, dot - begin));
        if (dot == std::string::npos) return names;
        begin = dot + 1;
    }
}

bool contains_null(const Node& node) {
    return node.is_null() || std::ranges::any_of(node.items, contains_null) ||
           std::ranges::any_of(node.entries,
                               [](const Entry& entry) { return contains_null(entry.value); });
}

/// Sets one value of the tree.
class Setter {
public:
    Setter(Node& root, const std::string& text, Diagnostics& diagnostics)
        : root_(root),
          text_(text),
          location_{"--set " + text, 0, 0},
          layer_(latest_layer(root) + 1),
          diagnostics_(diagnostics) {}

    void apply() {
        const std::size_t equals = text_.find('=');
        const std::string path = text_.substr(0, equals);
        const auto names = split_path(path);
        if (equals == std::string::npos || std::ranges::any_of(names, &std::string::empty)) {
            error("this is not path=value", "write for example '--set time.duration=2s'");
            return;
        }
        auto value = parse_yaml_value(text_.substr(equals + 1), location_, diagnostics_);
        if (!value) return;
        Node* const parent = parent_of(names);
        if (parent == nullptr) return;
        if (value->is_null() && !value->is_explicit) {
            error(fmt::format("the value of '{}' is empty", path),
                  fmt::format("write a value after '=', or '{}=~' to remove it", path));
        } else if (value->is_null()) {
            remove(*parent, names.back(), path);
        } else if (contains_null(*value)) {
            error("the value contains an empty part", "give each key a value");
        } else {
            set_layer(*value, layer_);
            assign(*parent, {names.back(), location_, std::move(*value)});
        }
    }

private:
    /// The map that holds the last name; missing maps are created.
    Node* parent_of(const std::vector<std::string>& names) {
        Node* node = &root_;
        for (std::size_t i = 0; i + 1 < names.size(); ++i) {
            Node* inner = node->find(names[i]);
            if (inner == nullptr) {
                if (i == 1 && is_named_thing(names)) return unknown_name(*node, names);
                Node map;
                map.kind = Node::Kind::map;
                map.location = location_;
                assign(*node, {names[i], location_, std::move(map)});
                inner = node->find(names[i]);
            }
            if (!inner->is_map()) {
                error(
                    fmt::format("'{}' is {} ('{}')", names[i], kind_name(*inner), preview(*inner)),
                    fmt::format("replace it as a whole: {}=...", joined(names, i + 1)));
                return nullptr;
            }
            node = inner;
        }
        return node;
    }

    static bool is_named_thing(const std::vector<std::string>& names) {
        return names[0] == "populations" || names[0] == "projections" || names[0] == "inputs";
    }

    Node* unknown_name(const Node& section, const std::vector<std::string>& names) {
        error(fmt::format("there is no '{}' in '{}'", names[1], names[0]),
              suggestion(names[1], keys_of(section), "define it in the configuration"));
        return nullptr;
    }

    static std::string joined(const std::vector<std::string>& names, std::size_t n) {
        std::string path = names[0];
        for (std::size_t i = 1; i < n; ++i) path += "." + names[i];
        return path;
    }

    void remove(Node& parent, const std::string& name, const std::string& path) {
        if (parent.find(name) != nullptr) {
            erase(parent, name);
            return;
        }
        error(fmt::format("there is no '{}' to remove", path),
              suggestion(name, keys_of(parent), "check the path"));
    }

    void error(std::string_view what, std::string_view remedy) {
        diagnostics_.error(location_, what, remedy);
    }

    Node& root_;
    const std::string& text_;
    SourceLocation location_;
    int layer_;
    Diagnostics& diagnostics_;
};

/// The size in `node` times `scale`, rounded, at least 1; nothing if it is no size.
std::optional<SizeChange> scaled_size(const Node& node, double scale) {
    constexpr double largest = largest_population;
    if (!node.is_scalar()) return std::nullopt;
    const auto size = core::parse_quantity(node.text);
    const bool is_size = size.fault == core::QuantityFault::none && !size.has_unit &&
                         size.value >= 1.0 && size.value <= largest &&
                         std::floor(size.value) == size.value;
    if (!is_size) return std::nullopt;
    const double after = std::max(1.0, std::round(size.value * scale));
    if (after > largest) return std::nullopt;
    return SizeChange{static_cast<std::uint64_t>(size.value), static_cast<std::uint64_t>(after)};
}

SizeChanges scale_sizes(Node& root, double scale, Diagnostics& diagnostics) {
    if (!(scale > 0.0) || !std::isfinite(scale)) {
        diagnostics.error({fmt::format("--scale {}", scale), 0, 0},
                          "the factor on the sizes of the populations must be positive",
                          "write for example '--scale 0.1'");
        return {};
    }
    SizeChanges changes;
    Node* const populations = root.find("populations");
    if (populations == nullptr) return changes;
    for (Entry& entry : populations->entries) {
        Node* const size = entry.value.find("size");
        auto change = size != nullptr ? scaled_size(*size, scale) : std::nullopt;
        if (!change) continue;
        change->after =
            std::max(change->after, std::min(change->before, n_channels_written(entry.value)));
        change->after = scale_sheet(entry.value, scale, change->before).value_or(change->after);
        size->text = fmt::format("{}", change->after);
        changes[entry.key] = *change;
    }
    return changes;
}

}  // namespace

SizeChanges apply_overrides(Node& root, const Overrides& overrides, Diagnostics& diagnostics) {
    for (const std::string& text : overrides.set) Setter(root, text, diagnostics).apply();
    if (overrides.seed) {
        const SourceLocation location{"--seed", 0, 0};
        assign(root, {"seed", location, make_scalar(fmt::format("{}", *overrides.seed), location)});
    }
    if (!overrides.scale) return {};
    return scale_sizes(root, *overrides.scale, diagnostics);
}

}  // namespace bgsim::config
