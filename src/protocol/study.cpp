#include "protocol/study.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "config/read_tree.hpp"
#include "protocol/psp.hpp"
#include "protocol/read_plan.hpp"

namespace bgsim::protocol {
namespace {

using config::Diagnostics;

/// The name of a population for the cell that `reference` names: "lindahl2016/stn" is "stn".
std::string population_name(std::string reference, const std::vector<Cell>& others) {
    if (reference.ends_with(".json")) reference.resize(reference.size() - 5);
    std::string name = reference.substr(reference.find_last_of('/') + 1);
    for (char& c : name) {
        const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                              (c >= '0' && c <= '9') || c == '-' || c == '+';
        if (!is_plain) c = '_';
    }
    name.erase(0, name.find_first_not_of("_+"));
    if (name.empty()) name = "cell";
    const auto is_taken = [&](const std::string& wanted) {
        return std::ranges::any_of(others,
                                   [&](const Cell& other) { return other.population == wanted; });
    };
    std::string unique = name;
    for (int i = 2; is_taken(unique); ++i) unique = fmt::format("{}_{}", name, i);
    return unique;
}

const model::ModelDescription* find_model(const std::string& name,
                                          const model::ModelCatalogue& models) {
    const auto found = std::ranges::find(models, name, &model::ModelDescription::name);
    return found == models.end() ? nullptr : &*found;
}

/// One cell of each kind.
NetworkTree cell_network(const Plan& plan, const std::vector<Cell>& cells) {
    NetworkTree tree(plan, "cell");
    tree.set_time(plan.dt_ms, 0.0);
    for (const Cell& cell : cells) tree.add_cells(cell, cell.population, 1);
    return tree;
}

config::Specification read(const NetworkTree& tree,
                           const StudySources& sources,
                           Diagnostics& diagnostics) {
    config::Overrides overrides;
    overrides.params = sources.params;
    return config::read_tree(tree.root(), sources.configuration, overrides, sources.models,
                             diagnostics);
}

}  // namespace

Study::Study(const config::Node& root, StudySources sources, Diagnostics& diagnostics)
    : sources_(std::move(sources)), plan_(read_plan(root, diagnostics)) {
    load_cells(diagnostics);
    check_currents(diagnostics);
    diagnostics.throw_if_any();
    if (plan_.kind != Kind::psp) return;
    check_ports(*this, diagnostics);
    diagnostics.throw_if_any();
}

/// A network tells what is wrong with the cells, and what they are.
void Study::load_cells(Diagnostics& diagnostics) {
    if (plan_.cells.empty()) return;
    for (const config::Node& reference : plan_.cells) {
        Cell cell;
        cell.label = reference.text;
        cell.reference = reference;
        cell.population = population_name(reference.text, cells_);
        cells_.push_back(std::move(cell));
    }
    const auto specification = read(cell_network(plan_, cells_), sources_, diagnostics);
    if (diagnostics.count() == 0) note_dopamine(specification);
    std::vector<Cell> known;
    for (const config::Population& population : specification.populations) {
        const auto* const model = find_model(population.model, sources_.models);
        const auto& asked = cells_[known.size()];
        if (model == nullptr) break;
        Cell cell = cell_of(population, *model);
        cell.label = asked.label;
        cell.reference = asked.reference;
        known.push_back(std::move(cell));
    }
    cells_ = std::move(known);
}

/// Whether dopamine changes anything is seen by comparing with its baseline.
void Study::note_dopamine(const config::Specification& specification) {
    if (specification.phi() == 0.0) return;
    Plan plan = plan_;
    config::erase(plan.network, "dopamine");
    const auto same = [](const config::FieldValue& a, const config::FieldValue& b) {
        return a.value == b.value;
    };
    const auto without = load(cell_network(plan, cells_));
    for (std::size_t i = 0; i != specification.populations.size(); ++i) {
        const auto& a = specification.populations[i];
        const auto& b = without.populations[i];
        if (!std::ranges::equal(a.parameters, b.parameters, same) || a.ports != b.ports) continue;
        notes_.push_back(fmt::format(
            "dopamine changes nothing of '{}', whose file says nothing about it", cells_[i].label));
    }
}

void Study::check_currents(Diagnostics& diagnostics) const {
    for (const Cell& cell : cells_) {
        check_unit(plan_.currents, cell, diagnostics);
        if (plan_.hold) check_unit(*plan_.hold, cell, diagnostics);
    }
}

double Study::held_current(const Cell& cell) const {
    return plan_.hold ? in_picoamperes(plan_.hold->values.front(), plan_.hold->unit, cell) : 0.0;
}

double Study::current_before(const Cell& cell) const {
    return plan_.replaces_own_current ? in_picoamperes(cell.I_e, cell.current_unit, cell)
                                      : held_current(cell);
}

double Study::current_during(const Cell& cell, double current) const {
    const double change_pA = in_picoamperes(current, plan_.currents.unit, cell);
    return plan_.replaces_own_current ? change_pA : current_before(cell) + change_pA;
}

void Study::add_driven(NetworkTree& tree, const Cell& cell, std::size_t size) const {
    tree.add_cells(cell, cell.population, size);
    if (!plan_.replaces_own_current) return;
    tree.set(cell.population, "parameters", "I_e", quantity(0.0, cell.current_unit));
}

config::CellDescription Study::describe(const Cell& cell) const {
    return config::read_cell(cell.reference.text, sources_.params);
}

void Study::check(const NetworkTree& tree, Diagnostics& diagnostics) const {
    read(tree, sources_, diagnostics);
}

config::Specification Study::load(const NetworkTree& tree) const {
    Diagnostics diagnostics;
    auto specification = read(tree, sources_, diagnostics);
    diagnostics.throw_if_any();
    return specification;
}

}  // namespace bgsim::protocol
