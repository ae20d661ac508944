#include "protocol/psp.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "config/context.hpp"
#include "config/spelling.hpp"
#include "config/values.hpp"
#include "protocol/recorded.hpp"

namespace bgsim::protocol {
namespace {

using config::Diagnostics;
using config::Port;

/// Sources of spikes; no cell is called so, since names of cells hold no '+' at their beginning.
constexpr const char* one_spike = "+one_spike";
constexpr const char* spike_train = "+spike_train";

std::string single_population(const Cell& cell) { return cell.population + "_single"; }
std::string train_population(const Cell& cell) { return cell.population + "_train"; }

const Port* find_port(const Cell& cell, const std::string& name) {
    const auto found = std::ranges::find(cell.ports, name, &Port::name);
    return found == cell.ports.end() ? nullptr : &*found;
}

/// What a single synapse may weigh, as a rule.
std::string usual_weight(const Port& port) {
    const std::string unit = config::unit_of_weight(port);
    return unit == "pA" ? "10 pA" : "1 " + unit;
}

config::Node weight_into(const Port& port, const Psp& psp) {
    return psp.weight.value_or(config::make_scalar(usual_weight(port), psp.port.location));
}

/// On the grid of time steps.
double rounded(double time_ms, const Plan& plan) {
    return static_cast<double>(config::nearest_step(time_ms, plan.dt_ms)) * plan.dt_ms;
}

/// When the spikes of the train arrive, with the one after the pause at the end.
std::vector<double> arrivals(const Plan& plan) {
    const Psp& psp = *plan.psp;
    std::vector<double> times;
    for (std::uint64_t i = 0; i != psp.n_spikes; ++i) {
        const double after_ms = static_cast<double>(i) * psp.interval_ms;
        times.push_back(rounded(plan.settle_ms + after_ms, plan));
    }
    if (psp.recovery_ms) times.push_back(rounded(times.back() + *psp.recovery_ms, plan));
    return times;
}

/// A spike leaves a step before it arrives.
std::vector<double> departures(std::vector<double> arrivals_ms, const Plan& plan) {
    for (double& time_ms : arrivals_ms) time_ms = rounded(time_ms - plan.dt_ms, plan);
    return arrivals_ms;
}

NetworkTree psp_network(const Study& study) {
    const Plan& plan = study.plan();
    const auto train = arrivals(plan);
    NetworkTree tree(plan, "psp");
    tree.set_time(rounded(train.back() + plan.duration_ms, plan), 0.0);
    tree.add_source(one_spike, departures({train.front()}, plan));
    tree.add_source(spike_train, departures(train, plan));
    for (const Cell& cell : study.cells()) {
        const Port* const port = find_port(cell, plan.psp->port.text);
        if (port == nullptr) continue;
        for (const auto& name :
             {cell.population, single_population(cell), train_population(cell)}) {
            tree.add_cells(cell, name, 1);
            tree.add(Sampling{.population = name, .variables = {"V_m"}, .every_ms = plan.dt_ms});
            if (!plan.hold) continue;
            tree.add(Injection{.population = name,
                               .name = "hold",
                               .neurons = {},
                               .before_pA = study.held_current(cell)});
        }
        for (const auto& [source, target] : {std::pair{one_spike, single_population(cell)},
                                             std::pair{spike_train, train_population(cell)}}) {
            tree.add(Synapse{.source = source,
                             .target = target,
                             .port = plan.psp->port,
                             .weight = weight_into(*port, *plan.psp),
                             .plasticity = plan.psp->plasticity});
        }
    }
    return tree;
}

/// V_m less what it is without any spike, from `from_ms` on.
std::vector<double> deflection(const Potential& with, const Potential& without, double from_ms) {
    std::vector<double> difference;
    const auto first = static_cast<std::size_t>(std::llround(from_ms / with.every_ms));
    for (std::size_t i = first; i < with.V_mV.size(); ++i) {
        difference.push_back(static_cast<double>(with.V_mV[i]) -
                             static_cast<double>(without.V_mV[i]));
    }
    return difference;
}

PspResult read_result(const io::ResultReader& reader, const Cell& cell, const Plan& plan) {
    PspResult result;
    result.cell = cell;
    result.weight = weight_into(*find_port(cell, plan.psp->port.text), *plan.psp).text;
    const Potential quiet = potential_of(reader, cell.population, 0);
    check_finite(quiet.V_mV, quiet.every_ms, cell.label);
    result.every_ms = quiet.every_ms;
    const auto train = arrivals(plan);
    result.arrivals_ms = train;
    for (double& time_ms : result.arrivals_ms) time_ms -= train.front();
    result.single_mV =
        deflection(potential_of(reader, single_population(cell), 0), quiet, train.front());
    result.train_mV =
        deflection(potential_of(reader, train_population(cell), 0), quiet, train.front());
    result.V_rest_mV =
        quiet.V_mV.at(static_cast<std::size_t>(std::llround(train.front() / quiet.every_ms)));
    for (const auto& name : {cell.population, single_population(cell), train_population(cell)}) {
        result.has_fired = result.has_fired || reader.population(name).n_spikes != 0;
    }
    if (result.has_fired) return result;
    result.single = postsynaptic_potential(result.single_mV, result.every_ms);
    result.amplitudes_mV = train_amplitudes(result.train_mV, result.every_ms, result.arrivals_ms);
    if (plan.psp->recovery_ms) {
        result.recovery_mV = result.amplitudes_mV.back();
        result.amplitudes_mV.pop_back();
    }
    return result;
}

void report_missing_port(const Cell& cell, const config::Node& port, Diagnostics& diagnostics) {
    std::vector<std::string> names;
    for (const Port& candidate : cell.ports) names.push_back(candidate.name);
    diagnostics.error(port.location, fmt::format("'{}' has no port '{}'", cell.label, port.text),
                      names.empty()
                          ? fmt::format("it has none at all; give it one, for example with "
                                        "--set 'ports.{}={{tau: 5 ms, E_rev: 0 mV}}'",
                                        port.text)
                          : config::suggestion(port.text, names, ""));
}

}  // namespace

void check_ports(const Study& study, Diagnostics& diagnostics) {
    const config::Node& port = study.plan().psp->port;
    bool have_all = true;
    for (const Cell& cell : study.cells()) {
        if (find_port(cell, port.text) != nullptr) continue;
        report_missing_port(cell, port, diagnostics);
        have_all = false;
    }
    if (have_all) study.check(psp_network(study), diagnostics);
}

std::vector<PspResult> measure_psp(const Experiment& experiment) {
    const auto reader = experiment.run_main(psp_network(experiment.study));
    std::vector<PspResult> results;
    for (const Cell& cell : experiment.study.cells()) {
        results.push_back(read_result(*reader, cell, experiment.plan()));
    }
    return results;
}

}  // namespace bgsim::protocol
