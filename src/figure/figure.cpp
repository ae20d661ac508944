#include "figure/figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "figure/palette.hpp"

namespace bgsim::figure {
namespace {

/// Filled and open marks of gnuplot; they change with each round of colours.
constexpr std::array marks = {7, 5, 9, 13, 6, 4};

constexpr int panel_width = 760;
constexpr int panel_height = 480;
constexpr int lowest_panel_height = 320;
constexpr std::size_t key_without_title = 9;  // [letters]

/// A line that ended within a text would let the rest of it be a command.
std::string quoted(const std::string& text) {
    std::string result = "'";
    for (const char c : text) {
        const bool is_control = static_cast<unsigned char>(c) < ' ';
        result += c == '\'' ? std::string("''") : std::string(1, is_control ? ' ' : c);
    }
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

std::array<int, 2> size_of(const Figure& figure, std::size_t columns, std::size_t rows) {
    if (figure.look == Figure::Look::page) return figure.size;
    return {panel_width * static_cast<int>(columns),
            height_of(figure, rows) * static_cast<int>(rows)};
}

std::string terminal(const Figure& figure, const std::string& output) {
    const std::size_t columns = std::max<std::size_t>(figure.columns, 1);
    const std::size_t rows = (figure.panels.size() + columns - 1) / columns;
    const auto [width, height] = size_of(figure, columns, rows);
    const bool is_vector = output.ends_with(".svg");
    const bool is_page = figure.look == Figure::Look::page;
    return fmt::format(
        "set terminal {} size {},{} font '{},13' linewidth 1.5{}\n"
        "set output {}\nset multiplot layout {},{}\n",
        is_vector ? "svg noenhanced" : "pngcairo noenhanced", width, height,
        is_page ? "sans-serif" : "Sans",
        !is_vector ? ""
        : is_page  ? " dashed"
                   : " background rgb 'white' dashed",
        quoted(output), rows, columns);
}

std::string style_of(const Curve& curve, Figure::Look look) {
    // On a page dashes and marks tell runs apart, on a sheet what has the same colour.
    const std::size_t round =
        look == Figure::Look::page ? curve.variant : curve.colour / colours.size();
    const auto colour = colours[curve.colour % colours.size()];
    const int mark = marks[round % marks.size()];
    switch (curve.style) {
        case Curve::Style::line:
            return fmt::format("with lines lc rgb '{}' dt {}", colour, round + 1);
        case Curve::Style::line_and_points:
            return fmt::format("with linespoints lc rgb '{}' dt {} pt {} ps 1", colour, round + 1,
                               mark);
        case Curve::Style::points:
            return look == Figure::Look::page
                       ? fmt::format("with points lc rgb '{}' pt {} ps 0.7", colour, mark)
                       : fmt::format("with points lc rgb '{}' pt {} ps 1.6 lw 1.5", colour,
                                     marks[4]);
        case Curve::Style::ticks:
            return fmt::format("with points lc rgb '{}' pt '|' ps 1", colour);
        case Curve::Style::segments:
            return fmt::format("using 1:2:(0):($3-$2) with vectors nohead lc rgb '{}' lw 0.9",
                               colour);
        case Curve::Style::bar:
            return fmt::format("using 1:2:(0):($3-$2) with vectors nohead lc rgb '{}' lw 9",
                               page_shade);
        case Curve::Style::steps:
            return fmt::format("with steps lc rgb '{}' dt {}", colour, round + 1);
        case Curve::Style::band:
            return fmt::format(
                "using 1:2:3 with filledcurves fs transparent solid 0.25 noborder lc rgb '{}'",
                colour);
        case Curve::Style::cells:
            return "using 1:2:(0.5):(0.5):3 with boxxyerror fs solid noborder lc palette";
        case Curve::Style::numbers:
            // Not quite black and white, which a page would take for its own colours.
            return "using 1:2:(sprintf('%.2f', $3)):($3 > 0.55 ? 0xFFFFFE : 0x000001) with labels "
                   "textcolor rgb variable font ',11'";
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
    if (panel.x_range) {
        return fmt::format("set xrange [{:.8g}:{:.8g}]\n", (*panel.x_range)[0],
                           (*panel.x_range)[1]);
    }
    double low = std::numeric_limits<double>::infinity();
    double high = -low;
    for (const Curve& curve : panel.curves) {
        for (const double x : curve.x) {
            low = std::min(low, x);
            high = std::max(high, x);
        }
    }
    if (!(low < high) || panel.has_log_x) return "set xrange [*:*]\n";
    constexpr double room = 0.02;
    const double margin = room * (high - low);
    return fmt::format("set xrange [{:.8g}:{:.8g}]\n", low - margin, high + margin);
}

std::string y_range(const Panel& panel) {
    if (panel.y_range) {
        return fmt::format("set yrange [{:.8g}:{:.8g}]\n", (*panel.y_range)[0],
                           (*panel.y_range)[1]);
    }
    return fmt::format("set yrange [{}:*]\n", panel.has_zero ? "0" : "*");
}

/// Of "x" or "y": names, or the numbers that gnuplot chooses.
std::string tics(char axis, const Names& names, bool has_log) {
    if (names.empty()) {
        return fmt::format("set {0}tics autofreq\n{1} logscale {0}\n", axis,
                           has_log ? "set" : "unset");
    }
    std::string text = fmt::format("unset logscale {0}\nset {0}tics (", axis);
    for (std::size_t i = 0; i != names.size(); ++i) {
        text +=
            fmt::format("{}{} {:.8g}", i == 0 ? "" : ", ", quoted(names[i].second), names[i].first);
    }
    // Many names have room beside each other only when they are turned.
    constexpr std::size_t most_upright = 5;
    const bool is_turned = axis == 'x' && names.size() > most_upright;
    return text + (is_turned ? ") rotate by 40 right\n" : ") norotate\n");
}

std::string shaded(const Panel& panel) {
    if (!panel.shaded) return "unset object\n";
    return fmt::format(
        "unset object\nset object rectangle from first {:.8g}, graph 0 to first {:.8g}, graph 1 "
        "behind fc rgb '{}' fs transparent solid 0.35 noborder\n",
        (*panel.shaded)[0], (*panel.shaded)[1], page_shade);
}

bool has_key(const Panel& panel) { return n_titles(panel) > 1; }

std::string settings_of(const Panel& panel, Figure::Look look) {
    return fmt::format("set title {}\nset xlabel {}\nset ylabel {}\n", quoted(panel.title),
                       quoted(panel.x_label), quoted(panel.y_label)) +
           tics('x', panel.x_names, panel.has_log_x) + tics('y', panel.y_names, panel.has_log_y) +
           x_range(panel) + y_range(panel) + shaded(panel) +
           (panel.has_grid ? "set grid ytics\n" : "unset grid\n") +
           (panel.is_square ? "set size ratio -1\n" : "set size noratio\n") +
           (look == Figure::Look::sheet && has_key(panel)
                ? "set key on outside right top vertical maxcols 1\n"
                : "set key off\n");
}

std::string plot_of(const Panel& panel, std::size_t number, Figure::Look look) {
    std::string text = settings_of(panel, look);
    if (panel.curves.empty()) {
        return text + (panel.x_range ? "" : "set xrange [0:1]\n") +
               (panel.y_range ? "" : "set yrange [0:1]\n") +
               "set label 1 'nothing to show' at graph 0.5, 0.5 center\nplot NaN notitle\n"
               "unset label 1\n";
    }
    text += "plot ";
    for (std::size_t c = 0; c != panel.curves.size(); ++c) {
        const Curve& curve = panel.curves[c];
        // In gnuplot "using" comes before the title.
        const std::string style = style_of(curve, look);
        const auto with = style.find("with ");
        text += fmt::format(
            "{}'{}-{}.dat' {}{} {}", c == 0 ? "" : ", \\\n     ", number, c, style.substr(0, with),
            curve.title.empty() ? "notitle" : "title " + quoted(curve.title), style.substr(with));
    }
    return text + '\n';
}

/// What all panels share.
std::string theme(const Figure& figure) {
    if (figure.look == Figure::Look::page) {
        return fmt::format(
            "set border 3 linewidth 0.7 linecolor rgb '{0}'\n"
            "set tics nomirror out scale 0.6 textcolor rgb '{0}' font ',12'\n"
            "set grid ytics linecolor rgb '{1}' linewidth 0.7 dashtype 1\n"
            "set title textcolor rgb '{0}' offset 0,-0.4\nset key textcolor rgb '{0}'\n"
            "set xlabel textcolor rgb '{0}' offset 0,0.4\n"
            "set ylabel textcolor rgb '{0}' offset 0.6,0\n"
            "unset colorbox\nset cbrange [0:1]\n{2}"
            "set palette defined (0 '#FFFFFF', 0.5 '#56B4E8', 1 '#08306B')\n",
            page_ink, page_grid,
            figure.left_margin == 0 ? "" : fmt::format("set lmargin {}\n", figure.left_margin));
    }
    std::string text =
        "set border 3 linewidth 0.7\nset tics nomirror out scale 0.7\n"
        "set grid ytics linecolor rgb '#cccccc' linewidth 0.7 dashtype 1\n"
        "set tics font ',11'\nset lmargin 11\nset bmargin 4\n"
        "set offsets 0, 0, graph 0.05, graph 0.02\n";
    // Axes of panels above each other have the same length, with or without a key.
    if (std::ranges::any_of(figure.panels, has_key)) {
        text += fmt::format("set rmargin {}\n", longest_title(figure) + key_without_title);
    }
    return text;
}

}  // namespace

Curve thinned(const Curve& curve, std::size_t most) {
    if (curve.x.size() <= most || !curve.y2.empty()) return curve;
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
    std::string text = "set encoding utf8\n" + terminal(figure, output) + theme(figure);
    for (std::size_t p = 0; p != figure.panels.size(); ++p) {
        text += plot_of(figure.panels[p], p, figure.look);
    }
    return text + "unset multiplot\n";
}

std::string gnuplot_data(const Curve& curve) {
    std::string text;
    for (std::size_t i = 0; i != curve.x.size(); ++i) {
        if (!std::isfinite(curve.y[i])) {
            text += '\n';
        } else if (curve.y2.empty()) {
            text += fmt::format("{:.8g} {:.8g}\n", curve.x[i], curve.y[i]);
        } else {
            text += fmt::format("{:.8g} {:.8g} {:.8g}\n", curve.x[i], curve.y[i], curve.y2[i]);
        }
    }
    return text;
}

}  // namespace bgsim::figure
