/// Running gnuplot.
#pragma once

#include <filesystem>
#include <string>

#include "figure/figure.hpp"

namespace bgsim::figure {

bool has_gnuplot();  ///< in PATH

/// Draw `figure` into `output`, whose name ends in .png or .svg. Script and data are written to
/// `folder`, which exists, as figure.gp and *.dat; run again with `gnuplot figure.gp` there.
/// @throws SystemError (73) that says what is missing or what gnuplot said
void draw(const Figure& figure,
          const std::filesystem::path& output,
          const std::filesystem::path& folder);

}  // namespace bgsim::figure
