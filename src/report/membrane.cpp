#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "report/pictures.hpp"

namespace bgsim::report {
namespace {

/// Only the ends of the axis are named: the panels are low.
figure::Panel panel_of(const Samples& samples,
                       std::size_t cell,
                       analysis::Window shown,
                       figure::Range range) {
    constexpr std::size_t most_points = 3000;
    figure::Panel panel{.x_label = "",
                        .y_label = fmt::format("cell {}", samples.cells[cell]),
                        .curves = {figure::thinned(
                            {.x = samples.times_ms, .y = samples.values[cell]}, most_points)},
                        .x_range = figure::Range{shown.from_ms, shown.to_ms}};
    if (range[0] < range[1]) {
        panel.y_range = range;
        for (const double end : range) panel.y_names.emplace_back(end, fmt::format("{:.3g}", end));
    }
    return panel;
}

/// Lowest and highest value of a variable of a population in all groups, so that columns compare.
figure::Range range_of(const Scene& scene, const Samples& like) {
    figure::Range range = {std::numeric_limits<double>::infinity(),
                           -std::numeric_limits<double>::infinity()};
    for (const Group& group : scene.groups) {
        for (const Samples& samples : group.first().samples) {
            if (samples.population != like.population || samples.variable != like.variable)
                continue;
            for (const auto& values : samples.values) {
                for (const double value : values) {
                    range = {std::min(range[0], value), std::max(range[1], value)};
                }
            }
        }
    }
    return range;
}

}  // namespace

std::vector<Picture> membrane_pictures(const Scene& scene, std::size_t group) {
    std::vector<Picture> pictures;
    const Run& run = scene.groups[group].first();
    for (const Samples& samples : run.samples) {
        if (samples.times_ms.empty()) continue;
        figure::Figure figure{.look = figure::Figure::Look::page,
                              .left_margin = margin_of_times(scene)};
        for (std::size_t i = 0; i != samples.cells.size(); ++i) {
            figure.panels.push_back(panel_of(samples, i, run.shown, range_of(scene, samples)));
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
