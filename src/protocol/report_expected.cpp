#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "protocol/report.hpp"
#include "protocol/report_parts.hpp"

namespace bgsim::protocol {
namespace {

bool is_potential(const ComputedComparison& row) { return row.quantity.ends_with("[mV]"); }

/// In per cent, or in mV of a potential, whose zero means nothing.
std::string deviation(const ComputedComparison& row) {
    if (!row.simulated) return "-";
    const double difference = *row.simulated - row.expected;
    if (is_potential(row)) return fmt::format("{:+.2f} mV", difference);
    if (row.expected == 0.0) return difference == 0.0 ? "0" : fmt::format("{:+.3g}", difference);
    return fmt::format("{:+.2f} %", 100.0 * difference / std::abs(row.expected));
}

std::string simulated(const ComputedComparison& row) {
    if (!row.shown.empty()) return row.shown;
    return significant(row.simulated, 5);
}

std::string word(Verdict verdict) { return verdict == Verdict::ok ? "ok" : "missed"; }

std::string computed_table(const ExpectedResult& result) {
    Table table{.header = {"computed with", "quantity", "expected", "simulated", "deviation", ""},
                .rows = {}};
    for (const ComputedComparison& row : result.computed) {
        table.rows.push_back({row.method, row.quantity, significant(row.expected, 5),
                              simulated(row), deviation(row), word(row.verdict)});
    }
    return to_text(table);
}

/// "-73.2 +- 2.2 (SE) mV", "0 .. 1 Hz", or words.
std::string published_value(const config::PublishedBehaviour& p) {
    if (p.range) return fmt::format("{:g} .. {:g} {}", (*p.range)[0], (*p.range)[1], p.unit);
    if (!p.value) return p.text;
    if (p.se) return fmt::format("{:g} +- {:g} (SE) {}", *p.value, *p.se, p.unit);
    if (p.sd) return fmt::format("{:g} +- {:g} (SD) {}", *p.value, *p.sd, p.unit);
    return fmt::format("{:g} {}", *p.value, p.unit);
}

std::string published_table(const ExpectedResult& result) {
    Table table{.header = {"quantity", "published", "simulated", "", "condition", "source"},
                .rows = {}};
    for (const PublishedComparison& row : result.published) {
        const auto& p = row.published;
        if (!p.value && !p.range) continue;
        table.rows.push_back({p.quantity, published_value(p), significant(row.simulated, 4),
                              row.verdict, p.condition, p.source});
    }
    return table.rows.empty() ? "" : fmt::format("\n{}", to_text(table));
}

/// What was published without a number.
std::string published_words(const ExpectedResult& result) {
    std::string text;
    for (const PublishedComparison& row : result.published) {
        const auto& p = row.published;
        if (p.value || p.range || p.source.empty()) continue;
        text += fmt::format("published: {}: {} ({})\n", p.quantity, p.text, p.source);
    }
    return text;
}

/// What is said in words.
std::string words(const ExpectedResult& result) {
    std::string text = published_words(result);
    for (const config::KnownMismatch& known : result.description.known_mismatch) {
        text += fmt::format("known: {}: {}\n", known.quantity, known.text);
    }
    return text.empty() ? text : fmt::format("\n{}", text);
}

std::string section(const ExpectedResult& result) {
    const auto& d = result.description;
    return fmt::format("{}: {} ({}, {})\n\n{}{}{}", result.cell.label, d.cell, result.cell.model,
                       d.confidence, computed_table(result), published_table(result),
                       words(result));
}

/// "expected | simulated" of the first row whose quantity begins with `name`.
std::string pair_of(const ExpectedResult& result, const std::string& name) {
    const auto row = std::ranges::find_if(
        result.computed, [&](const ComputedComparison& c) { return c.quantity.starts_with(name); });
    if (row == result.computed.end()) return "-";
    return fmt::format("{} | {}", significant(row->expected, 4),
                       row->shown.empty() ? significant(row->simulated, 4) : row->shown);
}

/// The rate at the highest current of the first curve.
std::string highest_rate(const ExpectedResult& result) {
    const ExpectedCurve& curve = result.curve;
    if (curve.I.empty()) return "-";
    return fmt::format("{:g} {}: {} | {}", curve.I.back(), curve.unit,
                       significant(curve.expected_hz.back(), 4),
                       significant(curve.simulated_hz.back(), 4));
}

/// "M. Lindahl, J. Hellgren Kotaleski (2016)": a reference until its year.
std::string short_source(const config::CellDescription& description) {
    if (description.references.empty()) return "-";
    const std::string& first = description.references.front();
    return first.substr(0, std::min(first.find(')'), first.size() - 1) + 1);
}

std::string summary(const std::vector<ExpectedResult>& results) {
    Table table{.header = {"cell", "model", "confidence", "rest [mV]", "rate alone [Hz]",
                           "rheobase in total", "highest rate [Hz]", "values", "missed", "source"},
                .rows = {}};
    for (const ExpectedResult& result : results) {
        const auto n_missed =
            std::ranges::count(result.computed, Verdict::missed, &ComputedComparison::verdict);
        table.rows.push_back({result.cell.label, result.cell.model, result.description.confidence,
                              pair_of(result, "rest"), pair_of(result, "rate alone"),
                              pair_of(result, "rheobase"), highest_rate(result),
                              std::to_string(result.computed.size()), std::to_string(n_missed),
                              short_source(result.description)});
    }
    return "expected | simulated\n" + to_text(table);
}

Table all_rows(const std::vector<ExpectedResult>& results) {
    Table table{.header = {"cell", "model", "kind", "method_or_condition", "quantity", "expected",
                           "simulated", "tolerance", "verdict", "source"},
                .rows = {}};
    for (const ExpectedResult& result : results) {
        for (const ComputedComparison& row : result.computed) {
            table.rows.push_back({result.cell.label, result.cell.model, "computed", row.method,
                                  row.quantity, exact(row.expected), exact(row.simulated),
                                  exact(row.tolerance), word(row.verdict), ""});
        }
        for (const PublishedComparison& row : result.published) {
            table.rows.push_back({result.cell.label, result.cell.model, "published",
                                  row.published.condition, row.published.quantity,
                                  published_value(row.published), exact(row.simulated), "",
                                  row.verdict, row.published.source});
        }
    }
    return table;
}

/// f-I curves of cells that count in the same unit: lines as simulated, rings as expected.
Panel panel_for(const std::vector<ExpectedResult>& results, const std::string& unit) {
    Panel panel{.title = "lines: simulated, rings: expected",
                .x_label = current_label(unit),
                .y_label = "rate [Hz]",
                .curves = {},
                .has_zero = true};
    std::size_t colour = 0;
    for (const ExpectedResult& result : results) {
        const ExpectedCurve& curve = result.curve;
        if (curve.unit != unit || curve.I.empty()) continue;
        panel.curves.push_back(
            {.title = result.cell.label, .x = curve.I, .y = curve.simulated_hz, .colour = colour});
        panel.curves.push_back({.x = curve.I,
                                .y = curve.expected_hz,
                                .style = Curve::Style::points,
                                .colour = colour++});
    }
    if (colour == 1) panel.title = fmt::format("{}; {}", panel.curves[0].title, panel.title);
    return panel;
}

Figure figure_of(const std::vector<ExpectedResult>& results) {
    std::set<std::string> units;
    for (const ExpectedResult& result : results) {
        if (!result.curve.I.empty()) units.insert(result.curve.unit);
    }
    Figure figure;
    for (const std::string& unit : units) figure.panels.push_back(panel_for(results, unit));
    return figure;
}

}  // namespace

Report report(const std::vector<ExpectedResult>& results, const Plan& /*plan*/) {
    std::string text;
    for (const ExpectedResult& result : results) text += section(result) + '\n';
    if (results.size() > 1) text += summary(results);
    return {.text = text, .rows = all_rows(results), .figure = figure_of(results)};
}

}  // namespace bgsim::protocol
