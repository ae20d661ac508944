#include "simulation/result_layout.hpp"

#include "engine/synaptic_current.hpp"

namespace bgsim::simulation {
namespace {

io::StateReport report_of(const config::Specification& spec, const engine::OwnReport& own) {
    const auto& state = spec.recording.states[own.report];
    const auto& population = spec.populations[state.population];
    io::StateReport report{
        .population = population.name, .variables = state.variables, .every = state.every};
    for (const auto& [first, last] : state.neurons) {
        for (NeuronIndex n = first; n <= last; ++n) report.nodes.push_back(n);
    }
    report.own_nodes.assign(own.neurons.begin(), own.neurons.end());
    for (const auto& v : state.variables) {
        report.units.push_back(engine::unit_of_variable(population, v));
    }
    return report;
}

}  // namespace

io::ResultLayout result_layout(const config::Specification& specification,
                               const engine::Engine& engine,
                               Step start,
                               std::vector<std::pair<std::string, std::string>> provenance) {
    io::ResultLayout layout;
    layout.dt = specification.dt;
    layout.start = start;
    layout.n_steps = specification.duration;
    layout.rate_bin = specification.recording.rate_bin;
    if (const auto& lfp = specification.recording.lfp) {
        layout.lfp = {.populations = lfp->populations,
                      .every = lfp->every,
                      .unit_pA = engine::current_unit_pA};
    }
    layout.provenance = std::move(provenance);
    for (PopulationId p = 0; p != specification.populations.size(); ++p) {
        layout.populations.push_back({.name = specification.populations[p].name,
                                      .size = specification.populations[p].size,
                                      .spikes = specification.recording.spikes[p],
                                      .channels = specification.populations[p].channels});
    }
    for (const auto& own : engine.own_reports()) {
        layout.reports.push_back(report_of(specification, own));
    }
    return layout;
}

}  // namespace bgsim::simulation
