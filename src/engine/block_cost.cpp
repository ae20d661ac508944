#include "engine/block_cost.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "engine/activity.hpp"
#include "model/neuron_models.hpp"
#include "network/expected_pairs.hpp"

namespace bgsim::engine {
namespace {

// In right-hand sides of a point neuron, of about 1.2 ns.
constexpr double cost_of_source = 0.1;  ///< looking in each step whether it fires
constexpr double synaptic_event = 8.0;
constexpr double generated_event = 18.0;  ///< of a procedural projection
constexpr double external_event = 10.0;
constexpr double normal_number = 11.0;  ///< of noise
constexpr double own_spike = 125.0;     ///< kept, recorded
constexpr double sent_spike = 8.0;      ///< to each rank

/// Rate of cells without a published one; only the balance of work depends on it.
constexpr double otherwise_hz = 10.0;

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

/// Of an input to one cell over a step.
double cost_of(const config::Input& input,
               const config::Specification& specification,
               const std::vector<AssumedRate>& rates) {
    const NeuronIndex n_cells = specification.populations[input.target].size;
    const double share = config::n_receivers(input, n_cells) / static_cast<double>(n_cells);
    if (input.kind == config::Input::Kind::poisson) {
        const double rate_hz = mean_of(input.waveform, specification, rates);
        return share * rate_hz * specification.dt * 1e-3 * external_event;
    }
    const bool is_drawn = input.waveform.kind == config::Waveform::Kind::noise;
    return is_drawn && !input.waveform.is_shared ? share * normal_number : 0.0;
}

}  // namespace

double relative_cost(const config::Population& population, double dt) {
    if (population.model.empty()) return cost_of_source;
    const bool has_block = std::ranges::any_of(
        population.ports, [](const config::Port& p) { return p.nmda_block.has_value(); });
    const double membrane = cost_of_membrane(population.model) + (has_block ? 0.7 : 0.0);
    return stages_of(population, dt) * membrane +
           0.4 * static_cast<double>(population.ports.size());
}

std::vector<network::PopulationShape> shapes_of(const config::Specification& specification,
                                                int n_ranks) {
    const auto rates = assumed_rates(specification, otherwise_hz);
    const double step_s = specification.dt * 1e-3;
    std::vector<double> costs;  // of a cell over a step
    for (PopulationId p = 0; p != specification.populations.size(); ++p) {
        costs.push_back(relative_cost(specification.populations[p], specification.dt) +
                        rates[p].rate_hz * step_s * (own_spike + sent_spike * n_ranks));
    }
    for (const auto& p : specification.projections) {
        const double indegree =
            network::expected_synapses(specification, p) / specification.populations[p.target].size;
        costs[p.target] += rates[p.source].rate_hz * step_s * indegree *
                           (p.is_procedural ? generated_event : synaptic_event);
    }
    for (const auto& input : specification.inputs) {
        costs[input.target] += cost_of(input, specification, rates);
    }
    std::vector<network::PopulationShape> shapes;
    for (PopulationId p = 0; p != costs.size(); ++p) {
        shapes.push_back({specification.populations[p].size, costs[p]});
    }
    return shapes;
}

}  // namespace bgsim::engine
