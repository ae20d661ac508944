#include "protocol/network_tree.hpp"

#include <fmt/format.h>

#include "bgsim/error.hpp"

namespace bgsim::protocol {
namespace {

using config::Node;

/// Where nothing is expected to be wrong.
const config::SourceLocation here{"(written by bgsim cell)", 0, 0};

Node scalar(std::string text) { return config::make_scalar(std::move(text), here); }

Node list() {
    Node node;
    node.kind = Node::Kind::list;
    node.location = here;
    return node;
}

void put(Node& map, const std::string& key, Node value) {
    config::assign(map,
                   {key, value.location.file.empty() ? here : value.location, std::move(value)});
}

/// [[500 ms, 20 pA], ...]
Node points(const std::vector<std::pair<double, double>>& values) {
    Node all = list();
    for (const auto& [time_ms, current_pA] : values) {
        Node point = list();
        point.items = {scalar(quantity(time_ms, "ms")), scalar(quantity(current_pA, "pA"))};
        all.items.push_back(std::move(point));
    }
    return all;
}

Node current(const Injection& injection) {
    if (injection.changes.empty() && injection.ramp.empty()) {
        return scalar(quantity(injection.before_pA, "pA"));
    }
    Node map = empty_map();
    if (injection.ramp.empty()) {
        put(map, "value", scalar(quantity(injection.before_pA, "pA")));
        put(map, "steps", points(injection.changes));
    } else {
        put(map, "ramp", points(injection.ramp));
    }
    return map;
}

}  // namespace

std::string quantity(double value, const std::string& unit) {
    return fmt::format("{} {}", value, unit);
}

Node empty_map() {
    Node map;
    map.kind = Node::Kind::map;
    map.location = here;
    return map;
}

NetworkTree::NetworkTree(const Plan& plan, const std::string& experiment)
    : root_(empty_map()), cell_options_(plan.cell), dt_ms_(plan.dt_ms) {
    put(root_, "experiment", scalar(experiment));
    for (const config::Entry& entry : plan.network.entries) config::assign(root_, entry);
    Node record = empty_map();
    put(record, "spikes", scalar("all"));
    put(root_, "record", std::move(record));
    Node limits = empty_map();
    put(limits, "max_rate", scalar("1000 kHz"));  // a current may be as large as anybody likes
    put(limits, "nan", scalar("ignore"));         // and is named if it is too large
    put(root_, "limits", std::move(limits));
}

Node& NetworkTree::section(const std::string& name) {
    if (root_.find(name) == nullptr) put(root_, name, empty_map());
    return *root_.find(name);
}

void NetworkTree::set_time(double duration_ms, double discard_ms) {
    Node time = empty_map();
    put(time, "duration", scalar(quantity(duration_ms, "ms")));
    put(time, "discard", scalar(quantity(discard_ms, "ms")));
    put(time, "dt", scalar(quantity(dt_ms_, "ms")));
    put(root_, "time", std::move(time));
}

void NetworkTree::add_cells(const Cell& cell, const std::string& name, std::size_t size) {
    BGSIM_EXPECT(!has_population(name));
    Node population = empty_map();
    put(population, "size", scalar(std::to_string(size)));
    put(population, "cell", cell.reference);
    for (const config::Entry& entry : cell_options_.entries) config::assign(population, entry);
    put(section("populations"), name, std::move(population));
}

bool NetworkTree::has_population(const std::string& name) const {
    const Node* const populations = root_.find("populations");
    return populations != nullptr && populations->find(name) != nullptr;
}

void NetworkTree::set(const std::string& population,
                      const char* section_name,
                      const std::string& name,
                      const std::string& value) {
    Node* const cells = section("populations").find(population);
    BGSIM_EXPECT(cells != nullptr);
    if (cells->find(section_name) == nullptr) put(*cells, section_name, empty_map());
    put(*cells->find(section_name), name, scalar(value));
}

void NetworkTree::set_solver(const std::string& population, const std::string& solver) {
    Node* const cells = section("populations").find(population);
    BGSIM_EXPECT(cells != nullptr);
    put(*cells, "solver", scalar(solver));
}

void NetworkTree::add_source(const std::string& name, const std::vector<double>& times_ms) {
    Node times = list();
    for (const double time_ms : times_ms) times.items.push_back(scalar(quantity(time_ms, "ms")));
    Node spikes = empty_map();
    put(spikes, "times", std::move(times));
    Node source = empty_map();
    put(source, "size", scalar("1"));
    put(source, "spikes", std::move(spikes));
    put(section("populations"), name, std::move(source));
}

void NetworkTree::add(const Injection& injection) {
    Node input = empty_map();
    put(input, "current", current(injection));
    if (!injection.neurons.empty()) put(input, "neurons", scalar(injection.neurons));
    put(section("inputs"), fmt::format("{} -> {}", injection.name, injection.population),
        std::move(input));
}

void NetworkTree::add(const Sampling& sampling) {
    Node variables = list();
    for (const std::string& name : sampling.variables) variables.items.push_back(scalar(name));
    Node state = empty_map();
    put(state, "variables", std::move(variables));
    if (!sampling.neurons.empty()) put(state, "neurons", scalar(sampling.neurons));
    put(state, "every", scalar(quantity(sampling.every_ms, "ms")));
    Node& record = section("record");
    if (record.find("state") == nullptr) put(record, "state", empty_map());
    put(*record.find("state"), sampling.population, std::move(state));
}

void NetworkTree::add(const Synapse& synapse) {
    Node connect = empty_map();
    put(connect, "rule", scalar("all_to_all"));
    Node projection = empty_map();
    put(projection, "port", synapse.port);
    put(projection, "connect", std::move(connect));
    put(projection, "weight", synapse.weight);
    put(projection, "delay", scalar(quantity(dt_ms_, "ms")));
    if (synapse.plasticity) put(projection, "short_term_plasticity", *synapse.plasticity);
    put(section("projections"), fmt::format("{} -> {}", synapse.source, synapse.target),
        std::move(projection));
}

}  // namespace bgsim::protocol
