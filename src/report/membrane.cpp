#include <fmt/format.h>

#include <algorithm>

#include "report/pictures.hpp"

namespace bgsim::report {
namespace {

/// Only the ends of the axis are named: the panels are low.
figure::Panel panel_of(const Samples& samples, std::size_t cell, analysis::Window shown) {
    constexpr std::size_t most_points = 3000;
    figure::Panel panel{.x_label = "",
                        .y_label = fmt::format("cell {}", samples.cells[cell]),
                        .curves = {figure::thinned(
                            {.x = samples.times_ms, .y = samples.values[cell]}, most_points)},
                        .x_range = figure::Range{shown.from_ms, shown.to_ms}};
    const auto [low, high] = std::ranges::minmax(samples.values[cell]);
    if (low < high) {
        panel.y_range = {{low, high}};
        for (const double end : {low, high}) {
            panel.y_names.emplace_back(end, fmt::format("{:.3g}", end));
        }
    }
    return panel;
}

}  // namespace

std::vector<Picture> membrane_pictures(const Scene& scene, std::size_t group) {
    std::vector<Picture> pictures;
    const Run& run = scene.groups[group].first();
    for (const Samples& samples : run.samples) {
        if (samples.times_ms.empty()) continue;
        figure::Figure figure{.look = figure::Figure::Look::page};
        for (std::size_t i = 0; i != samples.cells.size(); ++i) {
            figure.panels.push_back(panel_of(samples, i, run.shown));
            figure.panels.back().curves.front().colour = scene.colour_of(samples.population);
        }
        figure.panels.back().x_label = "time [ms]";
        constexpr int panel_height = 112;
        figure.size = {460, panel_height * static_cast<int>(figure.panels.size()) + 30};
        pictures.push_back({.name = fmt::format("membrane-{}-{}", group + 1, pictures.size() + 1),
                            .caption = fmt::format("{} [{}] of {}", samples.variable, samples.unit,
                                                   samples.population),
                            .figure = std::move(figure),
                            .is_wide = true});
    }
    return pictures;
}

}  // namespace bgsim::report
