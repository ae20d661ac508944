#include <fmt/format.h>

#include "report/pictures.hpp"

namespace bgsim::report {
namespace {

using figure::Curve;

/// Mean over the runs of a group that have events; no points without such.
Curve response_of(const Group& group, const std::string& population) {
    Curve curve{.style = Curve::Style::steps};
    double n_runs = 0.0;
    for (const Run& run : group.runs) {
        const auto* of_run = found(run, population);
        if (of_run == nullptr || of_run->histogram.rate_hz.empty()) continue;
        const auto& rates = of_run->histogram.rate_hz;
        curve.y.resize(rates.size(), 0.0);
        for (std::size_t i = 0; i != rates.size(); ++i) curve.y[i] += rates[i];
        ++n_runs;
    }
    const auto& window = group.first().analysis.request.histogram;
    for (std::size_t i = 0; i != curve.y.size(); ++i) {
        curve.x.push_back(window.from_ms + static_cast<double>(i) * window.bin_ms);
        curve.y[i] /= n_runs;
    }
    if (curve.y.empty()) return curve;
    curve.x.push_back(window.to_ms);
    curve.y.push_back(curve.y.back());
    return curve;
}

}  // namespace

std::vector<Picture> response_pictures(const Scene& scene) {
    std::vector<Picture> pictures;
    for (const std::string& name : scene.populations) {
        figure::Panel panel{.title = name,
                            .x_label = "time after the event [ms]",
                            .y_label = "rate [Hz]",
                            .has_zero = true};
        for (std::size_t g = 0; g != scene.groups.size(); ++g) {
            Curve curve = response_of(scene.groups[g], name);
            if (curve.x.empty()) continue;
            curve.colour = scene.colour_of(name);
            curve.variant = g;
            panel.curves.push_back(std::move(curve));
        }
        if (panel.curves.empty()) continue;
        pictures.push_back({.name = fmt::format("response-{}", scene.colour_of(name) + 1),
                            .caption = "",
                            .figure = {.panels = {panel}, .look = figure::Figure::Look::page}});
    }
    return pictures;
}

}  // namespace bgsim::report
