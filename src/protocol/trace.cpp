#include "protocol/trace.hpp"

#include <fmt/format.h>

#include "protocol/recorded.hpp"

namespace bgsim::protocol {
namespace {

void add_traced(NetworkTree& tree, const Study& study, const Cell& cell) {
    const Plan& plan = study.plan();
    const auto& currents = plan.currents.values;
    study.add_driven(tree, cell, currents.size());
    for (std::size_t i = 0; i != currents.size(); ++i) {
        tree.add(Injection{.population = cell.population,
                           .name = fmt::format("step_{}", i),
                           .neurons = std::to_string(i),
                           .before_pA = study.current_before(cell),
                           .changes = {{plan.settle_ms, study.current_during(cell, currents[i])}}});
    }
    Sampling sampling{.population = cell.population, .variables = {}, .every_ms = plan.dt_ms};
    for (const StateVariable& state : cell.states) sampling.variables.push_back(state.name);
    tree.add(sampling);
}

TraceResult read_trace(const io::ResultReader& reader, const Cell& cell, const Plan& plan) {
    const Samples samples(reader, cell.population);
    TraceResult result{.cell = cell, .every_ms = samples.every_ms()};
    const auto trains = spike_trains(reader, cell.population);
    for (std::size_t i = 0; i != plan.currents.values.size(); ++i) {
        Trace trace{.current = plan.currents.values[i], .spikes_ms = trains[i]};
        for (std::size_t k = 0; k != cell.states.size(); ++k) {
            trace.variables.push_back(samples.of(i, k));
        }
        check_finite(trace.variables.front(), result.every_ms,
                     fmt::format("{} at {:g} {}", cell.label, trace.current, plan.currents.unit));
        result.traces.push_back(std::move(trace));
    }
    return result;
}

}  // namespace

std::vector<TraceResult> record_traces(const Experiment& experiment) {
    const Plan& plan = experiment.plan();
    NetworkTree tree(plan, "trace");
    tree.set_time(plan.settle_ms + plan.duration_ms, plan.settle_ms);
    for (const Cell& cell : experiment.study.cells()) add_traced(tree, experiment.study, cell);
    const auto reader = experiment.run_main(tree);
    std::vector<TraceResult> results;
    for (const Cell& cell : experiment.study.cells()) {
        results.push_back(read_trace(*reader, cell, plan));
    }
    return results;
}

}  // namespace bgsim::protocol
