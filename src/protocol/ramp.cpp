#include "protocol/ramp.hpp"

#include "core/units.hpp"
#include "protocol/recorded.hpp"
#include "protocol/threshold.hpp"

namespace bgsim::protocol {
namespace {

/// The spikes during the ramp, with the current that flows at each.
std::vector<RampSpike> ramp_spikes(const std::vector<double>& spikes_ms, const Plan& plan) {
    const double from = plan.currents.values.front();
    const double to = plan.currents.values.back();
    const auto during =
        within(spikes_ms, {.from_ms = plan.settle_ms, .to_ms = plan.settle_ms + plan.duration_ms});
    std::vector<RampSpike> spikes;
    for (const double spike_ms : during) {
        RampSpike spike;
        spike.time_ms = spike_ms - plan.settle_ms;
        spike.current = from + (to - from) * spike.time_ms / plan.duration_ms;
        if (!spikes.empty())
            spike.rate_hz = core::ms_per_s / (spike.time_ms - spikes.back().time_ms);
        spikes.push_back(spike);
    }
    return spikes;
}

void add_ramp(NetworkTree& tree, const Study& study, const Cell& cell) {
    const Plan& plan = study.plan();
    const auto& ends = plan.currents.values;
    std::vector<std::pair<double, double>> points;
    if (plan.settle_ms > 0.0) {
        points = {{0.0, study.current_before(cell)},
                  {plan.settle_ms - plan.dt_ms, study.current_before(cell)}};
    }
    points.emplace_back(plan.settle_ms, study.current_during(cell, ends.front()));
    points.emplace_back(plan.settle_ms + plan.duration_ms, study.current_during(cell, ends.back()));
    study.add_driven(tree, cell, 1);
    tree.add(Injection{
        .population = cell.population, .name = "ramp", .neurons = {}, .ramp = std::move(points)});
    tree.add(Sampling{.population = cell.population, .variables = {"V_m"}, .every_ms = plan.dt_ms});
}

}  // namespace

std::vector<RampResult> measure_ramp(const Experiment& experiment) {
    const Plan& plan = experiment.plan();
    NetworkTree tree(plan, "ramp");
    tree.set_time(plan.settle_ms + plan.duration_ms, plan.settle_ms);
    for (const Cell& cell : experiment.study.cells()) add_ramp(tree, experiment.study, cell);
    const auto reader = experiment.run_main(tree);
    std::vector<RampResult> results;
    for (const Cell& cell : experiment.study.cells()) {
        RampResult result{.cell = cell,
                          .potential = potential_of(*reader, cell.population, 0),
                          .spikes = ramp_spikes(spike_trains(*reader, cell.population)[0], plan)};
        check_finite(result.potential.V_mV, result.potential.every_ms, cell.label);
        if (!result.spikes.empty()) {
            result.V_threshold_mV =
                threshold_of_spike(result.potential.V_mV, result.potential.every_ms,
                                   plan.settle_ms + result.spikes.front().time_ms);
        }
        results.push_back(std::move(result));
    }
    return results;
}

}  // namespace bgsim::protocol
