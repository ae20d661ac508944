#include "analysis/population_csv.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/csv.hpp"

namespace bgsim::analysis {
namespace {

std::string csv_number(const std::optional<double>& value) {
    return value ? fmt::format("{}", *value) : "";
}

/// One end of a published range, if there is one.
std::string bound(const RateRow& row,
                  std::optional<PublishedTarget::Range> PublishedTarget::*quantity,
                  std::size_t end) {
    if (!row.published) return "";
    const auto& range = (*row.published).*quantity;
    return range ? fmt::format("{}", (*range)[end]) : "";
}

/// The population that a row shows alone, if it is one.
const PopulationAnalysis* population_of(const RunAnalysis& run, const RateRow& row) {
    const bool is_group = row.published && row.published->populations.size() != 1;
    if (is_group) return nullptr;
    const auto& name = row.published ? row.published->populations.front() : row.simulated.name;
    const auto found = std::ranges::find(run.populations, name, &PopulationAnalysis::name);
    return found == run.populations.end() ? nullptr : &*found;
}

void add_firing(std::vector<std::string>& fields, const RateRow& row) {
    const SpikeStatistics& s = row.simulated;
    constexpr auto rate = &PublishedTarget::rate_hz;
    constexpr auto cv = &PublishedTarget::cv;
    for (const auto& field :
         {core::csv_field(s.name), fmt::format("{}", s.n_cells), fmt::format("{}", s.n_spikes),
          csv_number(s.mean_rate_hz), csv_number(s.sd_rate_hz), csv_number(s.mean_cv),
          csv_number(s.silent_share), bound(row, rate, 0), bound(row, rate, 1), bound(row, cv, 0),
          bound(row, cv, 1), row.published ? core::csv_field(row.published->source) : std::string(),
          csv_number(s.mean_cv2), csv_number(s.fano_factor), csv_number(s.bursts_per_minute),
          csv_number(s.burst_share)}) {
        fields.push_back(field);
    }
}

void add_rhythm(std::vector<std::string>& fields, const PopulationAnalysis* population) {
    const bool has_rhythm = population != nullptr && population->rhythm;
    const Rhythm* const rhythm = has_rhythm ? &*population->rhythm : nullptr;
    const Peak* const peak = has_rhythm && rhythm->peak ? &*rhythm->peak : nullptr;
    fields.push_back(peak != nullptr ? csv_number(peak->frequency_hz) : "");
    fields.push_back(peak != nullptr ? csv_number(peak->over_median) : "");
    for (std::size_t b = 0; b != bands.size(); ++b) {
        fields.push_back(has_rhythm ? csv_number(rhythm->band_share(b)) : "");
    }
    const auto synchrony = population == nullptr ? std::nullopt : population->synchrony;
    fields.push_back(synchrony ? csv_number(synchrony->mean_correlation) : "");
    fields.push_back(synchrony ? csv_number(synchrony->chi) : "");
}

}  // namespace

std::string population_csv(const RunAnalysis& run, const std::vector<RateRow>& rows) {
    std::string csv =
        "population,cells,spikes,rate_hz,rate_sd_hz,cv,silent_share,published_rate_low_hz,"
        "published_rate_high_hz,published_cv_low,published_cv_high,source,cv2,fano_factor,"
        "bursts_per_minute,burst_share,peak_hz,peak_over_median";
    for (const Band& band : bands) csv += fmt::format(",{}_share", band.name);
    csv += ",correlation,chi\n";
    for (const auto& row : rows) {
        std::vector<std::string> fields;
        add_firing(fields, row);
        add_rhythm(fields, population_of(run, row));
        csv += fmt::format("{}\n", fmt::join(fields, ","));
    }
    return csv;
}

}  // namespace bgsim::analysis
