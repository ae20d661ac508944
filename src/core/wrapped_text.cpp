#include "core/wrapped_text.hpp"

#include <algorithm>

namespace bgsim::core {

std::size_t width_of(std::string_view text) {
    const auto continues = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
    return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, continues));
}

std::vector<std::string> lines_of(std::string_view text, std::size_t width) {
    std::vector<std::string> lines(1);
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        const std::string_view word = text.substr(0, end);
        text.remove_prefix(std::min(end + 1, text.size()));
        if (word.empty()) continue;
        if (lines.back().empty()) {
            lines.back() = word;
        } else if (width_of(lines.back()) + 1 + width_of(word) <= width) {
            lines.back() += ' ';
            lines.back() += word;
        } else {
            lines.emplace_back(word);
        }
    }
    return lines;
}

std::string hanging(std::string_view first,
                    std::string_view text,
                    std::size_t column,
                    std::size_t end) {
    std::string result;
    std::string margin(first);
    margin.resize(std::max(column, margin.size()), ' ');
    if (margin.size() > column) margin += "  ";
    for (const std::string& line : lines_of(text, end - std::min(column, end))) {
        result += margin + line;
        result.erase(result.find_last_not_of(' ') + 1);
        result += '\n';
        margin.assign(column, ' ');
    }
    return result;
}

}  // namespace bgsim::core
