#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "report/pictures.hpp"

namespace bgsim::report {
namespace {

using figure::Curve;
using figure::Figure;

constexpr double gap = 4.0;           // rows between populations
constexpr double stroke = 0.85;       // of a row
constexpr double trace_bin_ms = 5.0;  // of rates

Curve strokes_of(const RasterPart& part, double top, std::size_t colour) {
    Curve curve{.style = Curve::Style::segments, .colour = colour};
    for (std::size_t i = 0; i != part.rows.size(); ++i) {
        const double y = top - static_cast<double>(part.rows[i]);
        curve.x.push_back(part.times_ms[i]);
        curve.y.push_back(y - stroke);
        curve.y2.push_back(y);
    }
    return curve;
}

/// Mean rates over bins that can be told apart, within what is shown.
Curve trace_of(const Run& run, const analysis::PopulationAnalysis& population) {
    const auto& request = run.analysis.request;
    const double bin_ms = request.scan.rate_bin_ms;
    const auto per_point =
        static_cast<std::size_t>(std::max(1.0, std::round(trace_bin_ms / bin_ms)));
    Curve curve;
    for (std::size_t i = 0; i + per_point <= population.rate_hz.size(); i += per_point) {
        const double from_ms = request.window.from_ms + static_cast<double>(i) * bin_ms;
        const double middle_ms = from_ms + 0.5 * static_cast<double>(per_point) * bin_ms;
        if (middle_ms < run.shown.from_ms) continue;
        if (middle_ms > run.shown.to_ms) break;
        double sum = 0.0;
        for (std::size_t k = 0; k != per_point; ++k) sum += population.rate_hz[i + k];
        curve.x.push_back(middle_ms);
        curve.y.push_back(sum / static_cast<double>(per_point));
    }
    return curve;
}

/// In the shown parts of all groups, so that their lanes compare.
double highest_rate(const Scene& scene, const std::string& population) {
    double highest = 0.0;
    for (const Group& group : scene.groups) {
        const auto* of_run = found(group.first(), population);
        if (of_run == nullptr) continue;
        for (const double rate : trace_of(group.first(), *of_run).y) {
            highest = std::max(highest, rate);
        }
    }
    return highest;
}

}  // namespace

std::size_t margin_of_times(const Scene& scene) {
    constexpr std::size_t for_a_rate = 9;  // " 12.3 Hz" and some room
    std::size_t longest = 0;
    for (const auto& name : scene.populations) longest = std::max(longest, name.size());
    return longest + for_a_rate;
}

Picture raster_picture(const Scene& scene, std::size_t group) {
    const Run& run = scene.groups[group].first();
    figure::Panel panel{.x_label = "time [ms]",
                        .y_label = "",
                        .x_range = figure::Range{run.shown.from_ms, run.shown.to_ms}};
    double top = 0.0;
    for (const RasterPart& part : run.raster) {
        const auto n_rows = static_cast<double>(part.n_cells);
        if (!part.rows.empty()) {
            panel.curves.push_back(strokes_of(part, top, scene.colour_of(part.population)));
        }
        panel.y_names.emplace_back(top - 0.5 * n_rows, part.population);
        top -= n_rows + gap;
    }
    panel.y_range = {{top, gap}};
    // Names of small populations need their height, too.
    constexpr int least_height = 26;
    const int height = std::clamp(static_cast<int>(-top * 1.3),
                                  least_height * static_cast<int>(run.raster.size()), 520);
    return {.name = fmt::format("raster-{}", group + 1),
            .caption = "",
            .figure = {.panels = {panel},
                       .look = Figure::Look::page,
                       .size = {460, height + 60},
                       .left_margin = margin_of_times(scene)},
            .is_wide = true};
}

/// Each population has a lane of its own, since their rates differ by orders of magnitude.
Picture rate_trace_picture(const Scene& scene, std::size_t group) {
    const Run& run = scene.groups[group].first();
    figure::Panel panel{.x_label = "time [ms]",
                        .y_label = "",
                        .x_range = figure::Range{run.shown.from_ms, run.shown.to_ms},
                        .has_grid = false};
    constexpr double height_of_lane = 0.9;
    double bottom = 0.0;
    for (const auto& population : run.analysis.populations) {
        Curve curve = trace_of(run, population);
        if (curve.x.empty()) continue;
        bottom -= 1.0;
        const double highest = highest_rate(scene, population.name);
        curve.y2 = curve.y;  // kept in Hz beside what is drawn
        for (double& y : curve.y) {
            y = bottom + (highest > 0.0 ? height_of_lane * y / highest : 0.0);
        }
        curve.colour = scene.colour_of(population.name);
        panel.curves.push_back(std::move(curve));
        panel.y_names.emplace_back(bottom + 0.4,
                                   fmt::format("{} {:.3g} Hz", population.name, highest));
    }
    panel.y_range = {{bottom, 0.0}};
    const auto n_lanes = static_cast<int>(panel.curves.size());
    return {.name = fmt::format("rate-trace-{}", group + 1),
            .caption =
                "Rates of the same time, each from 0 to the highest of all runs shown, which is "
                "beside it.",
            .figure = {.panels = {panel},
                       .look = Figure::Look::page,
                       .size = {460, std::clamp(44 * n_lanes, 80, 480) + 60},
                       .left_margin = margin_of_times(scene)},
            .is_wide = true};
}

}  // namespace bgsim::report
