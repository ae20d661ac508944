/// Text that is broken into lines.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace bgsim::core {

/// Letters as they appear: the bytes that continue a UTF-8 sequence take no room.
std::size_t width_of(std::string_view text);

/// `text` in lines of at most `width` letters, broken at blanks; a longer word has its own line.
/// At least one line.
std::vector<std::string> lines_of(std::string_view text, std::size_t width);

/// `first` padded to `column`, then `text` in lines that begin there and end before `end`; each
/// line ends with a newline.
std::string hanging(std::string_view first,
                    std::string_view text,
                    std::size_t column,
                    std::size_t end);

}  // namespace bgsim::core
