#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/estimate.hpp"
#include "analysis/verdict.hpp"
#include "figure/palette.hpp"
#include "report/pictures.hpp"

namespace bgsim::report {
namespace {

using figure::Curve;

std::optional<analysis::Estimate> mean_rate(const Group& group, const std::string& population) {
    std::vector<double> rates;
    for (const Run& run : group.runs) {
        const auto* of_run = found(run, population);
        if (of_run == nullptr) continue;
        const auto& window = run.analysis.request.window;
        rates.push_back(statistics_of(population, of_run->firing, window).mean_rate_hz);
    }
    if (rates.empty()) return std::nullopt;
    return analysis::estimate(rates);
}

/// What counts as met, of what was published for a population alone.
std::vector<figure::Range> published(const Group& group, const std::string& population) {
    std::vector<figure::Range> ranges;
    for (const auto& row : group.first().rates) {
        if (!row.published || !row.published->rate_hz) continue;
        if (row.published->populations != std::vector{population}) continue;
        ranges.push_back(
            analysis::accepted(*row.published->rate_hz, row.published->rate_tolerance_hz));
    }
    return ranges;
}

/// Groups stand beside each other at the place of a row.
double place(std::size_t row, std::size_t group, std::size_t n_groups) {
    constexpr double room = 0.6;
    const double shift = (static_cast<double>(group) + 0.5) / static_cast<double>(n_groups) - 0.5;
    return static_cast<double>(row) + room * shift;
}

struct Curves {
    Curve published{.style = Curve::Style::bar};
    Curve spread{.style = Curve::Style::segments, .colour = figure::ink};
    Curve means{.style = Curve::Style::points, .colour = figure::ink};
};

void add(Curve& curve, double x, double low, double high) {
    curve.x.push_back(x);
    curve.y.push_back(low);
    curve.y2.push_back(high);
}

Curves curves_of(const Scene& scene, std::size_t g) {
    Curves curves;
    curves.means.variant = g;
    const Group& group = scene.groups[g];
    for (std::size_t i = 0; i != scene.populations.size(); ++i) {
        const double x = place(i, g, scene.groups.size());
        for (const auto& range : published(group, scene.populations[i])) {
            add(curves.published, x, range[0], range[1]);
        }
        const auto rate = mean_rate(group, scene.populations[i]);
        if (!rate || !(rate->mean > 0.0)) continue;
        curves.means.x.push_back(x);
        curves.means.y.push_back(rate->mean);
        if (rate->sd > 0.0) add(curves.spread, x, rate->mean - rate->sd, rate->mean + rate->sd);
    }
    return curves;
}

/// The decade below everything that is above zero: what reaches to zero is drawn down to here.
double lowest_of(const std::vector<Curves>& all) {
    double lowest = 1.0;
    const auto look_at = [&](const std::vector<double>& values) {
        for (const double value : values) {
            if (value > 0.0) lowest = std::min(lowest, value);
        }
    };
    for (const Curves& curves : all) {
        look_at(curves.means.y);
        look_at(curves.published.y);
        look_at(curves.published.y2);
    }
    return std::pow(10.0, std::floor(std::log10(lowest)));
}

void add_if_any(figure::Panel& panel, Curve curve, double lowest) {
    if (curve.x.empty()) return;
    for (double& y : curve.y) y = std::max(y, lowest);
    panel.curves.push_back(std::move(curve));
}

}  // namespace

Picture rate_picture(const Scene& scene) {
    std::vector<Curves> all;
    for (std::size_t g = 0; g != scene.groups.size(); ++g) all.push_back(curves_of(scene, g));
    const double lowest = lowest_of(all);
    figure::Panel panel{.title = "", .x_label = "", .y_label = "mean rate [Hz]", .has_log_y = true};
    bool has_targets = false;
    for (Curves& curves : all) {
        has_targets = has_targets || !curves.published.x.empty();
        add_if_any(panel, std::move(curves.published), lowest);
        add_if_any(panel, std::move(curves.spread), lowest);
        add_if_any(panel, std::move(curves.means), lowest);
    }
    double highest = 10.0 * lowest;
    for (const Curve& curve : panel.curves) {
        for (const double y : curve.y2.empty() ? curve.y : curve.y2) highest = std::max(highest, y);
    }
    panel.y_range = {{lowest, 1.5 * highest}};
    for (std::size_t i = 0; i != scene.populations.size(); ++i) {
        panel.x_names.emplace_back(static_cast<double>(i), scene.populations[i]);
    }
    panel.x_range = {{-0.6, static_cast<double>(scene.populations.size()) - 0.4}};
    return {.name = "rates",
            .caption = std::string(has_targets ? "Grey: published. " : "") +
                       "Populations that are silent, or were not recorded, have no mark.",
            .figure = {.panels = {panel}, .look = figure::Figure::Look::page, .size = {460, 340}},
            .is_wide = true};
}

}  // namespace bgsim::report
