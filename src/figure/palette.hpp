/// The colours of all figures.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace bgsim::figure {

/// Distinct to colour-blind eyes: Okabe & Ito (2008), without yellow, which is too pale for lines,
/// and two of Tol's muted colours (2021).
constexpr std::array<std::string_view, 9> colours = {"#0072B2", "#D55E00", "#009E73",
                                                     "#CC79A7", "#E69F00", "#56B4E9",
                                                     "#000000", "#882255", "#999933"};

/// Place of black, which on a page is the colour of its text.
constexpr std::size_t ink = 6;

/// Of text and axes on a page, which replaces it by the colour of its own text.
constexpr std::string_view page_ink = "#010203";
/// Of the shaded part of a panel.
constexpr std::string_view page_shade = "#BBBBBC";
/// Of the lines behind the curves.
constexpr std::string_view page_grid = "#CCCCCC";

}  // namespace bgsim::figure
