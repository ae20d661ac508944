#include "analysis/rate_table.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>

namespace bgsim::analysis {

namespace {

using Range = PublishedTarget::Range;

bool holds_spikes_of(const io::ResultReader& reader, const PublishedTarget& target) {
    return std::ranges::all_of(target.populations, [&](const std::string& name) {
        const auto& all = reader.populations();
        const auto found = std::ranges::find(all, name, &io::PopulationSummary::name);
        return found != all.end() && found->has_spikes;
    });
}

bool is_covered(const std::string& population, const std::vector<RateRow>& rows) {
    return std::ranges::any_of(rows, [&](const RateRow& row) {
        return std::ranges::count(row.published->populations, population) != 0;
    });
}

std::string text_of(const std::optional<double>& value, const char* if_none) {
    return value ? fmt::format("{:.2f}", *value) : if_none;
}

std::string text_of(const std::optional<Range>& range) {
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
            text_of(published_rate(row)),
            comparison(simulated.mean_rate_hz, published_rate(row)),
            text_of(simulated.mean_cv, "-"),
            text_of(published_cv(row)),
            comparison(simulated.mean_cv, published_cv(row)),
            fmt::format("{:.1f} %", 100.0 * simulated.silent_share),
            row.published ? row.published->source : ""};
}

std::string quoted(const std::string& text) {
    if (text.find_first_of(",\"\n\r") == std::string::npos) return text;
    std::string result = "\"";
    for (const char c : text) {
        if (c == '"') result += '"';
        result += c;
    }
    return result + '"';
}

std::string number(const std::optional<double>& value) {
    return value ? fmt::format("{}", *value) : "";
}

std::string bound(const std::optional<Range>& range, std::size_t end) {
    return range ? fmt::format("{}", (*range)[end]) : "";
}

}  // namespace

std::vector<RateRow> rate_rows(const io::ResultReader& reader,
                               const std::vector<PublishedTarget>& targets,
                               Window window) {
    std::vector<RateRow> rows;
    for (const auto& target : targets) {
        if (!holds_spikes_of(reader, target)) continue;
        rows.push_back({spike_statistics(reader, target.name, target.populations, window), target});
    }
    std::vector<RateRow> others;
    for (const auto& population : reader.populations()) {
        if (!population.has_spikes || is_covered(population.name, rows)) continue;
        others.push_back(
            {spike_statistics(reader, population.name, {population.name}, window), std::nullopt});
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

std::string rate_csv(const std::vector<RateRow>& rows) {
    std::string csv =
        "population,cells,spikes,rate_hz,rate_sd_hz,cv,silent_share,published_rate_low_hz,"
        "published_rate_high_hz,published_cv_low,published_cv_high,source\n";
    for (const auto& row : rows) {
        const SpikeStatistics& s = row.simulated;
        csv +=
            fmt::format("{},{},{},{},{},{},{},{},{},{},{},{}\n", quoted(s.name), s.n_cells,
                        s.n_spikes, s.mean_rate_hz, s.sd_rate_hz, number(s.mean_cv), s.silent_share,
                        bound(published_rate(row), 0), bound(published_rate(row), 1),
                        bound(published_cv(row), 0), bound(published_cv(row), 1),
                        quoted(row.published ? row.published->source : ""));
    }
    return csv;
}

}  // namespace bgsim::analysis
