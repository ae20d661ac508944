#include "protocol/step.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "bgsim/ids.hpp"
#include "protocol/recorded.hpp"
#include "protocol/rheobase.hpp"

namespace bgsim::protocol {
namespace {

Timeline timeline_of(const Plan& plan) {
    return {.onset_ms = plan.settle_ms,
            .end_ms = plan.settle_ms + plan.duration_ms,
            .discard_ms = plan.discard_ms};
}

/// Currents in ascending order, as they were asked for or downwards.
std::vector<double> ascending(std::vector<double> currents) {
    std::ranges::sort(currents);
    return currents;
}

/// One cell for each current.
void add_steps(NetworkTree& tree,
               const Study& study,
               const Cell& cell,
               const std::vector<double>& currents) {
    const Timeline timeline = timeline_of(study.plan());
    study.add_driven(tree, cell, currents.size());
    for (std::size_t i = 0; i != currents.size(); ++i) {
        tree.add(
            Injection{.population = cell.population,
                      .name = fmt::format("step_{}", i),
                      .neurons = std::to_string(i),
                      .before_pA = study.current_before(cell),
                      .changes = {{timeline.onset_ms, study.current_during(cell, currents[i])}}});
    }
}

/// Counts after `discard`; what concerns the beginning of the firing is from the whole step.
Firing step_firing(const std::vector<double>& spikes, const Timeline& timeline) {
    const Firing whole = firing(spikes, {timeline.onset_ms, timeline.end_ms});
    Firing result = firing(spikes, timeline.counted());
    result.latency_ms = whole.latency_ms;
    result.first_hz = whole.first_hz;
    result.adaptation = whole.adaptation;
    result.adaptation_index = whole.adaptation_index;
    return result;
}

std::vector<bool> which_fired(const std::vector<std::vector<double>>& trains,
                              const Timeline& timeline) {
    std::vector<bool> fired;
    for (const auto& spikes : trains) fired.push_back(!within(spikes, timeline.counted()).empty());
    return fired;
}

/// Coarse samples are enough for the potential at the end.
constexpr double steps_per_sample = 10.0;

StepResult read_steps(const io::ResultReader& reader, const Cell& cell, const Plan& plan) {
    const Timeline timeline = timeline_of(plan);
    const auto currents = ascending(plan.currents.values);
    const auto trains = spike_trains(reader, cell.population);
    const Samples samples(reader, cell.population);
    StepResult result;
    result.cell = cell;
    result.passive = read_passive(reader, cell, timeline);
    for (std::size_t i = 0; i != currents.size(); ++i) {
        check_finite(samples.of(i), samples.every_ms(),
                     fmt::format("{} at {:g} {}", cell.label, currents[i], plan.currents.unit));
        result.rows.push_back({.current = currents[i],
                               .firing = step_firing(trains[i], timeline),
                               .V_end_mV = samples.of(i).back()});
    }
    result.rheobase = rheobase_of(currents, which_fired(trains, timeline));
    return result;
}

bool is_found(const StepResult& result) { return result.rheobase.kind == Rheobase::Kind::found; }

/// A block's worth of currents between the last silent one and the first one that fires.
void refine(std::vector<StepResult>& results, const Experiment& experiment) {
    const Timeline timeline = timeline_of(experiment.plan());
    NetworkTree tree(experiment.plan(), "rheobase");
    tree.set_time(timeline.end_ms, 0.0);
    std::vector<std::vector<double>> tried(results.size());
    for (std::size_t i = 0; i != results.size(); ++i) {
        if (!is_found(results[i])) continue;
        const Rheobase& known = results[i].rheobase;
        tried[i] = between({known.current - known.resolution, known.current}, block_size);
        add_steps(tree, experiment.study, results[i].cell, tried[i]);
    }
    const auto reader = experiment.run_more(tree);
    for (std::size_t i = 0; i != results.size(); ++i) {
        if (!is_found(results[i])) continue;
        const auto fired = which_fired(spike_trains(*reader, results[i].cell.population), timeline);
        // The lower end was silent when it was tried alone.
        const double resolution = results[i].rheobase.resolution / block_size;
        const auto bracket = first_firing(tried[i], fired);
        if (bracket) {
            results[i].rheobase = {.current = bracket->firing, .resolution = resolution};
        }
    }
}

}  // namespace

std::vector<StepResult> measure_steps(const Experiment& experiment) {
    const Plan& plan = experiment.plan();
    const Timeline timeline = timeline_of(plan);
    const auto currents = ascending(plan.currents.values);
    NetworkTree tree(plan, "f_I");
    tree.set_time(timeline.end_ms, timeline.onset_ms + timeline.discard_ms);
    for (const Cell& cell : experiment.study.cells()) {
        add_steps(tree, experiment.study, cell, currents);
        tree.add(Sampling{.population = cell.population,
                          .variables = {"V_m"},
                          .every_ms = steps_per_sample * plan.dt_ms});
        add_passive(tree, cell, timeline, experiment.study.held_current(cell));
    }
    const auto reader = experiment.run_main(tree);
    std::vector<StepResult> results;
    for (const Cell& cell : experiment.study.cells()) {
        results.push_back(read_steps(*reader, cell, plan));
    }
    constexpr int n_refinements = 2;
    for (int i = 0; i != n_refinements && std::ranges::any_of(results, is_found); ++i) {
        refine(results, experiment);
    }
    return results;
}

}  // namespace bgsim::protocol
