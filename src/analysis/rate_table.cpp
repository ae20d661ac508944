#include "analysis/rate_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "core/readable.hpp"

namespace bgsim::analysis {

namespace {

using Range = PublishedTarget::Range;

const PopulationAnalysis* found(const RunAnalysis& run, const std::string& name) {
    const auto at = std::ranges::find(run.populations, name, &PopulationAnalysis::name);
    return at == run.populations.end() ? nullptr : &*at;
}

bool holds_spikes_of(const RunAnalysis& run, const PublishedTarget& target) {
    return std::ranges::all_of(
        target.populations, [&](const std::string& name) { return found(run, name) != nullptr; });
}

RateRow row_of(const RunAnalysis& run,
               const std::string& name,
               const std::vector<std::string>& populations) {
    FiringSums sums;
    for (const auto& population : populations) sums += found(run, population)->firing;
    return {statistics_of(name, sums, run.request.window), std::nullopt};
}

bool is_covered(const std::string& population, const std::vector<RateRow>& rows) {
    return std::ranges::any_of(rows, [&](const RateRow& row) {
        return std::ranges::count(row.published->populations, population) != 0;
    });
}

std::string range_text(const std::optional<Range>& range) {
    if (!range) return "-";
    const auto [low, high] = *range;
    return low == high ? fmt::format("{:g}", low) : fmt::format("{:g} to {:g}", low, high);
}

std::optional<Range> published_rate(const RateRow& row) {
    return row.published ? row.published->rate_hz : std::nullopt;
}

std::optional<Range> published_cv(const RateRow& row) {
    return row.published ? row.published->cv : std::nullopt;
}

constexpr std::size_t n_columns = 12;
using Cells = std::array<std::string, n_columns>;

Cells cells_of(const RateRow& row) {
    const SpikeStatistics& simulated = row.simulated;
    return {simulated.name,
            fmt::format("{}", simulated.n_cells),
            fmt::format("{}", simulated.n_spikes),
            fmt::format("{:.2f}", simulated.mean_rate_hz),
            fmt::format("{:.2f}", simulated.sd_rate_hz),
            range_text(published_rate(row)),
            comparison(simulated.mean_rate_hz, published_rate(row)),
            core::fixed_or_dash(simulated.mean_cv, 2),
            range_text(published_cv(row)),
            comparison(simulated.mean_cv, published_cv(row)),
            fmt::format("{:.1f} %", 100.0 * simulated.silent_share),
            row.published ? row.published->source : ""};
}

}  // namespace

std::vector<RateRow> rate_rows(const RunAnalysis& run,
                               const std::vector<PublishedTarget>& targets) {
    std::vector<RateRow> rows;
    for (const auto& target : targets) {
        if (!holds_spikes_of(run, target)) continue;
        rows.push_back(row_of(run, target.name, target.populations));
        rows.back().published = target;
    }
    std::vector<RateRow> others;
    for (const auto& population : run.populations) {
        if (is_covered(population.name, rows)) continue;
        others.push_back(row_of(run, population.name, {population.name}));
    }
    rows.insert(rows.end(), others.begin(), others.end());
    return rows;
}

std::string rate_table(const std::vector<RateRow>& rows) {
    std::vector<Cells> lines = {{"population", "cells", "spikes", "rate/Hz", "SD/Hz",
                                 "published/Hz", "", "CV", "published CV", "", "silent", "source"}};
    for (const auto& row : rows) lines.push_back(cells_of(row));
    std::array<std::size_t, n_columns> widths{};
    for (const auto& line : lines) {
        for (std::size_t c = 0; c != n_columns; ++c)
            widths[c] = std::max(widths[c], line[c].size());
    }
    std::string table;
    for (const auto& line : lines) {
        std::string text = fmt::format("{:<{}}", line.front(), widths.front());
        for (std::size_t c = 1; c + 1 != n_columns; ++c) {
            text += fmt::format("  {:>{}}", line[c], widths[c]);
        }
        text += "  " + line.back();
        text.erase(text.find_last_not_of(' ') + 1);
        table += text + '\n';
    }
    return table;
}

}  // namespace bgsim::analysis
