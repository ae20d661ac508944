#include "analysis/analysis_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numbers>

#include "core/readable.hpp"
#include "core/text_table.hpp"

namespace bgsim::analysis {
namespace {

std::string per_cent(std::optional<double> share) {
    constexpr double hundred = 100.0;
    return share ? fmt::format("{:.1f}", hundred * *share) : "-";
}

/// Whether a band has no column of its own.
bool is_special(const Band& chosen) {
    return std::ranges::none_of(bands, [&](const Band& band) {
        return band.low_hz == chosen.low_hz && band.high_hz == chosen.high_hz;
    });
}

/// A pure tone stands out without limit.
std::string over_median(const Peak& peak) {
    constexpr double most = 9999.0;
    return peak.over_median > most ? ">9999" : fmt::format("{:.1f}", peak.over_median);
}

std::vector<std::string> rhythm_row(const PopulationAnalysis& population, const Band& band) {
    const Rhythm& rhythm = *population.rhythm;
    std::vector<std::string> row = {population.name};
    row.push_back(rhythm.peak ? fmt::format("{:.1f}", rhythm.peak->frequency_hz) : "-");
    row.push_back(rhythm.peak ? over_median(*rhythm.peak) : "-");
    for (std::size_t b = 0; b != bands.size(); ++b) {
        row.push_back(per_cent(rhythm.band_share(b)));
    }
    if (is_special(band)) row.push_back(per_cent(population.band_share));
    return row;
}

const PairCoherence* pair_of(const RunAnalysis& run, std::size_t a, std::size_t b) {
    const auto found = std::ranges::find_if(
        run.pairs, [&](const PairCoherence& pair) { return pair.a == a && pair.b == b; });
    return found == run.pairs.end() ? nullptr : &*found;
}

/// Populations that are in a pair.
std::vector<std::size_t> paired(const RunAnalysis& run) {
    std::vector<std::size_t> populations;
    for (std::size_t p = 0; p != run.populations.size(); ++p) {
        if (std::ranges::any_of(
                run.pairs, [&](const PairCoherence& pair) { return pair.a == p || pair.b == p; })) {
            populations.push_back(p);
        }
    }
    return populations;
}

std::string heading_of_spectra(const RunAnalysis& run) {
    const WelchSettings& welch = run.request.welch;
    if (run.n_segments == 0) {
        return fmt::format(
            "No spectra: the window is shorter than a segment of {:g} ms; choose --segment\n",
            static_cast<double>(welch.segment) * welch.bin_ms);
    }
    return fmt::format(
        "Rhythm of the rates: share of the power in per cent ({} segments of {:g} "
        "ms, bins of {:g} ms)\n",
        run.n_segments, static_cast<double>(welch.segment) * welch.bin_ms, welch.bin_ms);
}

std::string heading_of_coherence(const RunAnalysis& run) {
    const Band& band = run.request.band;
    if (run.n_band_frequencies == 0) {
        return fmt::format(
            "No coherence: spectra have frequencies every {:g} Hz, none from {:g} to "
            "{:g} Hz; choose --band or --segment\n",
            run.resolution_hz, band.low_hz, band.high_hz);
    }
    if (run.n_segments < 2) {
        return "No coherence: it needs two segments or more; choose --segment\n";
    }
    return fmt::format(
        "Coherence of the rates, mean over {:g} to {:g} Hz (of independent rates "
        "{:.3f} on average)\n",
        band.low_hz, band.high_hz, run.independent_coherence.value_or(0.0));
}

std::string heading_of_fields(const RunAnalysis& run) {
    const WelchSettings& welch = run.request.welch;
    if (!can_be_binned(*run.lfp_every_ms, welch.bin_ms)) {
        return fmt::format(
            "No LFP: it was recorded every {:g} ms, and bins of {:g} ms are no multiple of it; "
            "choose --bin\n",
            *run.lfp_every_ms, welch.bin_ms);
    }
    const Band& band = run.request.band;
    return fmt::format(
        "LFP (mean absolute synaptic current of a cell) and coherence of its own spikes with it, "
        "{:g} to {:g} Hz\n",
        band.low_hz, band.high_hz);
}

/// Which events a histogram was made of; the histogram itself is in the table "events".
std::string line_of_events(const RunAnalysis& run) {
    if (run.request.events_ms.empty()) return "";
    return fmt::format(
        "\nPeristimulus histogram: {} of {} events have their surroundings in the "
        "window; see --table events\n",
        n_usable_events(run), run.request.events_ms.size());
}

}  // namespace

std::string regularity_table(const RunAnalysis& run) {
    core::TextTable table({"population", "CV", "CV2", "Fano", "bursts/min", "in bursts/%",
                           "correlation", "chi", "cells sampled"});
    for (const auto& population : run.populations) {
        const auto firing = statistics_of(population.name, population.firing, run.request.window);
        const auto& synchrony = population.synchrony;
        const bool fires = firing.n_spikes != 0;
        table.add({population.name, core::fixed_or_dash(firing.mean_cv, 2),
                   core::fixed_or_dash(firing.mean_cv2, 2),
                   core::fixed_or_dash(firing.fano_factor, 2),
                   fires ? fmt::format("{:.2f}", firing.bursts_per_minute) : "-",
                   per_cent(firing.burst_share),
                   synchrony ? fmt::format("{:.4f}", synchrony->mean_correlation) : "-",
                   synchrony ? fmt::format("{:.3f}", synchrony->chi) : "-",
                   synchrony ? fmt::format("{}", synchrony->n_cells) : "-"});
    }
    return table.text();
}

std::string rhythm_table(const RunAnalysis& run) {
    std::vector<std::string> header = {"population", "peak/Hz", "x median"};
    for (const Band& band : bands) {
        header.push_back(fmt::format("{} {:g}-{:g}", band.name, band.low_hz, band.high_hz));
    }
    const Band& chosen = run.request.band;
    if (is_special(chosen)) {
        header.push_back(fmt::format("{:g}-{:g}", chosen.low_hz, chosen.high_hz));
    }
    core::TextTable table(header);
    for (const auto& population : run.populations) {
        if (population.rhythm) table.add(rhythm_row(population, chosen));
    }
    return table.n_rows() == 0 ? "" : table.text();
}

std::string coherence_table(const RunAnalysis& run) {
    const auto populations = paired(run);
    if (populations.empty()) return "";
    std::vector<std::string> header = {""};
    for (std::size_t i = 0; i + 1 < populations.size(); ++i) {
        header.push_back(run.populations[populations[i]].name);
    }
    core::TextTable table(header);
    for (std::size_t i = 1; i < populations.size(); ++i) {
        std::vector<std::string> row = {run.populations[populations[i]].name};
        for (std::size_t j = 0; j != i; ++j) {
            const PairCoherence* pair = pair_of(run, populations[j], populations[i]);
            row.push_back(pair == nullptr ? "-" : fmt::format("{:.3f}", pair->coherence.mean));
        }
        table.add(row);
    }
    return table.text();
}

std::string response_table(const RunAnalysis& run) {
    if (run.request.stimuli.empty()) return "";
    core::TextTable table({"population", "from/ms", "to/ms", "before/Hz", "during/Hz", "after/Hz"});
    for (const auto& population : run.populations) {
        for (const auto& response : population.responses) {
            table.add({population.name, fmt::format("{:.10g}", response.stimulus.from_ms),
                       fmt::format("{:.10g}", response.stimulus.to_ms),
                       core::fixed_or_dash(response.before_hz, 2),
                       core::fixed_or_dash(response.during_hz, 2),
                       core::fixed_or_dash(response.after_hz, 2)});
        }
    }
    return table.text();
}

std::string field_table(const RunAnalysis& run) {
    core::TextTable table({"population", "mean/pA", "peak/Hz", "x median", "coherence", "highest",
                           "at/Hz", "phase/rad"});
    for (const auto& population : run.populations) {
        if (!population.field) continue;
        const FieldAnalysis& field = *population.field;
        const bool has_peak = field.rhythm && field.rhythm->peak;
        const auto& coherence = field.spikes_to_field;
        const auto of_coherence = [&](double BandCoherence::*value) {
            return coherence ? fmt::format("{:.3f}", (*coherence).*value) : std::string("-");
        };
        table.add({population.name, fmt::format("{:.2f}", field.mean_pA),
                   has_peak ? fmt::format("{:.1f}", field.rhythm->peak->frequency_hz) : "-",
                   has_peak ? over_median(*field.rhythm->peak) : "-",
                   of_coherence(&BandCoherence::mean), of_coherence(&BandCoherence::highest),
                   coherence ? fmt::format("{:.1f}", coherence->frequency_hz) : "-",
                   of_coherence(&BandCoherence::phase_rad)});
    }
    return table.n_rows() == 0 ? "" : table.text();
}

std::string analysis_text(const RunAnalysis& run) {
    std::string text = "Regularity and synchrony\n" + regularity_table(run);
    text += '\n' + heading_of_spectra(run) + rhythm_table(run);
    if (run.n_segments != 0) text += '\n' + heading_of_coherence(run) + coherence_table(run);
    if (run.lfp_every_ms) text += '\n' + heading_of_fields(run) + field_table(run);
    const std::string responses = response_table(run);
    if (!responses.empty()) text += "\nResponse to stimuli\n" + responses;
    return text + line_of_events(run);
}

}  // namespace bgsim::analysis
