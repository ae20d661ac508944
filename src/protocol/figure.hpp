/// Figures, drawn by gnuplot.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace bgsim::protocol {

/// Points (x, y); a y that is not a number breaks a line.
struct Curve {
    enum class Style { line, line_and_points, points, ticks };
    std::string title{};  ///< for the key; empty: not in the key
    std::vector<double> x{};
    std::vector<double> y{};
    Style style = Style::line;
    std::size_t colour = 0;  ///< number of the colour; curves of the same cell share one
};

struct Panel {
    std::string title{};
    std::string x_label;
    std::string y_label;
    std::vector<Curve> curves{};
    bool has_zero = false;  ///< y begins at 0
};

struct Figure {
    std::vector<Panel> panels{};
    std::size_t columns = 1;
};

/// At most about `most` points that show the same: of each of equal parts of `curve` the smallest
/// and the largest y.
Curve thinned(const Curve& curve, std::size_t most);

/// The commands for gnuplot that draw `figure` into `output` (.png or .svg), with the data of curve
/// c of panel p in "p-c.dat" of the folder in which they run.
std::string gnuplot_script(const Figure& figure, const std::string& output);

/// The content of such a data file: two columns.
std::string gnuplot_data(const Curve& curve);

}  // namespace bgsim::protocol
