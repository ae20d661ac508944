#include "protocol/figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace bgsim::protocol {
namespace {

/// Distinct to colour-blind eyes: Okabe & Ito (2008), without yellow, which is too pale for lines.
constexpr std::array colours = {"#0072B2", "#D55E00", "#009E73", "#CC79A7",
                                "#E69F00", "#56B4E9", "#000000"};
/// Filled and open marks of gnuplot; they change with each round of colours.
constexpr std::array marks = {7, 5, 9, 13, 6, 4};

constexpr int panel_width = 760;
constexpr int panel_height = 480;
constexpr int lowest_panel_height = 320;
constexpr std::size_t key_without_title = 9;  // [letters]

std::string quoted(const std::string& text) {
    std::string result = "'";
    for (const char c : text) result += c == '\'' ? std::string("''") : std::string(1, c);
    return result + "'";
}

std::size_t n_titles(const Panel& panel) {
    return static_cast<std::size_t>(
        std::ranges::count_if(panel.curves, [](const Curve& c) { return !c.title.empty(); }));
}

/// Panels become lower the more there are above each other, as far as the longest key allows.
int height_of(const Figure& figure, std::size_t n_rows) {
    constexpr int line = 21;
    constexpr int around_key = 100;
    std::size_t most_titles = 0;
    for (const Panel& panel : figure.panels) most_titles = std::max(most_titles, n_titles(panel));
    const int height = panel_height - 70 * (static_cast<int>(n_rows) - 1);
    return std::max(
        {height, lowest_panel_height, around_key + line * static_cast<int>(most_titles)});
}

std::string terminal(const Figure& figure, const std::string& output) {
    const std::size_t columns = std::max<std::size_t>(figure.columns, 1);
    const std::size_t rows = (figure.panels.size() + columns - 1) / columns;
    const int width = panel_width * static_cast<int>(columns);
    const int height = height_of(figure, rows) * static_cast<int>(rows);
    const bool is_vector = output.ends_with(".svg");
    return fmt::format(
        "set terminal {} size {},{} font 'Sans,13' linewidth 1.5{}\n"
        "set output {}\nset multiplot layout {},{}\n",
        is_vector ? "svg noenhanced background rgb 'white'" : "pngcairo noenhanced", width, height,
        is_vector ? " dashed" : "", quoted(output), rows, columns);
}

std::string style_of(const Curve& curve) {
    const std::size_t round = curve.colour / colours.size();
    const auto* const colour = colours[curve.colour % colours.size()];
    const int mark = marks[round % marks.size()];
    switch (curve.style) {
        case Curve::Style::line:
            return fmt::format("with lines lc rgb '{}' dt {}", colour, round + 1);
        case Curve::Style::line_and_points:
            return fmt::format("with linespoints lc rgb '{}' dt {} pt {} ps 1", colour, round + 1,
                               mark);
        case Curve::Style::points:
            return fmt::format("with points lc rgb '{}' pt {} ps 1.6 lw 1.5", colour, 6);
        case Curve::Style::ticks:
            return fmt::format("with points lc rgb '{}' pt '|' ps 1", colour);
    }
    return "with lines";
}

/// Letters of the longest title of a curve.
std::size_t longest_title(const Figure& figure) {
    std::size_t longest = 0;
    for (const Panel& panel : figure.panels) {
        for (const Curve& curve : panel.curves) longest = std::max(longest, curve.title.size());
    }
    return longest;
}

/// The data with a little room on both sides.
std::string x_range(const Panel& panel) {
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const Curve& curve : panel.curves) {
        for (const double x : curve.x) {
            low = std::min(low, x);
            high = std::max(high, x);
        }
    }
    if (!(low < high)) return "set xrange [*:*]\n";
    constexpr double room = 0.02;
    const double margin = room * (high - low);
    return fmt::format("set xrange [{:.8g}:{:.8g}]\n", low - margin, high + margin);
}

bool has_key(const Panel& panel) { return n_titles(panel) > 1; }

std::string plot_of(const Panel& panel, std::size_t number) {
    std::string text = fmt::format(
        "set title {}\nset xlabel {}\nset ylabel {}\n{}set yrange [{}:*]\n{}", quoted(panel.title),
        quoted(panel.x_label), quoted(panel.y_label), x_range(panel), panel.has_zero ? "0" : "*",
        has_key(panel) ? "set key on outside right top vertical maxcols 1\n" : "set key off\n");
    if (panel.curves.empty()) {
        return text + "set xrange [0:1]\nset yrange [0:1]\nplot NaN title 'nothing to show'\n";
    }
    text += "plot ";
    for (std::size_t c = 0; c != panel.curves.size(); ++c) {
        const Curve& curve = panel.curves[c];
        text += fmt::format("{}'{}-{}.dat' {} {}", c == 0 ? "" : ", \\\n     ", number, c,
                            curve.title.empty() ? "notitle" : "title " + quoted(curve.title),
                            style_of(curve));
    }
    return text + '\n';
}

}  // namespace

Curve thinned(const Curve& curve, std::size_t most) {
    if (curve.x.size() <= most) return curve;
    Curve result = curve;
    result.x.clear();
    result.y.clear();
    const std::size_t n_parts = std::max<std::size_t>(most / 2, 1);
    for (std::size_t part = 0; part != n_parts; ++part) {
        const std::size_t first = part * curve.x.size() / n_parts;
        const std::size_t last = (part + 1) * curve.x.size() / n_parts;
        const auto begin = curve.y.begin() + static_cast<std::ptrdiff_t>(first);
        const auto end = curve.y.begin() + static_cast<std::ptrdiff_t>(last);
        auto [low, high] = std::minmax_element(begin, end);
        if (low > high) std::swap(low, high);
        for (const auto at : {low, high}) {
            result.x.push_back(curve.x[static_cast<std::size_t>(at - curve.y.begin())]);
            result.y.push_back(*at);
            if (low == high) break;
        }
    }
    return result;
}

std::string gnuplot_script(const Figure& figure, const std::string& output) {
    std::string text = terminal(figure, output);
    text +=
        "set border 3 linewidth 0.7\nset tics nomirror out scale 0.7\n"
        "set grid ytics linecolor rgb '#cccccc' linewidth 0.7 dashtype 1\n"
        "set tics font ',11'\nset lmargin 11\nset bmargin 4\n"
        "set offsets 0, 0, graph 0.05, graph 0.02\n";
    // Axes of panels above each other have the same length, with or without a key.
    if (std::ranges::any_of(figure.panels, has_key)) {
        text += fmt::format("set rmargin {}\n", longest_title(figure) + key_without_title);
    }
    for (std::size_t p = 0; p != figure.panels.size(); ++p) text += plot_of(figure.panels[p], p);
    return text + "unset multiplot\n";
}

std::string gnuplot_data(const Curve& curve) {
    std::string text;
    for (std::size_t i = 0; i != curve.x.size(); ++i) {
        if (std::isfinite(curve.y[i])) {
            text += fmt::format("{:.8g} {:.8g}\n", curve.x[i], curve.y[i]);
        } else {
            text += '\n';
        }
    }
    return text;
}

}  // namespace bgsim::protocol
