#include "cli/time_grid.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "bgsim/error.hpp"
#include "cli/option_checks.hpp"

namespace bgsim::cli {

bool is_multiple(double time_ms, double unit_ms) {
    constexpr double rounding = 1e-6;
    const double n = time_ms / unit_ms;
    return std::abs(n - std::round(n)) <= rounding * std::max(1.0, std::abs(n));
}

double on_grid(const std::string& option, const std::string& text, double dt_ms) {
    const double time_ms = quantity_in("ms", text);
    if (is_multiple(time_ms, dt_ms) && std::round(time_ms / dt_ms) >= 1.0) return time_ms;
    throw InputError(
        fmt::format("{} {}: must be a multiple of the step of the run, {:.10g} ms; "
                    "for example {:.10g} ms",
                    option, text, dt_ms, dt_ms * std::max(1.0, std::round(time_ms / dt_ms))),
        ExitCode::usage);
}

analysis::Window whole_steps(const std::string& what, analysis::Window window, double dt_ms) {
    const analysis::Window whole{.from_ms = std::round(window.from_ms / dt_ms) * dt_ms,
                                 .to_ms = std::round(window.to_ms / dt_ms) * dt_ms};
    if (whole.to_ms > whole.from_ms) return whole;
    throw InputError(fmt::format("{}: holds no step of the run, which are {:.10g} ms; choose a "
                                 "longer one",
                                 what, dt_ms),
                     ExitCode::usage);
}

}  // namespace bgsim::cli
