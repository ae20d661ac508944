#include <fmt/format.h>

#include "report/pictures.hpp"

namespace bgsim::report {
namespace {

using figure::Curve;

/// Mean over runs of the coherence of two populations; nothing if no run has it.
std::optional<double> coherence_of(const Group& group, const std::string& a, const std::string& b) {
    analysis::PartialMean mean;
    for (const Run& run : group.runs) {
        for (const auto& pair : run.analysis.pairs) {
            const auto& first = run.analysis.populations[pair.a].name;
            const auto& second = run.analysis.populations[pair.b].name;
            if ((first == a && second == b) || (first == b && second == a))
                mean.add(pair.coherence.mean);
        }
    }
    return mean.mean();
}

}  // namespace

std::optional<Picture> coherence_picture(const Scene& scene, std::size_t group) {
    const auto& names = scene.populations;
    const Group& of_group = scene.groups[group];
    Curve cells{.style = Curve::Style::cells};
    for (std::size_t a = 0; a != names.size(); ++a) {
        for (std::size_t b = 0; b != names.size(); ++b) {
            if (a == b) continue;
            const auto value = coherence_of(of_group, names[a], names[b]);
            if (!value) continue;
            cells.x.push_back(static_cast<double>(a));
            cells.y.push_back(-static_cast<double>(b));
            cells.y2.push_back(*value);
        }
    }
    if (cells.x.empty()) return std::nullopt;
    Curve numbers = cells;
    numbers.style = Curve::Style::numbers;
    constexpr std::size_t most_with_numbers = 10;
    const auto end = static_cast<double>(names.size()) - 0.5;
    figure::Panel panel{.x_label = "",
                        .y_label = "",
                        .curves = {cells},
                        .x_range = figure::Range{-0.5, end},
                        .y_range = figure::Range{-end, 0.5},
                        .has_grid = false,
                        .is_square = true};
    if (names.size() <= most_with_numbers) panel.curves.push_back(std::move(numbers));
    for (std::size_t i = 0; i != names.size(); ++i) {
        panel.x_names.emplace_back(static_cast<double>(i), names[i]);
        panel.y_names.emplace_back(-static_cast<double>(i), names[i]);
    }
    const auto& band = of_group.first().analysis.request.band;
    return Picture{
        .name = fmt::format("coherence-{}", group + 1),
        .caption = fmt::format("Mean coherence from {:g} to {:g} Hz; independent populations have "
                               "{:.2f} by chance.",
                               band.low_hz, band.high_hz,
                               of_group.first().analysis.independent_coherence.value_or(0.0)),
        .figure = {.panels = {panel}, .look = figure::Figure::Look::page, .size = {460, 400}}};
}

}  // namespace bgsim::report
