#include "engine/block_cost.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "model/neuron_models.hpp"

namespace bgsim::engine {
namespace {

/// Relative cost of one right-hand side of a model, measured with tests/benchmark/model.
double cost_of_membrane(const std::string& model) {
    if (model.starts_with("hh_")) return 12.0;
    return model == "adex" ? 1.3 : 1.0;
}

/// Right-hand sides per step of the network.
double stages_of(const config::Population& population, double dt) {
    const bool is_euler = population.solver != config::Solver::rk4;
    const auto& longest = model::describe_model(population.model).largest_step_ms;
    const double substeps = longest.empty() ? 1.0 : std::ceil(dt / longest[is_euler ? 1 : 0]);
    return substeps * (is_euler ? 1.0 : 4.0);
}

}  // namespace

double relative_cost(const config::Population& population, double dt) {
    if (population.model.empty()) return 0.01;
    const bool has_block = std::ranges::any_of(
        population.ports, [](const config::Port& p) { return p.nmda_block.has_value(); });
    const double membrane = cost_of_membrane(population.model) + (has_block ? 0.7 : 0.0);
    return stages_of(population, dt) * membrane +
           0.4 * static_cast<double>(population.ports.size());
}

std::vector<network::PopulationShape> shapes_of(const config::Specification& specification) {
    std::vector<network::PopulationShape> shapes;
    for (const auto& p : specification.populations) {
        shapes.push_back({p.size, relative_cost(p, specification.dt)});
    }
    return shapes;
}

}  // namespace bgsim::engine
