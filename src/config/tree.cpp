#include "config/tree.hpp"

#include <algorithm>
#include <utility>

namespace bgsim::config {

namespace {

std::string on_one_line(const Node& node) {
    if (node.is_null()) return "null";
    if (node.is_scalar()) return node.text;
    std::string inside;
    for (const Node& item : node.items) {
        inside += (inside.empty() ? "" : ", ") + on_one_line(item);
    }
    for (const Entry& entry : node.entries) {
        inside += (inside.empty() ? "" : ", ") + entry.key + ": " + on_one_line(entry.value);
    }
    return node.is_list() ? "[" + inside + "]" : "{" + inside + "}";
}

}  // namespace

const Node* Node::find(std::string_view key) const {
    const auto found = std::ranges::find(entries, key, &Entry::key);
    return found == entries.end() ? nullptr : &found->value;
}

Node* Node::find(std::string_view key) {
    const auto found = std::ranges::find(entries, key, &Entry::key);
    return found == entries.end() ? nullptr : &found->value;
}

Node make_scalar(std::string text, SourceLocation location) {
    Node node;
    node.kind = Node::Kind::scalar;
    node.text = std::move(text);
    node.location = std::move(location);
    return node;
}

Node empty_map(const SourceLocation& location) {
    Node node;
    node.kind = Node::Kind::map;
    node.location = location;
    return node;
}

std::vector<std::string> keys_of(const Node& map) {
    std::vector<std::string> keys;
    for (const Entry& entry : map.entries) keys.push_back(entry.key);
    return keys;
}

void set_layer(Node& node, int layer) {
    node.layer = layer;
    for (Node& item : node.items) set_layer(item, layer);
    for (Entry& entry : node.entries) set_layer(entry.value, layer);
}

int latest_layer(const Node& node) {
    int latest = node.layer;
    for (const Node& item : node.items) latest = std::max(latest, latest_layer(item));
    for (const Entry& entry : node.entries) latest = std::max(latest, latest_layer(entry.value));
    return latest;
}

void erase(Node& map, std::string_view key) {
    std::erase_if(map.entries, [&](const Entry& entry) { return entry.key == key; });
}

void assign(Node& map, Entry entry) {
    const auto present = std::ranges::find(map.entries, entry.key, &Entry::key);
    if (present != map.entries.end()) {
        *present = std::move(entry);
    } else {
        map.entries.push_back(std::move(entry));
    }
}

std::string preview(const Node& node) {
    constexpr std::size_t longest = 60;
    std::string text = on_one_line(node);
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < ' '; }, ' ');
    if (text.size() <= longest) return text;
    return text.substr(0, longest - 3) + "...";
}

std::string_view kind_name(const Node& node) {
    switch (node.kind) {
        case Node::Kind::scalar:
            return "a value";
        case Node::Kind::list:
            return "a list";
        case Node::Kind::map:
            return "a map";
        case Node::Kind::null:
            break;
    }
    return "nothing";
}

}  // namespace bgsim::config
