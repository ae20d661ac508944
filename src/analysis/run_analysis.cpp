#include "analysis/run_analysis.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/shared_scan.hpp"

namespace bgsim::analysis {
namespace {

constexpr double chance = 0.05;

std::vector<std::string> recorded_populations(const io::ResultReader& reader) {
    std::vector<std::string> names;
    for (const auto& population : reader.populations()) {
        if (population.has_spikes) names.push_back(population.name);
    }
    return names;
}

std::vector<double> rate_of(const PopulationScan& scan, double bin_ms) {
    constexpr double ms_per_s = 1000.0;
    const double per_count = scan.firing.n_cells == 0
                                 ? 0.0
                                 : ms_per_s / (bin_ms * static_cast<double>(scan.firing.n_cells));
    std::vector<double> rate;
    rate.reserve(scan.counts.size());
    for (const auto count : scan.counts) rate.push_back(static_cast<double>(count) * per_count);
    return rate;
}

PopulationAnalysis analysis_of(const std::string& name,
                               const PopulationScan& scan,
                               const AnalysisRequest& request) {
    const BinnedSpikes spikes{.counts = scan.counts,
                              .start_ms = request.window.from_ms,
                              .bin_ms = request.scan.rate_bin_ms,
                              .n_cells = scan.firing.n_cells};
    PopulationAnalysis result{.name = name, .firing = scan.firing};
    result.rate_hz = rate_of(scan, request.scan.rate_bin_ms);
    result.synchrony = synchrony_of(scan.sampled_counts, scan.n_sample_bins);
    for (const Window stimulus : request.stimuli) {
        result.responses.push_back(response_to(spikes, stimulus));
    }
    result.histogram = peristimulus_histogram(spikes, request.events_ms, request.histogram);
    return result;
}

PairCoherence pair_of(const Spectra& spectra, std::size_t a, std::size_t b, const Band& band) {
    const auto coherence = spectra.coherence(a, b);
    const auto phase = spectra.phase(a, b);
    PairCoherence pair{.a = a, .b = b};
    std::size_t n = 0;
    for (std::size_t k = 1; k < coherence.size(); ++k) {
        const double frequency_hz = spectra.frequency_hz(k);
        if (frequency_hz < band.low_hz || frequency_hz >= band.high_hz) continue;
        pair.mean += coherence[k];
        ++n;
        if (coherence[k] < pair.highest) continue;
        pair.highest = coherence[k];
        pair.frequency_hz = frequency_hz;
        pair.phase_rad = phase[k];
    }
    pair.mean /= static_cast<double>(std::max<std::size_t>(1, n));
    return pair;
}

void add_spectra(RunAnalysis& run) {
    std::vector<std::vector<double>> rates;
    for (const auto& population : run.populations) rates.push_back(population.rate_hz);
    const Spectra spectra(rates, run.request.welch);
    run.n_segments = spectra.n_segments();
    if (run.n_segments == 0) return;
    run.resolution_hz = spectra.resolution_hz();
    run.chance_coherence = spectra.chance_coherence(chance);
    const auto fires = [&](std::size_t i) { return run.populations[i].firing.n_spikes != 0; };
    for (std::size_t a = 0; a != run.populations.size(); ++a) {
        run.populations[a].power = spectra.power(a);
        run.populations[a].rhythm = rhythm_of(run.populations[a].power, run.resolution_hz);
        for (std::size_t b = a + 1; b != run.populations.size(); ++b) {
            if (!fires(a) || !fires(b)) continue;
            run.pairs.push_back(pair_of(spectra, a, b, run.request.band));
        }
    }
}

}  // namespace

RunAnalysis analyse(const io::ResultReader& reader,
                    const AnalysisRequest& request,
                    const comm::Communicator& ranks) {
    RunAnalysis run{.request = request};
    run.request.welch.bin_ms = request.scan.rate_bin_ms;
    const auto names = recorded_populations(reader);
    const auto scans = scan_together(reader, names, request.window, request.scan, ranks);
    for (std::size_t p = 0; p != scans.size(); ++p) {
        run.populations.push_back(analysis_of(names[p], scans[p], run.request));
    }
    if (ranks.is_root()) add_spectra(run);
    return run;
}

}  // namespace bgsim::analysis
