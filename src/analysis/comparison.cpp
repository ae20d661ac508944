#include "analysis/comparison.hpp"

#include <fmt/format.h>

#include "analysis/distance.hpp"
#include "analysis/first_difference.hpp"
#include "analysis/synchrony.hpp"
#include "core/readable.hpp"
#include "core/text_table.hpp"

namespace bgsim::analysis {
namespace {

void add_row(core::TextTable& table,
             const std::string& population,
             const std::string& measure,
             const MeasurePair& pair,
             int digits,
             bool has_independent_values) {
    table.add({population, measure, core::fixed_or_dash(pair.mean_a, digits),
               core::fixed_or_dash(pair.mean_b, digits), fmt::format("{}", pair.n_a),
               fmt::format("{}", pair.n_b), core::fixed_or_dash(pair.effect_size, 2),
               core::fixed_or_dash(pair.kolmogorov_smirnov, 3),
               has_independent_values && pair.is_different() ? "differs" : ""});
}

}  // namespace

MeasurePair measure_pair(const std::vector<double>& a, const std::vector<double>& b) {
    MeasurePair pair{.n_a = a.size(),
                     .n_b = b.size(),
                     .mean_a = mean_of(a),
                     .mean_b = mean_of(b),
                     .effect_size = effect_size(a, b),
                     .kolmogorov_smirnov = kolmogorov_smirnov(a, b)};
    if (pair.kolmogorov_smirnov) pair.by_chance = kolmogorov_smirnov_by_chance(a.size(), b.size());
    return pair;
}

std::vector<PopulationComparison> compare(const io::ResultReader& a,
                                          const io::ResultReader& b,
                                          Window window,
                                          const ScanSettings& settings) {
    ScanSettings with_cells = settings;
    with_cells.keep_cells = true;
    std::vector<PopulationComparison> all;
    for (const auto& name : common_populations(a, b)) {
        const PopulationScan first = scan(a, name, window, with_cells);
        const PopulationScan second = scan(b, name, window, with_cells);
        all.push_back({.name = name,
                       .rate_hz = measure_pair(first.cell_rates_hz, second.cell_rates_hz),
                       .cv = measure_pair(first.cell_cvs, second.cell_cvs),
                       .correlation = measure_pair(
                           pair_correlations(first.sampled_counts, first.n_sample_bins),
                           pair_correlations(second.sampled_counts, second.n_sample_bins))});
    }
    return all;
}

std::string comparison_table(const std::vector<PopulationComparison>& populations) {
    core::TextTable table(
        {"population", "measure", "A", "B", "n in A", "n in B", "effect size", "KS distance", ""});
    for (const auto& population : populations) {
        add_row(table, population.name, "rate/Hz", population.rate_hz, 2, true);
        add_row(table, "", "CV", population.cv, 2, true);
        add_row(table, "", "correlation", population.correlation, 4, false);
    }
    return table.text();
}

}  // namespace bgsim::analysis
