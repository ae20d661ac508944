/// Figures, drawn by gnuplot.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace bgsim::figure {

/// Points (x, y); a y that is not a number breaks a line.
struct Curve {
    enum class Style {
        line,
        line_and_points,
        points,
        ticks,     ///< a mark at each point
        segments,  ///< an upright stroke from y to y2
        bar,       ///< the same, broad and pale: a range
        steps,     ///< y holds until the next x
        band,      ///< the area between y and y2
        cells,     ///< a square around each point, shaded by y2 in [0, 1]
        numbers    ///< y2 as text, legible on such a square
    };
    std::string title{};  ///< for the key; empty: not in the key
    std::vector<double> x{};
    std::vector<double> y{};
    Style style = Style::line;
    std::size_t colour = 0;    ///< number of the colour; curves of the same cell share one
    std::vector<double> y2{};  ///< of the styles that name it; of others only kept with the data
    std::size_t variant = 0;   ///< on a page: other dashes, other marks
};

/// Names at places of an axis, in place of numbers.
using Names = std::vector<std::pair<double, std::string>>;
using Range = std::array<double, 2>;

struct Panel {
    std::string title{};
    std::string x_label;
    std::string y_label;
    std::vector<Curve> curves{};
    bool has_zero = false;  ///< y begins at 0
    bool has_log_x = false;
    bool has_log_y = false;
    std::optional<Range> x_range{};  ///< none: the data with a little room
    std::optional<Range> y_range{};
    std::optional<Range> shaded{};  ///< part of x
    Names x_names{};
    Names y_names{};
    bool has_grid = true;    ///< lines at the tics of y
    bool is_square = false;  ///< one unit of x is as long as one of y
};

struct Figure {
    /// Of a sheet of its own, or within a page that has its own title, key and theme.
    enum class Look { sheet, page };
    std::vector<Panel> panels{};
    std::size_t columns = 1;
    Look look = Look::sheet;
    std::array<int, 2> size{460, 270};  ///< [px] of the whole figure, for a page only
    std::size_t left_margin = 0;        ///< [letters] for a page only; 0: as names and numbers need
};

/// At most about `most` points that show the same: of each of equal parts of `curve` the smallest
/// and the largest y. Curves with y2 are left as they are.
Curve thinned(const Curve& curve, std::size_t most);

/// The commands for gnuplot that draw `figure` into `output` (.png or .svg), with the data of curve
/// c of panel p in "p-c.dat" of the folder in which they run.
std::string gnuplot_script(const Figure& figure, const std::string& output);

/// The content of such a data file: two columns, or three.
std::string gnuplot_data(const Curve& curve);

}  // namespace bgsim::figure
