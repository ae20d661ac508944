#include <fmt/format.h>

#include <algorithm>

#include "protocol/report.hpp"
#include "protocol/report_parts.hpp"

namespace bgsim::protocol {
namespace {

constexpr std::size_t n_sections = 10;

/// Spikes per time in the tenth of the ramp with number `section`.
double section_rate_hz(const RampResult& result, const Plan& plan, std::size_t section) {
    const double length_ms = plan.duration_ms / static_cast<double>(n_sections);
    const double from_ms = length_ms * static_cast<double>(section);
    const auto n = std::ranges::count_if(result.spikes, [&](const RampSpike& spike) {
        return spike.time_ms > from_ms && spike.time_ms <= from_ms + length_ms;
    });
    return 1000.0 * static_cast<double>(n) / length_ms;
}

std::string cell_table(const std::vector<RampResult>& results, const std::string& unit) {
    Table table{.header = {"cell", "model", "spikes", fmt::format("first spike at [{}]", unit),
                           "after [ms]", "threshold [mV]"},
                .rows = {}};
    for (const RampResult& result : results) {
        const auto* const first = result.spikes.empty() ? nullptr : result.spikes.data();
        table.rows.push_back(
            {result.cell.label, result.cell.model, std::to_string(result.spikes.size()),
             first != nullptr ? significant(first->current, 5) : "-",
             first != nullptr ? shown(first->time_ms, 1) : "-", shown(result.V_threshold_mV, 2)});
    }
    return to_text(table);
}

std::string rate_table(const std::vector<RampResult>& results, const Plan& plan) {
    const double from = plan.currents.values.front();
    const double part = (plan.currents.values.back() - from) / static_cast<double>(n_sections);
    Table table{.header = {fmt::format("I [{}]", plan.currents.unit)}, .rows = {}};
    for (const RampResult& result : results) table.header.push_back(result.cell.label);
    for (std::size_t section = 0; section != n_sections; ++section) {
        const double begin = from + part * static_cast<double>(section);
        std::vector<std::string> row = {fmt::format("{:g} .. {:g}", begin, begin + part)};
        for (const RampResult& result : results) {
            row.push_back(shown(section_rate_hz(result, plan, section), 1));
        }
        table.rows.push_back(std::move(row));
    }
    return to_text(table);
}

Table all_rows(const std::vector<RampResult>& results, const std::string& unit) {
    Table table{.header = {"cell", "model", "time_ms", "current", "unit", "rate_hz"}, .rows = {}};
    for (const RampResult& result : results) {
        for (const RampSpike& spike : result.spikes) {
            table.rows.push_back({result.cell.label, result.cell.model, exact(spike.time_ms),
                                  exact(spike.current), unit, exact(spike.rate_hz)});
        }
    }
    return table;
}

Figure figure_of(const std::vector<RampResult>& results, const std::string& unit) {
    Panel panel{.title = "rate along the ramp (1 / interval)",
                .x_label = current_label(unit),
                .y_label = "rate [Hz]",
                .curves = {},
                .has_zero = true};
    for (std::size_t i = 0; i != results.size(); ++i) {
        Curve curve{
            .title = results[i].cell.label, .style = Curve::Style::line_and_points, .colour = i};
        for (const RampSpike& spike : results[i].spikes) {
            if (!spike.rate_hz) continue;
            curve.x.push_back(spike.current);
            curve.y.push_back(*spike.rate_hz);
        }
        if (!curve.x.empty()) panel.curves.push_back(std::move(curve));
    }
    return {.panels = {std::move(panel)}};
}

}  // namespace

Report report(const std::vector<RampResult>& results, const Plan& plan) {
    const std::string& unit = plan.currents.unit;
    const auto text = fmt::format(
        "ramp from {:g} to {:g} {} in {} after {}, {}\n\n{}\nspikes per second between two "
        "currents\n{}",
        plan.currents.values.front(), plan.currents.values.back(), unit,
        time_text(plan.duration_ms), time_text(plan.settle_ms), how_applied(plan),
        cell_table(results, unit), rate_table(results, plan));
    return {.text = text, .rows = all_rows(results, unit), .figure = figure_of(results, unit)};
}

}  // namespace bgsim::protocol
