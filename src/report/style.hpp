/// How the page looks.
#pragma once

#include <string_view>

namespace bgsim::report {

/// The style sheet: light and dark, wide and narrow, on paper.
extern const std::string_view style_sheet;

}  // namespace bgsim::report
