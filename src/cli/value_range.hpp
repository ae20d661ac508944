/// Ranges of times and frequencies as written on the command line.
#pragma once

#include <optional>
#include <string>

namespace bgsim::cli {

/// From and to; what is not given is left to the caller.
struct ValueRange {
    std::optional<double> from;
    std::optional<double> to;
};

/// Parse "1s:10s", "500ms:" or ":2s" into `unit`. `option` and `example` are for the message.
/// @throws InputError (64)
ValueRange parse_range(const std::string& option,
                       const std::string& text,
                       const std::string& example,
                       const std::string& unit = "ms");

}  // namespace bgsim::cli
