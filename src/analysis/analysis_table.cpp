#include "analysis/analysis_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <string_view>

#include "analysis/population_csv.hpp"
#include "bgsim/error.hpp"
#include "core/csv.hpp"

namespace bgsim::analysis {
namespace {

using Row = std::function<std::optional<double>(const PopulationAnalysis&, std::size_t)>;

/// A first column and one for each population.
std::string by_population(const RunAnalysis& run,
                          const std::string& first_name,
                          std::size_t n_rows,
                          const std::function<double(std::size_t)>& first,
                          const Row& value) {
    std::string csv = first_name;
    for (const auto& population : run.populations) csv += ',' + core::csv_field(population.name);
    csv += '\n';
    for (std::size_t row = 0; row != n_rows; ++row) {
        csv += fmt::format("{:.10g}", first(row));
        for (const auto& population : run.populations) {
            const auto field = value(population, row);
            csv += field ? fmt::format(",{:.10g}", *field) : ",";
        }
        csv += '\n';
    }
    return csv;
}

std::string spectra(const RunAnalysis& run) {
    const std::size_t n = run.populations.empty() ? 0 : run.populations.front().power.size();
    return by_population(
        run, "frequency_hz", n,
        [&](std::size_t k) { return static_cast<double>(k) * run.resolution_hz; },
        [](const PopulationAnalysis& population, std::size_t k) { return population.power[k]; });
}

/// Values of one kind of the LFP of each population that has one.
Row of_field(std::vector<double> FieldAnalysis::*values) {
    return
        [values](const PopulationAnalysis& population, std::size_t row) -> std::optional<double> {
            if (!population.field || row >= ((*population.field).*values).size())
                return std::nullopt;
            return ((*population.field).*values)[row];
        };
}

std::size_t longest_of_fields(const RunAnalysis& run, std::vector<double> FieldAnalysis::*values) {
    std::size_t n = 0;
    for (const auto& population : run.populations) {
        if (population.field) n = std::max(n, ((*population.field).*values).size());
    }
    return n;
}

std::string lfp(const RunAnalysis& run) {
    const double bin_ms = run.request.scan.rate_bin_ms;
    return by_population(
        run, "from_ms", longest_of_fields(run, &FieldAnalysis::lfp_pA),
        [&](std::size_t bin) {
            return run.request.window.from_ms + static_cast<double>(bin) * bin_ms;
        },
        of_field(&FieldAnalysis::lfp_pA));
}

std::string lfp_spectra(const RunAnalysis& run) {
    return by_population(
        run, "frequency_hz", longest_of_fields(run, &FieldAnalysis::power),
        [&](std::size_t k) { return static_cast<double>(k) * run.resolution_hz; },
        of_field(&FieldAnalysis::power));
}

std::string intervals(const RunAnalysis& run) {
    const HistogramScale& scale = interval_scale();
    return by_population(
        run, "from_ms", scale.n_bins(), [&](std::size_t i) { return scale.edge(i); },
        [](const PopulationAnalysis& population, std::size_t i) {
            return static_cast<double>(population.firing.intervals.counts[i]);
        });
}

std::string cell_rates(const RunAnalysis& run) {
    const HistogramScale& scale = rate_scale();
    return by_population(
        run, "from_hz", scale.n_bins(), [&](std::size_t i) { return scale.edge(i); },
        [](const PopulationAnalysis& population, std::size_t i) {
            return static_cast<double>(population.firing.rates.counts[i]);
        });
}

std::string rates(const RunAnalysis& run) {
    const std::size_t n = run.populations.empty() ? 0 : run.populations.front().rate_hz.size();
    const double bin_ms = run.request.scan.rate_bin_ms;
    return by_population(
        run, "from_ms", n,
        [&](std::size_t bin) {
            return run.request.window.from_ms + static_cast<double>(bin) * bin_ms;
        },
        [](const PopulationAnalysis& population, std::size_t bin) {
            return population.rate_hz[bin];
        });
}

std::string events(const RunAnalysis& run) {
    const HistogramWindow& window = run.request.histogram;
    std::size_t n = 0;
    for (const auto& population : run.populations) {
        n = std::max(n, population.histogram.rate_hz.size());
    }
    return by_population(
        run, "from_ms", n,
        [&](std::size_t bin) { return window.from_ms + static_cast<double>(bin) * window.bin_ms; },
        [](const PopulationAnalysis& population, std::size_t bin) -> std::optional<double> {
            // A population without cells has no histogram.
            if (bin >= population.histogram.rate_hz.size()) return std::nullopt;
            return population.histogram.rate_hz[bin];
        });
}

std::string coherence(const RunAnalysis& run) {
    std::string csv = "a,b,mean,highest,frequency_hz,phase_rad\n";
    for (const PairCoherence& pair : run.pairs) {
        csv += fmt::format("{},{},{:.10g},{:.10g},{:.10g},{:.10g}\n",
                           core::csv_field(run.populations[pair.a].name),
                           core::csv_field(run.populations[pair.b].name), pair.coherence.mean,
                           pair.coherence.highest, pair.coherence.frequency_hz,
                           pair.coherence.phase_rad);
    }
    return csv;
}

std::string stimuli(const RunAnalysis& run) {
    const auto number = [](const std::optional<double>& value) {
        return value ? fmt::format("{:.10g}", *value) : "";
    };
    std::string csv = "population,from_ms,to_ms,before_hz,during_hz,after_hz\n";
    for (const auto& population : run.populations) {
        for (const Response& response : population.responses) {
            csv += fmt::format("{},{:.10g},{:.10g},{},{},{}\n", core::csv_field(population.name),
                               response.stimulus.from_ms, response.stimulus.to_ms,
                               number(response.before_hz), number(response.during_hz),
                               number(response.after_hz));
        }
    }
    return csv;
}

struct Table {
    std::string_view name;
    std::string (*csv)(const RunAnalysis&);
};

constexpr std::array<Table, 9> tables = {{{"spectra", spectra},
                                          {"lfp", lfp},
                                          {"lfp_spectra", lfp_spectra},
                                          {"coherence", coherence},
                                          {"intervals", intervals},
                                          {"cell_rates", cell_rates},
                                          {"rates", rates},
                                          {"stimuli", stimuli},
                                          {"events", events}}};

}  // namespace

std::vector<std::string> table_names() {
    std::vector<std::string> names = {"populations"};
    for (const Table& table : tables) names.emplace_back(table.name);
    return names;
}

std::string analysis_csv(const std::string& table,
                         const RunAnalysis& run,
                         const std::vector<RateRow>& rows) {
    for (const Table& other : tables) {
        if (other.name == table) return other.csv(run);
    }
    BGSIM_EXPECT(table == "populations");
    return population_csv(run, rows);
}

}  // namespace bgsim::analysis
