#include "analysis/run_analysis.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/shared_scan.hpp"
#include "bgsim/channels.hpp"
#include "core/units.hpp"

namespace bgsim::analysis {
namespace {

constexpr double chance = 0.05;

/// Populations whose spikes are in the file, or their channels.
struct Subjects {
    std::vector<ScanSubject> cells{};
    std::vector<PopulationAnalysis> named{};
};

Subjects subjects_of(const io::ResultReader& reader, bool by_channel) {
    Subjects all;
    for (const auto& population : reader.populations()) {
        if (!population.has_spikes) continue;
        const std::string& name = population.name;
        const std::size_t n = by_channel ? population.channels.size() : 0;
        if (n == 0) {
            all.cells.push_back({name});
            all.named.push_back({.name = name, .population = name});
        }
        const auto size = static_cast<NeuronIndex>(population.size);
        for (std::size_t c = 0; c != n; ++c) {
            const NeuronIndex first = first_of_channel(size, n, c);
            const std::string& channel = population.channels[c];
            all.cells.push_back({name, CellRange{first, first_of_channel(size, n, c + 1) - first}});
            all.named.push_back({.name = fmt::format("{}/{}", name, channel),
                                 .population = name,
                                 .channel = channel});
        }
    }
    return all;
}

std::vector<double> rate_of(const PopulationScan& scan, double bin_ms) {
    const double per_count =
        scan.firing.n_cells == 0
            ? 0.0
            : core::ms_per_s / (bin_ms * static_cast<double>(scan.firing.n_cells));
    std::vector<double> rate;
    rate.reserve(scan.counts.size());
    for (const auto count : scan.counts) rate.push_back(static_cast<double>(count) * per_count);
    return rate;
}

PopulationAnalysis analysis_of(PopulationAnalysis result,
                               const PopulationScan& scan,
                               const AnalysisRequest& request) {
    const BinnedSpikes spikes{.counts = scan.counts,
                              .start_ms = request.window.from_ms,
                              .bin_ms = request.scan.rate_bin_ms,
                              .n_cells = scan.firing.n_cells};
    result.firing = scan.firing;
    result.rate_hz = rate_of(scan, request.scan.rate_bin_ms);
    result.synchrony = synchrony_of(scan.sampled_counts, scan.n_sample_bins);
    for (const Window stimulus : request.stimuli) {
        result.responses.push_back(response_to(spikes, stimulus));
    }
    result.histogram = peristimulus_histogram(spikes, request.events_ms, request.histogram);
    return result;
}

void add_pairs(RunAnalysis& run, const Spectra& spectra, const FrequencyRange& range) {
    run.n_band_frequencies = range.size();
    if (range.size() == 0 || spectra.n_segments() < 2) return;
    run.independent_coherence = 1.0 / spectra.n_independent_segments();
    run.chance_coherence = spectra.chance_coherence(chance);
    const auto fires = [&](std::size_t i) { return run.populations[i].firing.n_spikes != 0; };
    for (std::size_t a = 0; a != run.populations.size(); ++a) {
        for (std::size_t b = a + 1; b != run.populations.size(); ++b) {
            if (fires(a) && fires(b))
                run.pairs.push_back({a, b, band_coherence(spectra, a, b, range)});
        }
    }
}

void add_spectra(RunAnalysis& run) {
    std::vector<std::vector<double>> rates;
    for (const auto& population : run.populations) rates.push_back(population.rate_hz);
    const Spectra spectra(rates, run.request.welch);
    run.n_segments = spectra.n_segments();
    if (run.n_segments == 0) return;
    run.resolution_hz = spectra.resolution_hz();
    const Band& band = run.request.band;
    const auto range = frequencies_above_zero(spectra.n_frequencies(), run.resolution_hz, band);
    for (std::size_t p = 0; p != run.populations.size(); ++p) {
        PopulationAnalysis& population = run.populations[p];
        population.power = spectra.power(p);
        population.rhythm = rhythm_of(population.power, run.resolution_hz);
        const double total = population.rhythm->total_power;
        if (range.size() == 0 || !(total > 0.0)) continue;
        population.band_share = band_power(population.power, run.resolution_hz, band) / total;
    }
    add_pairs(run, spectra, range);
}

void add_fields(RunAnalysis& run, const io::ResultReader& reader) {
    const auto lfp = reader.lfp();
    if (!lfp) return;
    run.lfp_every_ms = lfp->every_ms;
    for (auto& population : run.populations) {
        if (!population.channel.empty()) continue;
        population.field = field_of(reader, population.name, population.rate_hz, run.request.window,
                                    run.request.welch, run.request.band);
    }
}

}  // namespace

std::uint64_t n_usable_events(const RunAnalysis& run) {
    std::uint64_t n = 0;  // 0 of a population without cells
    for (const auto& population : run.populations) n = std::max(n, population.histogram.n_events);
    return n;
}

RunAnalysis analyse(const io::ResultReader& reader,
                    const AnalysisRequest& request,
                    const comm::Communicator& ranks) {
    RunAnalysis run{.request = request};
    run.request.welch.bin_ms = request.scan.rate_bin_ms;
    const auto subjects = subjects_of(reader, request.by_channel);
    const auto scans = scan_together(reader, subjects.cells, request.window, request.scan, ranks);
    for (std::size_t p = 0; p != scans.size(); ++p) {
        run.populations.push_back(analysis_of(subjects.named[p], scans[p], run.request));
    }
    if (ranks.is_root()) {
        add_spectra(run);
        add_fields(run, reader);
    }
    return run;
}

}  // namespace bgsim::analysis
