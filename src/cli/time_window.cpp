#include "cli/time_window.hpp"

#include <fmt/format.h>

#include <cmath>

#include "bgsim/error.hpp"
#include "core/units.hpp"

namespace bgsim::cli {
namespace {

[[noreturn]] void refuse(std::string_view window, std::string_view why) {
    throw InputError(fmt::format("--window {}: {}; write for example 1s:10s", window, why),
                     ExitCode::usage);
}

std::optional<double> parse_time(std::string_view text, std::string_view window) {
    if (text.empty()) return std::nullopt;
    const core::Unit ms = *core::parse_unit("ms");
    const core::Quantity time = core::parse_quantity(text);
    const bool is_time = time.fault == core::QuantityFault::none && time.has_unit &&
                         time.unit.dimension == ms.dimension && std::isfinite(time.value);
    if (!is_time) refuse(window, fmt::format("'{}' is not a time with its unit", text));
    return core::convert(time.value, time.unit, ms);
}

}  // namespace

TimeWindow parse_window(std::string_view text) {
    const auto colon = text.find(':');
    if (colon == std::string_view::npos) refuse(text, "it needs a beginning and an end");
    const TimeWindow window{.from_ms = parse_time(text.substr(0, colon), text),
                            .to_ms = parse_time(text.substr(colon + 1), text)};
    if (window.from_ms && window.to_ms && *window.from_ms >= *window.to_ms) {
        refuse(text, "it ends before it begins");
    }
    return window;
}

}  // namespace bgsim::cli
