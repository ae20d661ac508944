#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "protocol/report.hpp"
#include "protocol/report_parts.hpp"

namespace bgsim::protocol {
namespace {

std::string current_of(const Trace& trace, const Plan& plan) {
    return fmt::format("{:g} {}", trace.current, plan.currents.unit);
}

Table summary(const std::vector<TraceResult>& results, const Plan& plan) {
    Table table{.header = {"cell", "model", fmt::format("I [{}]", plan.currents.unit), "spikes",
                           "rate [Hz]", "state variables"},
                .rows = {}};
    for (const TraceResult& result : results) {
        std::string names;
        for (const auto& state : result.cell.states) {
            names += fmt::format("{}{} [{}]", names.empty() ? "" : ", ", state.name, state.unit);
        }
        for (const Trace& trace : result.traces) {
            const Firing f =
                firing(trace.spikes_ms, {plan.settle_ms, plan.settle_ms + plan.duration_ms});
            table.rows.push_back({result.cell.label, result.cell.model,
                                  fmt::format("{:g}", trace.current), std::to_string(f.n_spikes),
                                  shown(f.rate_hz, 2), names});
        }
    }
    return table;
}

/// One row for each sample of each variable.
Table all_rows(const std::vector<TraceResult>& results, const Plan& plan) {
    Table table{
        .header = {"cell", "current", "current_unit", "time_ms", "variable", "unit", "value"},
        .rows = {}};
    for (const TraceResult& result : results) {
        for (const Trace& trace : result.traces) {
            for (std::size_t k = 0; k != result.cell.states.size(); ++k) {
                const auto& state = result.cell.states[k];
                for (std::size_t i = 0; i != trace.variables[k].size(); ++i) {
                    table.rows.push_back(
                        {result.cell.label, exact(trace.current), plan.currents.unit,
                         shown(static_cast<double>(i) * result.every_ms, 4), state.name, state.unit,
                         fmt::format("{:.9g}", trace.variables[k][i])});
                }
            }
        }
    }
    return table;
}

Curve curve_of(const TraceResult& result, std::size_t trace, std::size_t variable) {
    Curve curve{.colour = trace};
    const auto& values = result.traces[trace].variables[variable];
    for (std::size_t i = 0; i != values.size(); ++i) {
        curve.x.push_back(static_cast<double>(i) * result.every_ms);
        curve.y.push_back(values[i]);
    }
    return curve;
}

/// Spikes as ticks above the potentials, which show no peak where a model resets.
Curve ticks_of(const TraceResult& result, std::size_t trace, double height) {
    Curve ticks{.style = Curve::Style::ticks, .colour = trace};
    for (const double spike_ms : result.traces[trace].spikes_ms) {
        ticks.x.push_back(spike_ms);
        ticks.y.push_back(height);
    }
    return ticks;
}

/// Gates, which are between 0 and 1, share a panel.
bool is_gate(const StateVariable& state) { return state.unit == "1"; }

/// Potentials of several currents would hide each other.
Panel potential_panel(const TraceResult& result, std::size_t trace, const Plan& plan) {
    Panel panel{.title = fmt::format("{} at {}: spikes are the ticks above", result.cell.label,
                                     current_of(result.traces[trace], plan)),
                .x_label = "time [ms]",
                .y_label = "V_m [mV]"};
    constexpr double distance_mV = 5.0;
    const auto& V = result.traces[trace].variables.front();
    panel.curves.push_back(curve_of(result, trace, 0));
    Curve ticks = ticks_of(result, trace, *std::ranges::max_element(V) + distance_mV);
    if (!ticks.x.empty()) panel.curves.push_back(std::move(ticks));
    return panel;
}

void add_panels(const TraceResult& result, const Plan& plan, Figure& figure) {
    for (std::size_t i = 0; i != result.traces.size(); ++i) {
        figure.panels.push_back(potential_panel(result, i, plan));
    }
    Panel gates{.title = result.cell.label, .x_label = "time [ms]", .y_label = "gates"};
    for (std::size_t k = 1; k < result.cell.states.size(); ++k) {
        const StateVariable& state = result.cell.states[k];
        if (is_gate(state)) {
            // Of the last current: gates of several would hide each other.
            Curve curve = curve_of(result, result.traces.size() - 1, k);
            curve.title = state.name;
            curve.colour = gates.curves.size();
            gates.curves.push_back(std::move(curve));
            continue;
        }
        Panel panel{.title = result.cell.label,
                    .x_label = "time [ms]",
                    .y_label = fmt::format("{} [{}]", state.name, state.unit)};
        for (std::size_t i = 0; i != result.traces.size(); ++i) {
            panel.curves.push_back(curve_of(result, i, k));
            panel.curves.back().title = current_of(result.traces[i], plan);
        }
        figure.panels.push_back(std::move(panel));
    }
    if (gates.curves.empty()) return;
    gates.title += " at " + current_of(result.traces.back(), plan);
    figure.panels.push_back(std::move(gates));
}

}  // namespace

Report report(const std::vector<TraceResult>& results, const Plan& plan) {
    const std::string heading = fmt::format(
        "state variables every {} for {}; the current begins after {}, {}\n\n",
        time_text(results.front().every_ms), time_text(plan.settle_ms + plan.duration_ms),
        time_text(plan.settle_ms), how_applied(plan));
    Report result{.text = heading + to_text(summary(results, plan)),
                  .rows = all_rows(results, plan),
                  .figure = {}};
    for (const TraceResult& trace : results) add_panels(trace, plan, result.figure);
    result.figure.columns = results.size() > 2 ? 2 : 1;
    return result;
}

}  // namespace bgsim::protocol
