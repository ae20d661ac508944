#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/pictures.hpp"

namespace bgsim::report {
namespace {

using figure::Curve;

/// Up to which frequency spectra are shown: the band with some room, and at least 80 Hz.
double highest_shown_hz(const Scene& scene) {
    constexpr double least_hz = 80.0;
    constexpr double room = 1.2;
    const auto& request = scene.groups.front().first().analysis.request;
    const double nyquist_hz = 500.0 / request.welch.bin_ms;
    return std::min(std::max(least_hz, room * request.band.high_hz), nyquist_hz);
}

/// Spectra of one population in the runs of a group.
struct Densities {
    double resolution_hz = 0.0;
    std::vector<std::vector<double>> of_runs{};  ///< [runs][frequencies]
};

/// What spectra are of.
struct Signal {
    const char* name;
    const char* y_label;
    const std::vector<double>* (*power)(const analysis::PopulationAnalysis&);
};

const std::vector<double>* power_of_rate(const analysis::PopulationAnalysis& population) {
    return &population.power;
}

const std::vector<double>* power_of_lfp(const analysis::PopulationAnalysis& population) {
    return population.field ? &population.field->power : nullptr;
}

Densities densities_of(const Group& group, const std::string& population, const Signal& signal) {
    Densities result;
    for (const Run& run : group.runs) {
        const auto* of_run = found(run, population);
        const auto* power = of_run == nullptr ? nullptr : signal.power(*of_run);
        if (power == nullptr || power->empty()) continue;
        if (!result.of_runs.empty() && power->size() != result.of_runs.front().size()) continue;
        result.resolution_hz = run.analysis.resolution_hz;
        result.of_runs.push_back(*power);
    }
    return result;
}

/// Mean and standard deviation over runs, from the first frequency above 0 on.
struct MeanCurve {
    std::vector<double> frequency_hz{}, mean{}, low{}, high{};
};

MeanCurve mean_of(const Densities& densities, double highest_hz) {
    MeanCurve curve;
    const auto n = static_cast<double>(densities.of_runs.size());
    for (std::size_t k = 1; k < densities.of_runs.front().size(); ++k) {
        const double frequency_hz = static_cast<double>(k) * densities.resolution_hz;
        if (frequency_hz > highest_hz) break;
        double sum = 0.0;
        double squares = 0.0;
        for (const auto& density : densities.of_runs) sum += density[k];
        const double mean = sum / n;
        for (const auto& density : densities.of_runs) {
            squares += (density[k] - mean) * (density[k] - mean);
        }
        const double sd = n > 1.0 ? std::sqrt(squares / (n - 1.0)) : 0.0;
        curve.frequency_hz.push_back(frequency_hz);
        curve.mean.push_back(mean);
        curve.low.push_back(std::max(0.0, mean - sd));
        curve.high.push_back(mean + sd);
    }
    return curve;
}

void add_group(figure::Panel& panel,
               const Scene& scene,
               std::size_t g,
               const std::string& name,
               const Signal& signal) {
    const Densities densities = densities_of(scene.groups[g], name, signal);
    if (densities.of_runs.empty()) return;
    const MeanCurve curve = mean_of(densities, highest_shown_hz(scene));
    if (curve.mean.empty()) return;
    const std::size_t colour = scene.colour_of(name);
    if (densities.of_runs.size() > 1) {
        panel.curves.push_back({.x = curve.frequency_hz,
                                .y = curve.low,
                                .style = Curve::Style::band,
                                .colour = colour,
                                .y2 = curve.high});
    }
    panel.curves.push_back(
        {.x = curve.frequency_hz, .y = curve.mean, .colour = colour, .variant = g});
}

std::vector<Picture> pictures_of(const Scene& scene, const Signal& signal) {
    std::vector<Picture> pictures;
    const auto& band = scene.groups.front().first().analysis.request.band;
    const double highest_hz = highest_shown_hz(scene);
    for (const std::string& name : scene.populations) {
        figure::Panel panel{
            .title = name,
            .x_label = "frequency [Hz]",
            .y_label = signal.y_label,
            .has_zero = true,
            .x_range = figure::Range{0.0, highest_hz},
            .shaded = figure::Range{band.low_hz, std::min(band.high_hz, highest_hz)}};
        for (std::size_t g = 0; g != scene.groups.size(); ++g) {
            add_group(panel, scene, g, name, signal);
        }
        if (panel.curves.empty()) continue;
        pictures.push_back({.name = fmt::format("{}-{}", signal.name, scene.colour_of(name) + 1),
                            .caption = "",
                            .figure = {.panels = {panel}, .look = figure::Figure::Look::page}});
    }
    return pictures;
}

}  // namespace

std::vector<Picture> spectrum_pictures(const Scene& scene) {
    return pictures_of(
        scene, {.name = "spectrum", .y_label = "power [Hz\u00b2/Hz]", .power = power_of_rate});
}

std::vector<Picture> lfp_spectrum_pictures(const Scene& scene) {
    return pictures_of(
        scene, {.name = "lfp-spectrum", .y_label = "power [pA\u00b2/Hz]", .power = power_of_lfp});
}

}  // namespace bgsim::report
