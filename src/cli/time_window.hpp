/// Parts of a run as written on the command line.
#pragma once

#include <optional>
#include <string_view>

namespace bgsim::cli {

/// From and to [ms]; what is not given is left to the caller.
struct TimeWindow {
    std::optional<double> from_ms;
    std::optional<double> to_ms;
};

/// Parse "1s:10s", "500ms:" or ":2s". @throws InputError (64)
TimeWindow parse_window(std::string_view text);

}  // namespace bgsim::cli
