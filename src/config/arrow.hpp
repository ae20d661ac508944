/// Names such as "STN -> SNr (NMDA)".
#pragma once

#include <optional>
#include <string>

namespace bgsim::config {

struct Arrow {
    std::string source;
    std::string target;
    std::string label;  ///< empty if there is none
};

/// The parts of "SOURCE -> TARGET" or "SOURCE -> TARGET (label)"; nothing if `name` differs.
std::optional<Arrow> parse_arrow(const std::string& name);

}  // namespace bgsim::config
