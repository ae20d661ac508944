#include "importing/read_connection.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/spelling.hpp"
#include "importing/reading.hpp"

namespace bgsim::importing {
namespace {

using config::Diagnostics;
using config::Entry;
using config::Node;
using config::Section;
using model::Constraint;

const std::vector<std::string> receptor_types = {"AMPA", "NMDA", "GABA"};

std::vector<std::string> group_names(const Network& network) {
    std::vector<std::string> names;
    for (const auto& population : network.populations) names.push_back(population.name);
    for (const auto& source : network.sources) names.push_back(source.name);
    return names;
}

std::optional<std::string> read_group(const Section& section,
                                      std::string_view key,
                                      const Network& network,
                                      Diagnostics& diagnostics) {
    const auto name = read_name(section, key, "STN", diagnostics);
    if (!name || network.is_population(*name) || network.is_source(*name)) return name;
    diagnostics.error(section.find(key)->location, fmt::format("there is no group '{}'", *name),
                      config::suggestion(*name, group_names(network), "add it to 'neurons'"));
    return std::nullopt;
}

std::optional<double> optional_factor(const Section& section,
                                      std::string_view key,
                                      Diagnostics& diagnostics) {
    const Node* const node = section.find(key);
    if (node == nullptr) return std::nullopt;
    return read_value(*node, section.path() + '.' + std::string(key),
                      {.unit = "", .constraint = Constraint::non_negative, .example = 1.0},
                      diagnostics);
}

double required(const Section& section,
                std::string_view key,
                const config::Wanted& wanted,
                Diagnostics& diagnostics) {
    const Node* const node = section.require(
        key, fmt::format(R"({{"value": {:g}, "unit": "{}"}})", wanted.example, wanted.unit));
    if (node == nullptr) return 0.0;
    return read_value(*node, section.path() + '.' + std::string(key), wanted, diagnostics)
        .value_or(0.0);
}

Receptor read_receptor(const std::string& type, const Node& node, Diagnostics& diagnostics) {
    Receptor receptor{.type = type};
    const auto section =
        Section::open(node, "receptor_params." + type,
                      {"g0", "tau_syn", "E_rev", "delay", "beta", "N_beta"}, diagnostics);
    if (!section) return receptor;
    receptor.g0_nS = required(
        *section, "g0", {.unit = "nS", .constraint = Constraint::non_negative, .example = 0.5},
        diagnostics);
    receptor.tau_ms =
        required(*section, "tau_syn",
                 {.unit = "ms", .constraint = Constraint::positive, .example = 12.0}, diagnostics);
    receptor.E_rev_mV = required(*section, "E_rev", {.unit = "mV", .example = -74.0}, diagnostics);
    receptor.delay_ms =
        required(*section, "delay",
                 {.unit = "ms", .constraint = Constraint::positive, .example = 2.5}, diagnostics);
    if (const Node* const delay = section->find("delay")) {
        check_whole_steps(*delay, "delay", receptor.delay_ms, diagnostics);
    }
    receptor.beta = optional_factor(*section, "beta", diagnostics);
    receptor.N_beta = optional_factor(*section, "N_beta", diagnostics);
    return receptor;
}

std::vector<std::string> read_types(const Section& section, Diagnostics& diagnostics) {
    const Node* const node = section.require("receptor_type", "AMPA");
    if (node == nullptr) return {};
    const auto items = node->is_list() ? node->items : std::vector{*node};
    std::vector<std::string> types;
    for (const Node& item : items) {
        const auto type = read_choice(item, "receptor_type", receptor_types, diagnostics);
        if (type) types.push_back(receptor_types[*type]);
    }
    return types;
}

void read_receptors(const Section& section, Connection& connection, Diagnostics& diagnostics) {
    const auto types = read_types(section, diagnostics);
    const Node* const node = section.require("receptor_params", R"({"AMPA": {...}})");
    if (node == nullptr) return;
    const auto params =
        Section::open(*node, section.path() + ".receptor_params", receptor_types, diagnostics);
    if (!params) return;
    for (const std::string& type : types) {
        const Node* const receptor = params->require(type, R"({"g0": {...}, "tau_syn": {...}})");
        if (receptor == nullptr) continue;
        connection.receptors.push_back(read_receptor(type, *receptor, diagnostics));
    }
    for (const Entry& entry : node->entries) {
        if (std::ranges::count(types, entry.key) != 0 || types.empty()) continue;
        diagnostics.error(
            entry.location,
            fmt::format("'{}' is not among the receptor_type of '{}'", entry.key, connection.name),
            "add it there, or remove it here");
    }
}

void check_source(const Connection& connection, const Network& network, Diagnostics& diagnostics) {
    const auto source = std::ranges::find(network.sources, connection.pre, &PoissonSource::name);
    if (source == network.sources.end()) return;
    if (source->target != connection.post) {
        diagnostics.error(connection.location,
                          fmt::format("'{}' has no rate for '{}', only for '{}'", connection.pre,
                                      connection.post, source->target),
                          "correct 'post', or 'target_rates' of the group");
    }
    const bool is_second = std::ranges::any_of(
        network.connections, [&](const Connection& other) { return other.pre == connection.pre; });
    if (is_second) {
        diagnostics.error(connection.location,
                          fmt::format("'{}' has two connections", connection.pre),
                          "write one with several receptors");
    }
    for (const Receptor& receptor : connection.receptors) {
        if (receptor.delay_ms == connection.receptors.front().delay_ms) continue;
        diagnostics.error(connection.location,
                          fmt::format("the receptors of the external input '{}' have different "
                                      "delays",
                                      connection.name),
                          "give them the same");
    }
}

void read_connection(const Entry& entry, Network& network, Diagnostics& diagnostics) {
    const auto section = Section::open(
        entry.value, "connections." + entry.key,
        {"pre", "post", "receptor_type", "p", "weight", "receptor_params"}, diagnostics);
    if (!section) return;
    Connection connection{.name = entry.key, .location = entry.location};
    const auto pre = read_group(*section, "pre", network, diagnostics);
    const auto post = read_group(*section, "post", network, diagnostics);
    connection.pre = pre.value_or("");
    connection.post = post.value_or("");
    if (post && network.is_source(*post)) {
        diagnostics.error(section->find("post")->location,
                          fmt::format("'{}' fires at random and receives nothing", *post),
                          "name a group with a params_file");
    }
    connection.p = read_number(*section, "p", diagnostics).value_or(0.0);
    if (connection.p > 1.0) {
        diagnostics.error(section->find("p")->location,
                          fmt::format("'p' is {:g}, a probability is at most 1", connection.p),
                          "write for example 0.03");
    }
    connection.weight = section->find("weight") == nullptr
                            ? 1.0
                            : read_number(*section, "weight", diagnostics).value_or(1.0);
    read_receptors(*section, connection, diagnostics);
    if (pre && post) check_source(connection, network, diagnostics);
    network.connections.push_back(std::move(connection));
}

}  // namespace

std::optional<double> read_rate(const Node& node, Diagnostics& diagnostics) {
    Node quantity = node;
    if (node.is_scalar()) {
        std::ranges::replace(quantity.text, '*', ' ');
        const bool is_plain =
            quantity.text.find_first_not_of("0123456789.eE+- ") == std::string::npos;
        if (is_plain) quantity.text += " Hz";
    }
    return read_quantity(quantity, "equation",
                         {.unit = "Hz", .constraint = Constraint::non_negative, .example = 170.0},
                         diagnostics);
}

void read_connections(const Node& tree, Network& network, Diagnostics& diagnostics) {
    const Node* const node = tree.find("connections");
    if (node == nullptr || !node->is_map()) {
        report_kind(node == nullptr ? tree : *node, "connections", "a map by name",
                    R"({"STN_to_SNr": {"pre": "STN", "post": "SNr", ...}})", diagnostics);
        return;
    }
    for (const Entry& entry : node->entries) read_connection(entry, network, diagnostics);
}

}  // namespace bgsim::importing
