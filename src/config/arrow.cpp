#include "config/arrow.hpp"

#include <string_view>

namespace bgsim::config {

std::optional<Arrow> parse_arrow(const std::string& name) {
    constexpr std::string_view sign = " -> ";
    const std::size_t at = name.find(sign);
    if (at == std::string::npos || at == 0) return std::nullopt;
    Arrow arrow;
    arrow.source = name.substr(0, at);
    arrow.target = name.substr(at + sign.size());
    const std::size_t bracket = arrow.target.find(" (");
    if (bracket != std::string::npos) {
        if (!arrow.target.ends_with(')')) return std::nullopt;
        arrow.label = arrow.target.substr(bracket + 2, arrow.target.size() - bracket - 3);
        arrow.target.resize(bracket);
        if (arrow.label.empty()) return std::nullopt;
    }
    const bool has_blanks = arrow.target.find(' ') != std::string::npos ||
                            arrow.source.front() == ' ' || arrow.source.back() == ' ';
    if (has_blanks || arrow.target.empty()) return std::nullopt;
    return arrow;
}

}  // namespace bgsim::config
