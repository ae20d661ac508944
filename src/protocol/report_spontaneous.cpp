#include <fmt/format.h>

#include "protocol/report.hpp"
#include "protocol/report_parts.hpp"

namespace bgsim::protocol {
namespace {

constexpr double longest_shown_ms = 1000.0;

std::string heading(const Plan& plan) {
    const std::string held = plan.hold ? fmt::format(", {}", how_applied(plan))
                                       : std::string(", with the cells' own current I_e");
    return fmt::format("counted for {} after {}{}\n\n",
                       time_text(plan.duration_ms - plan.discard_ms),
                       time_text(plan.settle_ms + plan.discard_ms), held);
}

Figure figure_of(const std::vector<SpontaneousResult>& results, const Plan& plan) {
    const double end_ms = plan.settle_ms + plan.duration_ms;
    const double from_ms = std::max(0.0, end_ms - longest_shown_ms);
    Figure figure;
    figure.columns = results.size() > 3 ? 2 : 1;
    for (const SpontaneousResult& result : results) {
        Panel panel{.title = result.cell.label, .x_label = "time [ms]", .y_label = "V_m [mV]"};
        panel.curves.push_back(potential_curve(result.potential, from_ms, ""));
        figure.panels.push_back(std::move(panel));
    }
    return figure;
}

}  // namespace

Report report(const std::vector<SpontaneousResult>& results, const Plan& plan) {
    Table table{.header = {"cell", "model", "spikes", "rate [Hz]", "CV", "rest [mV]", "R_in [MOhm]",
                           "tau_m [ms]"},
                .rows = {}};
    Table rows{
        .header = {"cell", "model", "spikes", "rate_hz", "cv", "rest_mV", "R_in_MOhm", "tau_m_ms"},
        .rows = {}};
    for (const SpontaneousResult& result : results) {
        const Passive& p = result.passive;
        const std::string n_spikes = std::to_string(p.alone.n_spikes);
        table.rows.push_back({result.cell.label, result.cell.model, n_spikes,
                              shown(p.alone.rate_hz, 2), shown(p.alone.cv, 3),
                              shown(p.V_rest_mV, 2), significant(p.R_in_MOhm, 4), tau_text(p)});
        rows.rows.push_back({result.cell.label, result.cell.model, n_spikes, exact(p.alone.rate_hz),
                             exact(p.alone.cv), exact(p.V_rest_mV), exact(p.R_in_MOhm),
                             exact(p.tau_m_ms)});
    }
    return {.text = heading(plan) + to_text(table),
            .rows = std::move(rows),
            .figure = figure_of(results, plan)};
}

}  // namespace bgsim::protocol
