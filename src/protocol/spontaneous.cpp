#include "protocol/spontaneous.hpp"

#include "protocol/recorded.hpp"

namespace bgsim::protocol {

std::vector<SpontaneousResult> measure_spontaneous(const Experiment& experiment) {
    const Plan& plan = experiment.plan();
    const Timeline timeline{.onset_ms = plan.settle_ms,
                            .end_ms = plan.settle_ms + plan.duration_ms,
                            .discard_ms = plan.discard_ms};
    NetworkTree tree(plan, "spontaneous");
    tree.set_time(timeline.end_ms, timeline.counted().from_ms);
    for (const Cell& cell : experiment.study.cells()) {
        add_passive(tree, cell, timeline, experiment.study.held_current(cell));
    }
    const auto reader = experiment.run_main(tree);
    std::vector<SpontaneousResult> results;
    for (const Cell& cell : experiment.study.cells()) {
        auto potential = potential_of(*reader, passive_population(cell), 0);
        check_finite(potential.V_mV, potential.every_ms, cell.label);
        results.push_back({.cell = cell,
                           .passive = read_passive(*reader, cell, timeline),
                           .potential = std::move(potential)});
    }
    return results;
}

}  // namespace bgsim::protocol
