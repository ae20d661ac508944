/// From a picture of gnuplot to a part of a page.
#pragma once

#include <string>

namespace bgsim::figure {

/// The same picture without its own size, for a page that gives it one: its colours are the custom
/// properties of the page --c0, --c1, ... (of the palette), --ink (text and axes), --grid, --shade;
/// `description` is read by those who cannot see it.
/// @param svg     as drawn with Figure::Look::page
/// @param prefix  of the names within the picture: another one for each picture of a page
std::string page_svg(const std::string& svg,
                     const std::string& prefix,
                     const std::string& description);

/// `text` with &, <, > and quotes as HTML and XML want them.
std::string escaped(const std::string& text);

}  // namespace bgsim::figure
