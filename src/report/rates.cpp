#include <fmt/format.h>

#include <algorithm>

#include "figure/palette.hpp"
#include "report/pictures.hpp"

namespace bgsim::report {
namespace {

using figure::Curve;

std::optional<double> mean_rate(const Group& group, const std::string& population) {
    analysis::PartialMean mean;
    for (const Run& run : group.runs) {
        const auto* of_run = found(run, population);
        if (of_run == nullptr) continue;
        const auto& window = run.analysis.request.window;
        mean.add(statistics_of(population, of_run->firing, window).mean_rate_hz);
    }
    return mean.mean();
}

/// What was published for a population alone, drawn a little wide where it is one value.
std::vector<figure::Range> published(const Group& group, const std::string& population) {
    constexpr double least = 0.04;
    std::vector<figure::Range> ranges;
    for (const auto& row : group.first().rates) {
        if (!row.published || !row.published->rate_hz) continue;
        if (row.published->populations != std::vector{population}) continue;
        const auto [low, high] = *row.published->rate_hz;
        const double middle = 0.5 * (low + high);
        ranges.push_back(
            {std::min(low, middle * (1.0 - least)), std::max(high, middle * (1.0 + least))});
    }
    return ranges;
}

/// Groups stand beside each other at the place of a row.
double place(std::size_t row, std::size_t group, std::size_t n_groups) {
    constexpr double room = 0.6;
    const double shift = (static_cast<double>(group) + 0.5) / static_cast<double>(n_groups) - 0.5;
    return static_cast<double>(row) + room * shift;
}

void add_group(figure::Panel& panel, const Scene& scene, std::size_t g) {
    const Group& group = scene.groups[g];
    Curve ranges{.style = Curve::Style::bar};
    Curve means{
        .title = group.label, .style = Curve::Style::points, .colour = figure::ink, .variant = g};
    for (std::size_t i = 0; i != scene.populations.size(); ++i) {
        const double x = place(i, g, scene.groups.size());
        for (const auto& range : published(group, scene.populations[i])) {
            ranges.x.push_back(x);
            ranges.y.push_back(range[0]);
            ranges.y2.push_back(range[1]);
        }
        const auto rate = mean_rate(group, scene.populations[i]);
        if (!rate || !(*rate > 0.0)) continue;
        means.x.push_back(x);
        means.y.push_back(*rate);
    }
    if (!ranges.x.empty()) panel.curves.push_back(std::move(ranges));
    if (!means.x.empty()) panel.curves.push_back(std::move(means));
}

}  // namespace

Picture rate_picture(const Scene& scene) {
    figure::Panel panel{.title = "", .x_label = "", .y_label = "mean rate [Hz]", .has_log_y = true};
    for (std::size_t g = 0; g != scene.groups.size(); ++g) add_group(panel, scene, g);
    for (std::size_t i = 0; i != scene.populations.size(); ++i) {
        panel.x_names.emplace_back(static_cast<double>(i), scene.populations[i]);
    }
    panel.x_range = {{-0.6, static_cast<double>(scene.populations.size()) - 0.4}};
    const bool has_targets = std::ranges::any_of(
        panel.curves, [](const Curve& curve) { return curve.style == Curve::Style::bar; });
    return {.name = "rates",
            .caption = has_targets ? "Marks: simulated; grey: published. Silent populations have "
                                     "no mark."
                                   : "Silent populations have no mark.",
            .figure = {.panels = {panel}, .look = figure::Figure::Look::page, .size = {460, 340}},
            .is_wide = true};
}

}  // namespace bgsim::report
