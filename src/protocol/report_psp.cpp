#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "config/values.hpp"
#include "protocol/report.hpp"
#include "protocol/report_parts.hpp"

namespace bgsim::protocol {
namespace {

std::optional<double> ratio(std::optional<double> value, const PspResult& result) {
    if (!value || result.amplitudes_mV.empty() || result.amplitudes_mV.front() == 0.0) {
        return std::nullopt;
    }
    return *value / result.amplitudes_mV.front();
}

/// Second response of the train to the first, last to first, and that after the pause to the first.
struct Ratios {
    std::optional<double> paired;
    std::optional<double> steady;
    std::optional<double> recovered;
};

Ratios ratios_of(const PspResult& result) {
    if (result.amplitudes_mV.size() < 2) return {};
    return {.paired = ratio(result.amplitudes_mV[1], result),
            .steady = ratio(result.amplitudes_mV.back(), result),
            .recovered = ratio(result.recovery_mV, result)};
}

std::string cell_table(const std::vector<PspResult>& results) {
    Table table{.header = {"cell", "weight", "V_m before [mV]", "amplitude [mV]",
                           "time to peak [ms]", "rise [ms]", "half width [ms]", "decay [ms]",
                           "2nd/1st", "last/1st", "recovered"},
                .rows = {}};
    for (const PspResult& result : results) {
        const auto& s = result.single;
        const Ratios r = ratios_of(result);
        const auto of = [&](auto member) {
            return s ? std::optional<double>(member(*s)) : std::nullopt;
        };
        table.rows.push_back({result.cell.label, result.weight, shown(result.V_rest_mV, 2),
                              significant(of([](const auto& p) { return p.amplitude_mV; }), 4),
                              shown(of([](const auto& p) { return p.time_to_peak_ms; }), 1),
                              shown(s ? s->rise_ms : std::nullopt, 2),
                              shown(s ? s->half_width_ms : std::nullopt, 2),
                              shown(s ? s->decay_ms : std::nullopt, 2), shown(r.paired, 3),
                              shown(r.steady, 3), shown(r.recovered, 3)});
    }
    return to_text(table);
}

/// Cells that fire have no postsynaptic potential to measure.
std::string warnings(const std::vector<PspResult>& results) {
    std::string text;
    for (const PspResult& result : results) {
        if (!result.has_fired) continue;
        text += fmt::format(
            "'{}' fires, so nothing was measured; keep it at rest with --hold, or use a smaller "
            "--weight\n",
            result.cell.label);
    }
    return text.empty() ? text : fmt::format("\n{}", text);
}

std::string train_table(const std::vector<PspResult>& results) {
    Table table{.header = {"arrival [ms]"}, .rows = {}};
    for (const PspResult& result : results) table.header.push_back(result.cell.label + " [mV]");
    const auto& arrivals = results.front().arrivals_ms;
    for (std::size_t k = 0; k != arrivals.size(); ++k) {
        std::vector<std::string> row = {fmt::format("{:g}", arrivals[k])};
        for (const PspResult& result : results) {
            const auto& amplitudes = result.amplitudes_mV;
            row.push_back(k < amplitudes.size() ? significant(amplitudes[k], 4)
                                                : significant(result.recovery_mV, 4));
        }
        table.rows.push_back(std::move(row));
    }
    return to_text(table);
}

Table all_rows(const std::vector<PspResult>& results, const Plan& plan) {
    Table table{.header = {"cell", "model", "port", "weight", "V_before_mV", "amplitude_mV",
                           "time_to_peak_ms", "rise_ms", "half_width_ms", "decay_ms", "arrival_ms",
                           "train_amplitude_mV", "ratio_to_first"},
                .rows = {}};
    for (const PspResult& result : results) {
        const PostsynapticPotential s = result.single.value_or(PostsynapticPotential{});
        for (std::size_t k = 0; k != result.arrivals_ms.size(); ++k) {
            const auto& amplitudes = result.amplitudes_mV;
            const auto amplitude =
                k < amplitudes.size() ? std::optional(amplitudes[k]) : result.recovery_mV;
            table.rows.push_back(
                {result.cell.label, result.cell.model, plan.psp->port.text, result.weight,
                 exact(result.V_rest_mV), result.single ? exact(s.amplitude_mV) : "",
                 result.single ? exact(s.time_to_peak_ms) : "", exact(s.rise_ms),
                 exact(s.half_width_ms), exact(s.decay_ms), exact(result.arrivals_ms[k]),
                 exact(amplitude), exact(ratio(amplitude, result))});
        }
    }
    return table;
}

Curve curve_of(const std::vector<double>& values, double every_ms, std::size_t colour) {
    Curve curve{.colour = colour};
    for (std::size_t i = 0; i != values.size(); ++i) {
        curve.x.push_back(static_cast<double>(i) * every_ms);
        curve.y.push_back(values[i]);
    }
    return curve;
}

/// A single potential until it has decayed to a hundredth.
std::vector<double> until_decayed(const std::vector<double>& values) {
    double peak = 0.0;
    for (const double value : values) peak = std::max(peak, std::abs(value));
    std::size_t last = values.size();
    while (last > 2 && std::abs(values[last - 1]) < 0.01 * peak) --last;
    return {values.begin(), values.begin() + static_cast<std::ptrdiff_t>(last)};
}

Figure figure_of(const std::vector<PspResult>& results, const Plan& plan) {
    Panel single{.title = "one spike into " + plan.psp->port.text,
                 .x_label = "time after the arrival [ms]",
                 .y_label = "V_m - V_rest [mV]"};
    Panel train{.title = fmt::format("{} spikes at {:g} Hz", plan.psp->n_spikes,
                                     1000.0 / plan.psp->interval_ms),
                .x_label = "time after the first arrival [ms]",
                .y_label = "V_m - V_rest [mV]"};
    for (std::size_t i = 0; i != results.size(); ++i) {
        if (results[i].has_fired) continue;
        single.curves.push_back(
            curve_of(until_decayed(results[i].single_mV), results[i].every_ms, i));
        single.curves.back().title = results[i].cell.label;
        train.curves.push_back(
            curve_of(until_decayed(results[i].train_mV), results[i].every_ms, i));
        train.curves.back().title = results[i].cell.label;
    }
    return {.panels = {std::move(single), std::move(train)}};
}

}  // namespace

Report report(const std::vector<PspResult>& results, const Plan& plan) {
    const auto& psp = *plan.psp;
    const std::string pause =
        psp.recovery_ms ? fmt::format(", one more after {}", time_text(*psp.recovery_ms)) : "";
    const auto text = fmt::format(
        "spikes into port {}{}: one, and a train of {} at {:g} Hz{}\n\n{}{}\namplitude of each "
        "response of the train\n{}",
        psp.port.text, psp.plasticity ? ", with short-term plasticity" : "", psp.n_spikes,
        1000.0 / psp.interval_ms, pause, cell_table(results), warnings(results),
        train_table(results));
    return {.text = text, .rows = all_rows(results, plan), .figure = figure_of(results, plan)};
}

}  // namespace bgsim::protocol
