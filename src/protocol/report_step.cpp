#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "protocol/report.hpp"
#include "protocol/report_parts.hpp"

namespace bgsim::protocol {
namespace {

/// As many digits as are known.
std::string shown_rheobase(const Rheobase& rheobase) {
    if (rheobase.kind == Rheobase::Kind::below) return fmt::format("< {:g}", rheobase.current);
    if (rheobase.kind == Rheobase::Kind::above) return fmt::format("> {:g}", rheobase.current);
    constexpr int most_decimals = 6;
    const int decimals = static_cast<int>(std::ceil(-std::log10(rheobase.resolution)));
    return shown(rheobase.current, std::clamp(decimals, 0, most_decimals));
}

/// Slope of the straight line through the rates of all currents that make it fire, three or more
/// [Hz per unit].
std::optional<double> slope_of(const StepResult& result) {
    double n = 0.0;
    double I_sum = 0.0;
    double rate_sum = 0.0;
    for (const StepRow& row : result.rows) {
        if (row.firing.n_spikes == 0) continue;
        n += 1.0;
        I_sum += row.current;
        rate_sum += row.firing.rate_hz;
    }
    if (n < 3.0) return std::nullopt;
    double products = 0.0;
    double squares = 0.0;
    for (const StepRow& row : result.rows) {
        if (row.firing.n_spikes == 0) continue;
        products += (row.current - I_sum / n) * (row.firing.rate_hz - rate_sum / n);
        squares += (row.current - I_sum / n) * (row.current - I_sum / n);
    }
    return products / squares;
}

std::string cell_table(const std::vector<StepResult>& results, const std::string& unit) {
    Table table{.header = {"cell", "model"}, .rows = {}};
    for (const auto& title : passive_titles()) table.header.push_back(title);
    table.header.push_back(fmt::format("rheobase [{}]", unit));
    const bool is_simple = unit.find('/') == std::string::npos;
    table.header.push_back(is_simple ? fmt::format("slope [Hz/{}]", unit)
                                     : fmt::format("slope [Hz/({})]", unit));
    for (const StepResult& result : results) {
        std::vector<std::string> row = {result.cell.label, result.cell.model};
        for (const auto& value : passive_values(result.passive)) row.push_back(value);
        row.push_back(shown_rheobase(result.rheobase));
        row.push_back(significant(slope_of(result), 3));
        table.rows.push_back(std::move(row));
    }
    return to_text(table);
}

/// All that is known about one cell.
std::string detailed_table(const StepResult& result, const std::string& unit) {
    Table table{
        .header = {fmt::format("I [{}]", unit), "spikes", "rate [Hz]", "first [Hz]", "last [Hz]",
                   "latency [ms]", "last/first interval", "adaptation", "CV", "V_m at end [mV]"},
        .rows = {}};
    for (const StepRow& row : result.rows) {
        const Firing& f = row.firing;
        table.rows.push_back({fmt::format("{:g}", row.current), std::to_string(f.n_spikes),
                              shown(f.rate_hz, 2), shown(f.first_hz, 2), shown(f.last_hz, 2),
                              shown(f.latency_ms, 1), shown(f.adaptation, 3),
                              shown(f.adaptation_index, 4), shown(f.cv, 3),
                              f.n_spikes == 0 ? shown(row.V_end_mV, 2) : "-"});
    }
    return to_text(table);
}

/// Rates alone, a column for each cell.
std::string rate_table(const std::vector<StepResult>& results, const std::string& unit) {
    Table table{.header = {fmt::format("I [{}]", unit)}, .rows = {}};
    for (const StepResult& result : results) table.header.push_back(result.cell.label);
    for (std::size_t i = 0; i != results.front().rows.size(); ++i) {
        std::vector<std::string> row = {fmt::format("{:g}", results.front().rows[i].current)};
        for (const StepResult& result : results) {
            row.push_back(shown(result.rows[i].firing.rate_hz, 2));
        }
        table.rows.push_back(std::move(row));
    }
    return to_text(table);
}

Table all_rows(const std::vector<StepResult>& results, const std::string& unit) {
    Table table{.header = {"cell", "model", "current", "unit", "spikes", "rate_hz", "first_hz",
                           "last_hz", "latency_ms", "last_over_first_interval", "adaptation_index",
                           "cv", "V_end_mV", "rheobase", "rheobase_resolution"},
                .rows = {}};
    for (const auto& key : passive_keys()) table.header.push_back(key);
    for (const StepResult& result : results) {
        const bool is_found = result.rheobase.kind == Rheobase::Kind::found;
        for (const StepRow& row : result.rows) {
            const Firing& f = row.firing;
            std::vector<std::string> cells = {result.cell.label,
                                              result.cell.model,
                                              exact(row.current),
                                              unit,
                                              std::to_string(f.n_spikes),
                                              exact(f.rate_hz),
                                              exact(f.first_hz),
                                              exact(f.last_hz),
                                              exact(f.latency_ms),
                                              exact(f.adaptation),
                                              exact(f.adaptation_index),
                                              exact(f.cv),
                                              exact(row.V_end_mV),
                                              is_found ? exact(result.rheobase.current) : "",
                                              is_found ? exact(result.rheobase.resolution) : ""};
            for (const auto& number : passive_numbers(result.passive)) cells.push_back(number);
            table.rows.push_back(std::move(cells));
        }
    }
    return table;
}

Figure figure_of(const std::vector<StepResult>& results, const std::string& unit) {
    Panel panel{
        .x_label = current_label(unit), .y_label = "rate [Hz]", .curves = {}, .has_zero = true};
    for (std::size_t i = 0; i != results.size(); ++i) {
        Curve curve{
            .title = results[i].cell.label, .style = Curve::Style::line_and_points, .colour = i};
        for (const StepRow& row : results[i].rows) {
            curve.x.push_back(row.current);
            curve.y.push_back(row.firing.rate_hz);
        }
        panel.curves.push_back(std::move(curve));
    }
    if (results.size() == 1) panel.title = "f-I curve of " + results.front().cell.label;
    return {.panels = {std::move(panel)}};
}

}  // namespace

Report report(const std::vector<StepResult>& results, const Plan& plan) {
    const std::string& unit = plan.currents.unit;
    std::string text =
        fmt::format("steps of {} after {}, {}\n\n{}\n", time_text(plan.duration_ms),
                    time_text(plan.settle_ms), how_applied(plan), cell_table(results, unit));
    if (results.size() == 1) {
        text += detailed_table(results.front(), unit);
    } else {
        text += "rate [Hz]\n" + rate_table(results, unit);
    }
    return {.text = text, .rows = all_rows(results, unit), .figure = figure_of(results, unit)};
}

}  // namespace bgsim::protocol
