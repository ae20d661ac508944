#include <fmt/format.h>

#include <numeric>

#include "report/pictures.hpp"

namespace bgsim::report {
namespace {

using analysis::FiringSums;
using analysis::Histogram;
using analysis::HistogramScale;
using figure::Curve;

/// One kind of histogram of all populations.
struct Kind {
    const char* name;
    const char* x_label;
    const char* y_label;
    const HistogramScale& scale;
    Histogram FiringSums::*counts;
    bool has_log_x;
};

/// Shares of all runs of a group together, between the first and the last bin that is not empty.
Curve shares_of(const Group& group, const std::string& population, const Kind& kind) {
    Histogram sum(kind.scale);
    for (const Run& run : group.runs) {
        if (const auto* of_run = found(run, population)) sum += of_run->firing.*kind.counts;
    }
    const auto total = static_cast<double>(
        std::accumulate(sum.counts.begin(), sum.counts.end(), std::uint64_t{0}));
    Curve curve{.style = Curve::Style::steps};
    if (total == 0.0) return curve;
    std::size_t first = 0;
    std::size_t last = sum.counts.size() - 1;
    while (sum.counts[first] == 0) ++first;
    while (sum.counts[last] == 0) --last;
    for (std::size_t i = first; i <= last; ++i) {
        if (i == first) {
            curve.x.push_back(kind.scale.edge(i));
            curve.y.push_back(0.0);
        }
        curve.x.push_back(kind.scale.edge(i));
        curve.y.push_back(static_cast<double>(sum.counts[i]) / total);
    }
    curve.x.push_back(kind.scale.edge(last + 1));
    curve.y.push_back(0.0);
    return curve;
}

std::vector<Picture> pictures_of(const Scene& scene, const Kind& kind) {
    std::vector<Picture> pictures;
    for (const std::string& name : scene.populations) {
        figure::Panel panel{.title = name,
                            .x_label = kind.x_label,
                            .y_label = kind.y_label,
                            .has_zero = true,
                            .has_log_x = kind.has_log_x};
        for (std::size_t g = 0; g != scene.groups.size(); ++g) {
            Curve curve = shares_of(scene.groups[g], name, kind);
            if (curve.x.empty()) continue;
            curve.colour = scene.colour_of(name);
            curve.variant = g;
            panel.curves.push_back(std::move(curve));
        }
        if (panel.curves.empty()) continue;
        pictures.push_back({.name = fmt::format("{}-{}", kind.name, scene.colour_of(name) + 1),
                            .caption = "",
                            .figure = {.panels = {panel}, .look = figure::Figure::Look::page}});
    }
    return pictures;
}

}  // namespace

std::vector<Picture> interval_pictures(const Scene& scene) {
    return pictures_of(scene, {.name = "intervals",
                               .x_label = "interval [ms]",
                               .y_label = "share of intervals",
                               .scale = analysis::interval_scale(),
                               .counts = &FiringSums::intervals,
                               .has_log_x = true});
}

std::vector<Picture> cv_pictures(const Scene& scene) {
    return pictures_of(scene, {.name = "cv",
                               .x_label = "CV of intervals",
                               .y_label = "share of cells",
                               .scale = analysis::cv_scale(),
                               .counts = &FiringSums::cvs,
                               .has_log_x = false});
}

}  // namespace bgsim::report
