#include "config/populations.hpp"

#include <algorithm>
#include <limits>
#include <set>

#include <fmt/format.h>

#include "config/parameters.hpp"
#include "config/poisson_rate.hpp"
#include "config/ports.hpp"
#include "config/section.hpp"
#include "config/spelling.hpp"
#include "config/spike_file.hpp"
#include "config/topography.hpp"
#include "config/values.hpp"
#include "config/waveform.hpp"
#include "core/units.hpp"

namespace bgsim::config {

namespace {

const std::vector<std::string> population_keys = {"size",       "cell",   "from_cell", "model",
                                                  "parameters", "vary",   "initial",   "ports",
                                                  "solver",     "spikes", "channels",  "on"};

const std::vector<std::string> keys_of_sources = {"size", "spikes", "channels", "on"};

/// Reads one population into its place in the specification.
class PopulationReader {
public:
    PopulationReader(const Section& section, PopulationId id, Context& context)
        : section_(section), id_(id), context_(context), diagnostics_(context.diagnostics) {}

    void read() {
        read_size();
        read_topography(section_, id_, context_);
        if (const Node* const spikes = section_.find("spikes")) {
            read_spikes(*spikes);
            return;
        }
        if (const Node* const reference = section_.find("cell")) {
            cell_ = context_.cells.find(*reference);
            is_cell_missing_ = cell_ == nullptr;
            if (cell_ != nullptr) population().cell = context_.cells.name_of(*reference);
        }
        read_origin();
        find_model();
        if (const auto* const model = status().model) read_model_values(*model);
        if (cell_ != nullptr) read_ports(cell_->find("ports"), id_, "ports", context_);
        read_ports(section_.find("ports"), id_, section_.path() + ".ports", context_);
        status().has_ports = !is_cell_missing_;
    }

private:
    Population& population() { return context_.specification.populations[id_]; }
    PopulationStatus& status() { return context_.status[id_]; }

    void read_size() {
        const Node* const node = section_.require("size", "size: 1000");
        if (node == nullptr) return;
        const auto size = read_integer(*node, "size", 1, diagnostics_, largest_population);
        status().has_size = size.has_value();
        population().size = static_cast<NeuronIndex>(size.value_or(0));
    }

    /// Cells that fire at given times, or at random, and have no model.
    void read_spikes(const Node& node) {
        status().only_sends = true;
        for (const Entry& entry : section_.node().entries) {
            if (std::ranges::find(keys_of_sources, entry.key) != keys_of_sources.end()) continue;
            diagnostics_.error(
                entry.location,
                fmt::format("'{}' has both 'spikes' and '{}'", section_.path(), entry.key),
                fmt::format("cells that only send spikes have no model: remove 'spikes', or "
                            "'{0}' ('{0}: ~' where an earlier file has it)",
                            entry.key));
        }
        const std::string path = section_.path() + ".spikes";
        const auto section = Section::open(
            node, path, {"times", "poisson", "file", "population", "digest"}, diagnostics_);
        if (!section || has_two_origins(*section)) return;
        section->has_without("file", {"population", "digest"});
        if (const Node* const poisson = section->find("poisson")) {
            read_rate(*poisson, path + ".poisson");
        } else if (section->find("file") != nullptr) {
            population().spike_file = read_spike_file(*section, id_, context_);
        } else if (const Node* const times = section->require("times", "times: [100 ms, 150 ms]")) {
            read_times(*times);
        }
    }

    /// Spikes are at given times, recorded, or at random.
    bool has_two_origins(const Section& section) {
        std::vector<std::string> given;
        const Node* second = nullptr;
        for (const std::string key : {"times", "poisson", "file"}) {
            const Node* const node = section.find(key);
            if (node == nullptr) continue;
            given.push_back(key);
            if (given.size() == 2) second = node;
        }
        if (second == nullptr) return false;
        diagnostics_.error(
            second->location,
            fmt::format("'{}' has both '{}' and '{}'", section.path(), given[0], given[1]),
            fmt::format("keep one of them; where an earlier file has the other, add "
                        "'{}: ~' or '{}: ~'",
                        given[0], given[1]));
        return true;
    }

    void read_rate(const Node& node, const std::string& path) {
        const auto rate = read_poisson_rate(node, path, context_);
        population().spike_rate = rate.value_or(Waveform{});
        if (rate && !rate->loop) check_source_rate(*rate, node.location, path, context_);
    }

    void read_times(const Node& times) {
        if (!times.is_list()) {
            report_kind(times, "times", "a list of times", "[100 ms, 150 ms]", diagnostics_);
            return;
        }
        std::set<Step> steps;
        for (const Node& time : times.items) read_spike(time, steps);
        population().spike_times.assign(steps.begin(), steps.end());
    }

    void read_spike(const Node& node, std::set<Step>& steps) {
        const auto step = context_.read_steps(node, "times", 1);
        if (!step || steps.insert(*step).second) return;
        diagnostics_.error(node.location, fmt::format("'times' names {} twice", preview(node)),
                           "a cell fires once in a step; remove one of them");
    }

    /// `from_cell` names the cell whose values stand in the configuration.
    void read_origin() {
        const Node* const origin = section_.find("from_cell");
        if (origin == nullptr) return;
        const auto name = read_text(*origin, "from_cell", diagnostics_);
        if (section_.find("cell") == nullptr) {
            population().cell = name.value_or("");
            return;
        }
        diagnostics_.error(
            origin->location,
            fmt::format("'{}' has both 'cell' and 'from_cell', which tells from which cell the "
                        "values here are",
                        section_.path()),
            "keep one of them; with 'cell', the 'parameters' and 'ports' here still replace its "
            "own");
    }

    void find_model() {
        const Node* const own = section_.find("model");
        const Node* const of_cell = cell_ != nullptr ? cell_->find("model") : nullptr;
        if (is_cell_missing_) return;
        if (own == nullptr && of_cell == nullptr) {
            if (cell_ != nullptr) {
                diagnostics_.error(cell_->location, "'model' is missing in the cell",
                                   "add for example '\"model\": \"qif\"'");
            } else {
                diagnostics_.error(
                    section_.location(),
                    fmt::format("'{}' has neither 'cell' nor 'model'", section_.path()),
                    "write for example 'cell: msn_d1'");
            }
            return;
        }
        const auto* const model = find_model(of_cell != nullptr ? *of_cell : *own);
        if (own != nullptr && of_cell != nullptr && model != nullptr && find_model(*own) != model) {
            diagnostics_.error(
                own->location,
                fmt::format("'{}' has the model '{}', but its cell '{}' the model '{}'",
                            section_.path(), preview(*own), population().cell, model->name),
                "remove 'model', or name another cell");
        }
        status().model = model;
    }

    const model::ModelDescription* find_model(const Node& node) {
        std::vector<std::string> names;
        for (const model::ModelDescription& model : context_.models) {
            if (node.is_scalar() && lower_case(model.name) == lower_case(node.text)) return &model;
            names.push_back(model.name);
        }
        diagnostics_.error(node.location, fmt::format("there is no model '{}'", preview(node)),
                           suggestion(preview(node), names, "use a program with models"));
        return nullptr;
    }

    void read_model_values(const model::ModelDescription& model) {
        population().model = model.name;
        read_solver(model);
        const ParameterSources sources{model, cell_, section_};
        population().parameters = read_parameters(sources, context_);
        population().initial = read_initial(sources, population().parameters, context_);
    }

    void read_solver(const model::ModelDescription& model) {
        const Node* const node = section_.find("solver");
        std::string name = model.solvers.empty() ? "rk4" : model.solvers.front();
        if (node != nullptr) {
            const auto found = std::ranges::find(model.solvers, node->text);
            if (found != model.solvers.end()) {
                name = *found;
            } else {
                diagnostics_.error(
                    node->location,
                    fmt::format("the model '{}' has no solver '{}'", model.name, preview(*node)),
                    "use " + join_names(model.solvers));
            }
        }
        population().solver = name == "euler"       ? Solver::euler
                              : name == "exact"     ? Solver::exact
                              : name == "published" ? Solver::published
                                                    : Solver::rk4;
    }

    const Section& section_;
    PopulationId id_;
    Context& context_;
    Diagnostics& diagnostics_;
    const Node* cell_ = nullptr;
    bool is_cell_missing_ = false;
};

}  // namespace

void read_populations(Context& context) {
    const Node* const node = context.root.find("populations");
    if (node == nullptr || (node->is_map() && node->entries.empty())) {
        context.diagnostics.error(node == nullptr ? context.root.location : node->location,
                                  "the network has no populations",
                                  "add for example 'populations: {STN: {size: 100, cell: stn}}'");
        return;
    }
    if (!node->is_map()) {
        report_kind(*node, "populations", "a map", "populations: {STN: {size: 100, cell: stn}}",
                    context.diagnostics);
        return;
    }
    for (const Entry& entry : node->entries) {
        if (context.check_name(entry, "population") && !is_plain_name(entry.key)) {
            context.diagnostics.error(
                entry.location,
                fmt::format("the name '{}' of a population is not allowed", entry.key),
                "use letters, digits, '_', '-' and '+' only");
        }
        const auto id = static_cast<PopulationId>(context.specification.populations.size());
        Population population;
        population.name = entry.key;
        population.location = entry.location;
        context.specification.populations.push_back(std::move(population));
        context.status.emplace_back();
        const auto section = Section::open(entry.value, "populations." + entry.key, population_keys,
                                           context.diagnostics);
        if (section) PopulationReader(*section, id, context).read();
    }
}

}  // namespace bgsim::config
