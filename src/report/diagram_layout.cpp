#include "report/diagram_layout.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <numbers>
#include <optional>
#include <string_view>

namespace bgsim::report {
namespace {

constexpr double row_height = 118.0;
constexpr double node_room = 100.0;
constexpr double least_width = 420.0;

/// How names begin, in small letters.
constexpr std::array<std::string_view, 8> afferent = {"ctx", "cortex", "csn", "ptn",
                                                      "cm",  "th",     "pf",  "m1"};
constexpr std::array<std::string_view, 8> striatal = {"msn", "spn", "d1",   "d2",
                                                      "fs",  "str", "chin", "tan"};
constexpr std::array<std::string_view, 7> pallidal = {"gpe", "gp_", "gpta", "gpti",
                                                      "ga",  "ti",  "stn"};
constexpr std::array<std::string_view, 4> output = {"snr", "gpi", "snc", "ep"};

template <std::size_t n>
bool begins_with_one(const std::string& name, const std::array<std::string_view, n>& beginnings) {
    return std::ranges::any_of(beginnings, [&](auto text) { return name.starts_with(text); });
}

std::optional<std::size_t> row_of(std::string name) {
    std::ranges::transform(name, name.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    if (begins_with_one(name, output)) return 3;
    if (begins_with_one(name, pallidal)) return 2;
    if (begins_with_one(name, striatal)) return 1;
    if (begins_with_one(name, afferent)) return 0;
    return std::nullopt;
}

DiagramLayout on_circle(std::size_t n) {
    const double radius =
        std::max(90.0, node_room * static_cast<double>(n) / (2.0 * std::numbers::pi));
    const double size = 2.0 * radius + 1.3 * node_room;
    DiagramLayout layout{.width = std::max(size, least_width), .height = size, .places = {}};
    for (std::size_t i = 0; i != n; ++i) {
        const double angle =
            2.0 * std::numbers::pi * static_cast<double>(i) / static_cast<double>(n) -
            0.5 * std::numbers::pi;
        const double r = n == 1 ? 0.0 : radius;
        layout.places.push_back(
            {0.5 * layout.width + r * std::cos(angle), 0.5 * size + r * std::sin(angle)});
    }
    return layout;
}

DiagramLayout in_rows(const std::vector<std::vector<std::size_t>>& rows, std::size_t n) {
    std::size_t widest = 0;
    for (const auto& row : rows) widest = std::max(widest, row.size());
    DiagramLayout layout{.width = std::max(least_width, node_room * static_cast<double>(widest)),
                         .height = 0.0,
                         .places = std::vector<Place>(n)};
    double y = 0.5 * row_height;
    for (const auto& row : rows) {
        if (row.empty()) continue;
        for (std::size_t i = 0; i != row.size(); ++i) {
            const double share = (static_cast<double>(i) + 0.5) / static_cast<double>(row.size());
            // Neighbours of a row stand a little apart in height, so that what joins them bends
            // less.
            const double shift = row.size() > 2 && i % 2 == 1 ? 0.16 * row_height : 0.0;
            layout.places[row[i]] = {layout.width * share, y + shift};
        }
        y += row_height;
    }
    layout.height = y - 0.55 * row_height;
    return layout;
}

}  // namespace

DiagramLayout diagram_layout(const std::vector<std::string>& names) {
    constexpr std::size_t last_row = 4;
    std::vector<std::vector<std::size_t>> rows(last_row + 1);
    for (std::size_t i = 0; i != names.size(); ++i) {
        rows[row_of(names[i]).value_or(last_row)].push_back(i);
    }
    if (2 * rows[last_row].size() > names.size() || names.size() < 3)
        return on_circle(names.size());
    return in_rows(rows, names.size());
}

}  // namespace bgsim::report
