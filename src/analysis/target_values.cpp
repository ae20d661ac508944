#include "analysis/target_values.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <span>

#include "analysis/rhythm.hpp"
#include "analysis/shared_scan.hpp"
#include "analysis/welch.hpp"

namespace bgsim::analysis {
namespace {

using Scans = std::map<std::string, PopulationScan>;

bool needs_spikes(const PublishedTarget& target) { return target.cv || target.peak_hz; }

std::vector<std::string> populations_of(const std::vector<PublishedTarget>& targets) {
    std::set<std::string> names;
    for (const auto& target : targets) {
        if (needs_spikes(target)) {
            names.insert(target.populations.begin(), target.populations.end());
        }
    }
    return {names.begin(), names.end()};
}

/// Whole steps that are closest to a millisecond.
double bin_of(double dt_ms) { return dt_ms * std::max(1.0, std::round(1.0 / dt_ms)); }

std::optional<double> cv_of(const PublishedTarget& target, const Scans& scans) {
    PartialMean cv;
    for (const auto& name : target.populations) cv += scans.at(name).firing.cv;
    return cv.mean();
}

/// The scale of the rate does not move its peak, so spikes are counted for all cells together.
std::optional<double> peak_of(const PublishedTarget& target, const Scans& scans, double bin_ms) {
    std::vector<double> rate(scans.at(target.populations.front()).counts.size());
    for (const auto& name : target.populations) {
        const auto& counts = scans.at(name).counts;
        for (std::size_t i = 0; i != rate.size(); ++i) rate[i] += static_cast<double>(counts[i]);
    }
    const auto segment = static_cast<std::size_t>(std::round(peak_segment_ms / bin_ms));
    const Spectra spectra(std::span(&rate, 1), {.bin_ms = bin_ms, .segment = segment});
    if (spectra.n_segments() == 0) return std::nullopt;
    const auto [low_hz, high_hz] = target.peak_band_hz;
    const auto peak = analysis::peak_of(spectra.power(0), spectra.resolution_hz(), low_hz, high_hz);
    return peak ? std::optional(peak->frequency_hz) : std::nullopt;
}

}  // namespace

std::vector<TargetValues> target_values(const io::ResultReader& reader,
                                        const std::vector<PublishedTarget>& targets,
                                        Window window,
                                        const comm::Communicator& ranks) {
    const auto names = populations_of(targets);
    const double bin_ms = bin_of(reader.dt_ms());
    const auto scanned =
        scan_together(reader, names, window, {.rate_bin_ms = bin_ms, .sample_size = 0}, ranks);
    if (!ranks.is_root()) return {};
    Scans scans;
    for (std::size_t i = 0; i != names.size(); ++i) scans[names[i]] = scanned[i];
    std::vector<TargetValues> values;
    for (const auto& target : targets) {
        values.push_back(
            {.cv = target.cv ? cv_of(target, scans) : std::nullopt,
             .peak_hz = target.peak_hz ? peak_of(target, scans, bin_ms) : std::nullopt});
    }
    return values;
}

}  // namespace bgsim::analysis
