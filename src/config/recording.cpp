#include "config/recording.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "config/neurons.hpp"
#include "config/section.hpp"
#include "config/spelling.hpp"
#include "config/values.hpp"

namespace bgsim::config {

namespace {

const std::vector<std::string> state_keys = {"variables", "neurons", "every"};

/// Reads what is recorded of the state of one population.
class StateReader {
public:
    StateReader(const Section& section, PopulationId population, Context& context)
        : section_(section),
          population_(context.specification.populations[population]),
          status_(context.status[population]),
          context_(context),
          diagnostics_(context.diagnostics) {
        recording_.population = population;
    }

    StateRecording read() {
        if (const Node* const node = section_.require("variables", "variables: [V_m]")) {
            read_variables(*node);
        }
        const Node* const neurons = section_.find("neurons");
        recording_.neurons = neurons == nullptr ? all_neurons(population_)
                                                : read_neurons(*neurons, recording_.population,
                                                               section_.path(), context_);
        if (const Node* const every = section_.find("every")) {
            recording_.every = context_.read_steps(*every, "every", 1).value_or(1);
        }
        return std::move(recording_);
    }

private:
    void read_variables(const Node& node) {
        if (!node.is_list() || node.items.empty()) {
            report_kind(node, "variables", "a list of names", "[V_m]", diagnostics_);
            return;
        }
        if (status_.model == nullptr || !status_.has_ports) return;
        const auto known = known_variables();
        for (const Node& item : node.items) {
            const std::string name = item.is_scalar() ? item.text : preview(item);
            if (std::ranges::find(known, name) == known.end()) {
                if (!names_faulty_port(name)) report_unknown(item, name, known);
            } else if (std::ranges::find(recording_.variables, name) ==
                       recording_.variables.end()) {
                recording_.variables.push_back(name);
            }
        }
    }

    std::vector<std::string> known_variables() const {
        std::vector<std::string> names;
        for (const auto& field : status_.model->state) names.push_back(field.name);
        for (const Port& port : population_.ports) {
            if (port.type == Port::Type::delta) continue;  // has no state
            names.push_back((port.type == Port::Type::conductance ? "g_" : "I_") + port.name);
        }
        return names;
    }

    bool names_faulty_port(const std::string& name) const {
        return name.size() > 2 && status_.faulty_ports.contains(name.substr(2));
    }

    void report_unknown(const Node& item,
                        const std::string& name,
                        const std::vector<std::string>& known) {
        diagnostics_.error(item.location,
                           fmt::format("'{}' has no variable '{}'", population_.name, name),
                           suggestion(name, known, "remove it"));
    }

    const Section& section_;
    const Population& population_;
    const PopulationStatus& status_;
    Context& context_;
    Diagnostics& diagnostics_;
    StateRecording recording_;
};

void read_spikes(const Node& node, Context& context) {
    std::vector<bool>& spikes = context.specification.recording.spikes;
    if (node.is_list()) {
        spikes.assign(spikes.size(), false);
        for (const Node& item : node.items) {
            const auto population = context.require_population(
                item.is_scalar() ? item.text : preview(item), item.location);
            if (population) spikes[*population] = true;
        }
        return;
    }
    if (node.is_scalar() && (node.text == "all" || node.text == "none")) {
        spikes.assign(spikes.size(), node.text == "all");
        return;
    }
    context.diagnostics.error(node.location, fmt::format("'spikes' cannot be '{}'", preview(node)),
                              "use all, none or a list of populations");
}

void read_states(const Node& node, Context& context) {
    if (!node.is_map()) {
        report_kind(node, "record.state", "a map", "{STN: {variables: [V_m]}}",
                    context.diagnostics);
        return;
    }
    for (const Entry& entry : node.entries) {
        const auto population =
            context.require_target(entry.key, entry.location, "stand in 'record.state'");
        const auto section = Section::open(entry.value, "record.state." + entry.key, state_keys,
                                           context.diagnostics);
        if (!population || !section) continue;
        StateRecording state = StateReader(*section, *population, context).read();
        if (state.neurons.empty()) continue;
        context.specification.recording.states.push_back(std::move(state));
    }
}

bool has_currents(const Population& population) {
    return std::ranges::any_of(population.ports,
                               [](const Port& port) { return port.type != Port::Type::delta; });
}

std::vector<PopulationId> all_with_currents(const std::vector<Population>& populations) {
    std::vector<PopulationId> chosen;
    for (PopulationId i = 0; i != populations.size(); ++i) {
        if (has_currents(populations[i])) chosen.push_back(i);
    }
    return chosen;
}

/// The population that an item of the list names; a mistake is recorded.
std::optional<PopulationId> read_lfp_population(const Node& item, Context& context) {
    const auto id = context.require_target(item.is_scalar() ? item.text : preview(item),
                                           item.location, "stand in 'record.lfp'");
    if (!id) return std::nullopt;
    const Population& population = context.specification.populations[*id];
    if (has_currents(population) || !context.status[*id].has_ports) return id;
    context.diagnostics.error(
        item.location,
        fmt::format("'{}' has no port of type conductance or current", population.name),
        "remove it from 'record.lfp'");
    return std::nullopt;
}

/// Populations that are named, or all that have synaptic currents.
std::vector<PopulationId> read_lfp_populations(const Node* node, Context& context) {
    if (node == nullptr || (node->is_scalar() && node->text == "all")) {
        return all_with_currents(context.specification.populations);
    }
    std::vector<PopulationId> chosen;
    if (!node->is_list()) {
        report_kind(*node, "populations", "all or a list of populations", "[STN]",
                    context.diagnostics);
        return chosen;
    }
    for (const Node& item : node->items) {
        if (const auto id = read_lfp_population(item, context)) chosen.push_back(*id);
    }
    std::ranges::sort(chosen);
    chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
    return chosen;
}

void read_lfp(const Node& node, Context& context) {
    const std::size_t n_mistakes = context.diagnostics.count();
    const auto section =
        Section::open(node, "record.lfp", {"populations", "every"}, context.diagnostics);
    if (!section) return;
    const Node* const every = section->require("every", "every: 1 ms");
    LfpRecording lfp{.populations = read_lfp_populations(section->find("populations"), context)};
    if (every != nullptr) lfp.every = context.read_steps(*every, "every", 1).value_or(1);
    if (lfp.populations.empty()) {
        if (context.diagnostics.count() == n_mistakes) {
            context.diagnostics.error(node.location,
                                      "'record.lfp' records nothing: no population has a port of "
                                      "type conductance or current",
                                      "remove it, or name populations");
        }
        return;
    }
    context.specification.recording.lfp = std::move(lfp);
}

}  // namespace

void read_recording(Context& context) {
    Recording& recording = context.specification.recording;
    recording.spikes.assign(context.specification.populations.size(), true);
    const Node* const node = context.root.find("record");
    if (node == nullptr) return;
    const auto section =
        Section::open(*node, "record", {"spikes", "state", "rates", "lfp"}, context.diagnostics);
    if (!section) return;
    if (const Node* const spikes = section->find("spikes")) read_spikes(*spikes, context);
    if (const Node* const state = section->find("state")) read_states(*state, context);
    if (const Node* const rates = section->find("rates")) {
        const auto bins = Section::open(*rates, "record.rates", {"every"}, context.diagnostics);
        const Node* const every = bins ? bins->require("every", "every: 1 ms") : nullptr;
        if (every != nullptr) recording.rate_bin = context.read_steps(*every, "every", 1);
    }
    if (const Node* const lfp = section->find("lfp")) read_lfp(*lfp, context);
}

}  // namespace bgsim::config
