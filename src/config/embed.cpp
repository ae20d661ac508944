#include "config/embed.hpp"

#include <algorithm>
#include <array>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>

#include "config/parameters.hpp"

namespace bgsim::config {

namespace {

/// What documents a value; it stays with the cell.
constexpr std::array<std::string_view, 6> documentation = {"source", "note",       "notes",
                                                           "why",    "confidence", "reference"};

void remove_quotes(Node& node) {
    node.is_quoted = false;
    for (Node& item : node.items) remove_quotes(item);
    for (Entry& entry : node.entries) remove_quotes(entry.value);
}

/// A port or parameter without its documentation and the quotation marks of JSON.
Node plain_copy(const Node& value) {
    Node copy = value;
    for (const std::string_view key : documentation) erase(copy, key);
    remove_quotes(copy);
    return copy;
}

/// A parameter as it is written in YAML: "15.2 pF" or {value: -81.85 mV, dopamine: -0.0282}.
Node plain_parameter(const Node& parameter) {
    Node copy = plain_copy(parameter);
    Node* const value = copy.find("value");
    if (value == nullptr) return copy;
    *value = with_its_unit(copy, *value);
    erase(copy, "unit");
    if (copy.entries.size() > 1) return copy;
    return {*copy.find("value")};
}

/// The map `key` of `population`, with the entries of `of_cell` that it does not replace in front.
void embed_map(Node& population,
               std::string_view key,
               const Node* of_cell,
               Node (*in_yaml)(const Node&)) {
    if (of_cell == nullptr) return;
    const Node* const own = population.find(key);
    Node all = empty_map(own != nullptr ? own->location : population.location);
    for (const Entry& entry : of_cell->entries) {
        if (own != nullptr && own->find(entry.key) != nullptr) continue;
        all.entries.push_back({entry.key, entry.location, in_yaml(entry.value)});
    }
    if (own != nullptr) std::ranges::copy(own->entries, std::back_inserter(all.entries));
    assign(population, {std::string(key), all.location, std::move(all)});
}

void embed(Node& population, const Node& cell, const std::string& name) {
    Entry& reference = *std::ranges::find(population.entries, "cell", &Entry::key);
    reference.key = "from_cell";
    reference.value.text = name;
    const Node* const model = cell.find("model");
    assign(population, {"model", population.location, plain_copy(*model)});
    embed_map(population, "parameters", cell.find("params"), plain_parameter);
    embed_map(population, "ports", cell.find("ports"), plain_copy);
}

}  // namespace

void embed_cells(Node& root, CellLibrary& cells) {
    for (Entry& population : root.find("populations")->entries) {
        const Node* const reference = population.value.find("cell");
        const Node* const cell = reference != nullptr ? cells.find(*reference) : nullptr;
        if (cell != nullptr) embed(population.value, *cell, cells.name_of(*reference));
    }
}

void embed_files(Node& root, const std::vector<Replacement>& replacements) {
    for (const Replacement& replacement : replacements) {
        Node* map = &root;
        std::istringstream names(replacement.path);
        for (std::string name; std::getline(names, name, '.');) map = map->find(name);
        for (const std::string& key : replacement.removed) erase(*map, key);
        for (const Entry& entry : replacement.added) assign(*map, entry);
    }
}

}  // namespace bgsim::config
