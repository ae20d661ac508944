#include "importing/write_network.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "importing/ports.hpp"
#include "importing/reading.hpp"

namespace bgsim::importing {
namespace {

/// Digits that decimal fractions keep through products; what rounding adds beyond is dropped.
std::string number(double value) { return fmt::format("{:.12g}", value); }

std::string conductance(const Connection& connection, const Receptor& receptor) {
    return number(receptor.g0_nS * connection.weight * receptor.beta.value_or(1.0)) + " nS";
}

std::string origin(const Connection& connection, const Receptor& receptor) {
    return fmt::format("{} {} nS x weight {} x beta {}", connection.name, number(receptor.g0_nS),
                       number(connection.weight), number(receptor.beta.value_or(1.0)));
}

/// Letters, digits and what else names of experiments may have.
std::string experiment_of(const std::filesystem::path& file) {
    std::string name = file.stem().string();
    std::ranges::replace_if(
        name,
        [](char c) {
            const bool is_letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            return !is_letter && !(c >= '0' && c <= '9') && c != '-' && c != '+' && c != '.';
        },
        '_');
    return name;
}

/// A string of JSON and of YAML.
std::string quoted(const std::string& text) {
    std::string inside;
    for (const char c : text) {
        const bool is_control = static_cast<unsigned char>(c) < 0x20;
        if (c == '"' || c == '\\') inside += '\\';
        inside += is_control ? fmt::format("\\u{:04x}", static_cast<int>(c)) : std::string(1, c);
    }
    return '"' + inside + '"';
}

std::string cell_path(const Cell& cell) { return fmt::format("params/{}.json", cell.name); }

TextFile cell_file(const Cell& cell) {
    const std::string file = cell.file.filename().string();
    std::vector<std::string> notes;
    for (const std::string& note : cell.notes) notes.push_back("    " + quoted(note));
    std::vector<std::string> params;
    for (const Value& value : cell.parameters) {
        params.push_back(fmt::format(R"(    {}: {{"value": {}, "unit": {}, "source": {}}})",
                                     quoted(value.name), number(value.number), quoted(value.unit),
                                     quoted(fmt::format("{}: {}", file, value.origin))));
    }
    return {cell_path(cell),
            fmt::format("{{\n\"model\": {},\n\"description\": {},\n\"notes\": [\n{}\n],\n"
                        "\"params\": {{\n{}\n}}\n}}\n",
                        quoted(cell.model),
                        quoted(fmt::format("imported from {}, model {} of the Brian2 project", file,
                                           cell.source_model)),
                        fmt::join(notes, ",\n"), fmt::join(params, ",\n"))};
}

std::string port_line(const Port& port) {
    const bool is_blocked = port.kinetics.type == "NMDA";
    return fmt::format("      {}: {{tau: {} ms, E_rev: {} mV{}}}   # {}\n", port.name,
                       number(port.kinetics.tau_ms), number(port.kinetics.E_rev_mV),
                       is_blocked ? ", nmda_block: {Mg: 1}" : "",
                       fmt::join(port.connections, ", "));
}

std::string population_text(const Population& population, const Cell& cell, const Ports& ports) {
    std::string text = fmt::format("  {}:\n    size: {}\n    cell: {}\n", population.name,
                                   population.size, quoted(cell_path(cell)));
    std::vector<std::string> initial;
    for (const Value& value : cell.initial) {
        initial.push_back(fmt::format("{}: {} {}", value.name, number(value.number), value.unit));
    }
    if (!initial.empty()) text += fmt::format("    initial: {{{}}}\n", fmt::join(initial, ", "));
    const auto& own = ports.of(population.name);
    if (own.empty()) return text;
    text += "    ports:\n";
    for (const Port& port : own) text += port_line(port);
    return text;
}

std::string projection_text(const Connection& connection,
                            const Receptor& receptor,
                            const std::string& label,
                            const Ports& ports) {
    const std::string ceiling =
        receptor.ceiling_nS ? fmt::format("    ceiling: {} nS\n", number(*receptor.ceiling_nS))
                            : "";
    return fmt::format(
        "  {} -> {}{}:   # {}\n"
        "    port: {}\n"
        "    connect: {{rule: pairwise_bernoulli, p: {}}}\n"
        "    weight: {}\n"
        "    delay: {} ms\n"
        "{}",
        connection.pre, connection.post, label, origin(connection, receptor),
        ports.name_of(connection.post, receptor), number(connection.p),
        conductance(connection, receptor), number(receptor.delay_ms), ceiling);
}

/// Several between the same populations need labels.
std::string label_of(const Connection& connection,
                     const Receptor& receptor,
                     const Network& network) {
    const auto n = std::ranges::count_if(network.connections, [&](const Connection& other) {
        return other.pre == connection.pre && other.post == connection.post;
    });
    if (n > 1) return fmt::format(" ({} {})", connection.name, receptor.type);
    return connection.receptors.size() > 1 ? fmt::format(" ({})", receptor.type) : "";
}

std::string rate_text(const PoissonSource& source, const Network& network) {
    const std::string rate = number(source.rate_hz) + " Hz";
    if (!network.stimulus) return "rate: " + rate;
    const Stimulus& stimulus = *network.stimulus;
    const auto other =
        std::ranges::find(stimulus.rates_hz, source.target, &std::pair<std::string, double>::first);
    if (other == stimulus.rates_hz.end()) return "rate: " + rate;
    if (stimulus.duration_ms == 0.0) return fmt::format("rate: {} Hz", number(other->second));
    return fmt::format("rate: {0}, steps: [[{1} ms, {2} Hz], [{3} ms, {0}]]", rate,
                       number(stimulus.start_ms), number(other->second),
                       number(stimulus.start_ms + stimulus.duration_ms));
}

std::string input_text(const PoissonSource& source,
                       const Connection& connection,
                       const Network& network,
                       const Ports& ports) {
    std::vector<std::string> weights;
    std::vector<std::string> origins;
    for (const Receptor& receptor : connection.receptors) {
        weights.push_back(fmt::format("{}: {}", ports.name_of(connection.post, receptor),
                                      conductance(connection, receptor)));
        origins.push_back(origin(connection, receptor));
    }
    return fmt::format(
        "  {} -> {}:   # {}\n"
        "    poisson: {{{}}}\n"
        "    ports: {{{}}}\n"
        "    delay: {} ms\n",
        connection.pre, connection.post, fmt::join(origins, "; "), rate_text(source, network),
        fmt::join(weights, ", "), number(connection.receptors.front().delay_ms));
}

// What is true of all networks of the project.
const std::vector<std::string> general_remarks = {
    "NMDA receptors have the block of Jahr & Stevens with 1 mM Mg, as the project's equations",
    "cells start alike, at the v and u (z) of their files; 'initial' can draw them"};

// How receptors are taken.
const std::vector<std::string> remarks_on_own_receptors = {
    "weights are g0 x weight x beta of each connection; in the project beta multiplies the current "
    "of a receptor, which is the same with one connection per receptor",
    "the project has a ceiling on the total conductance of each receptor that its files do not "
    "mention; there is none here (--compat shared-receptors writes it)"};

const std::vector<std::string> remarks_on_shared_receptors = {
    "receptors are shared as in the project's code: one per type and population, with the last "
    "decay time, reversal potential and beta of its connections; weights are g0 x weight x beta",
    "spikes of connections that are not external limit the conductance of the receptor to beta x "
    "min(max(tau x g0, floor), highest), with floor and highest 1 and 6.9 nS (AMPA), 0.5 and 3.45 "
    "nS (NMDA), 1 and 8.25 nS (GABA), and the tau of the connection itself"};

void add_source_remarks(const Network& network, std::vector<std::string>& remarks) {
    std::vector<std::string> alone;
    std::vector<std::string> probable;
    for (const PoissonSource& source : network.sources) {
        const auto connection =
            std::ranges::find(network.connections, source.name, &Connection::pre);
        if (connection == network.connections.end()) {
            alone.push_back(source.name);
        } else if (connection->p != 1.0) {
            probable.push_back(fmt::format("{} ({})", connection->name, connection->p));
        }
    }
    if (!network.sources.empty()) {
        remarks.emplace_back(
            "groups of type poisson are inputs: each cell of the target has a train of its own "
            "with the rate of the file (one to one, whatever N of the group)");
    }
    if (!probable.empty()) {
        remarks.push_back(fmt::format("p of external inputs has no effect, they are one to one: {}",
                                      fmt::join(probable, ", ")));
    }
    if (!alone.empty()) {
        remarks.push_back(
            fmt::format("drives nothing and was left out: {}", fmt::join(alone, ", ")));
    }
}

void add_connection_remarks(const Network& network, std::vector<std::string>& remarks) {
    std::vector<std::string> numbers;
    std::vector<std::string> several;
    for (const Connection& connection : network.connections) {
        for (const Receptor& receptor : connection.receptors) {
            if (!receptor.N_beta) continue;
            numbers.push_back(fmt::format("{} ({})", connection.name, *receptor.N_beta));
        }
        if (connection.receptors.size() > 1 && !network.is_source(connection.pre)) {
            several.push_back(connection.name);
        }
    }
    if (!numbers.empty()) {
        remarks.push_back(
            fmt::format("N_beta is not used, as in the project's code (p is taken as it is): {}",
                        fmt::join(numbers, ", ")));
    }
    if (!several.empty()) {
        remarks.push_back(fmt::format(
            "each receptor is a projection of its own, with its own draw of who is connected: {}",
            fmt::join(several, ", ")));
    }
}

void add_stimulus_remark(const Network& network, std::vector<std::string>& remarks) {
    if (!network.stimulus || network.stimulus->duration_ms == 0.0) return;
    remarks.push_back(fmt::format(
        "the stimulus is written as steps of the rates, from {} to {} ms; its dt_array is not used",
        number(network.stimulus->start_ms),
        number(network.stimulus->start_ms + network.stimulus->duration_ms)));
}

std::vector<std::string> all_remarks(const Network& network, const Ports& ports) {
    std::vector<std::string> remarks = network.remarks;
    const auto& receptors =
        network.has_shared_receptors ? remarks_on_shared_receptors : remarks_on_own_receptors;
    remarks.insert(remarks.end(), receptors.begin(), receptors.end());
    remarks.insert(remarks.end(), general_remarks.begin(), general_remarks.end());
    add_source_remarks(network, remarks);
    add_connection_remarks(network, remarks);
    add_stimulus_remark(network, remarks);
    const auto of_ports = ports.remarks();
    remarks.insert(remarks.end(), of_ports.begin(), of_ports.end());
    return remarks;
}

std::string head(const Network& network, const std::vector<std::string>& remarks) {
    std::string text =
        fmt::format("# Imported from {}. How it was read:\n", network.file.filename().string());
    for (const auto& remark : remarks) text += fmt::format("# - {}\n", remark);
    return text + fmt::format(
                      "experiment: {}\n"
                      "description: {}\n"
                      "seed: 1\n"
                      "time: {{duration: {} ms, discard: {} ms, dt: {} ms}}\n",
                      experiment_of(network.file),
                      quoted("imported from " + network.file.filename().string()),
                      number(network.duration_ms), number(network.discard_ms), dt_ms);
}

std::string configuration(const Network& network,
                          const Ports& ports,
                          const std::vector<std::string>& remarks) {
    std::string text = head(network, remarks) + "\npopulations:\n";
    for (const Population& population : network.populations) {
        text += population_text(population, network.cells[population.cell], ports);
    }
    std::string projections;
    std::string inputs;
    for (const Connection& connection : network.connections) {
        const auto source =
            std::ranges::find(network.sources, connection.pre, &PoissonSource::name);
        if (source != network.sources.end()) {
            inputs += input_text(*source, connection, network, ports);
            continue;
        }
        for (const Receptor& receptor : connection.receptors) {
            projections += projection_text(connection, receptor,
                                           label_of(connection, receptor, network), ports);
        }
    }
    if (!projections.empty()) text += "\nprojections:\n" + projections;
    if (!inputs.empty()) text += "\ninputs:\n" + inputs;
    return text + "\nrecord: {spikes: all}\n";
}

}  // namespace

Imported as_configuration(const Network& network) {
    const Ports ports(network);
    Imported imported{.files = {}, .remarks = all_remarks(network, ports)};
    imported.files.push_back(
        {network.file.stem().string() + ".yaml", configuration(network, ports, imported.remarks)});
    for (const Cell& cell : network.cells) imported.files.push_back(cell_file(cell));
    return imported;
}

}  // namespace bgsim::importing
