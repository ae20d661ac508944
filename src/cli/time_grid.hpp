/// Times of the command line on the grid of a run.
#pragma once

#include <string>

#include "analysis/spike_statistics.hpp"

namespace bgsim::cli {

/// The time `text` [ms], which has passed `must_be_a_quantity`, for an option whose time has to be
/// a multiple of the step. @throws InputError (64)
double on_grid(const std::string& option, const std::string& text, double dt_ms);

/// `window` with its ends at the nearest steps; `what` is for the message.
/// @throws InputError (64) if no step remains
analysis::Window whole_steps(const std::string& what, analysis::Window window, double dt_ms);

/// Whether `time_ms` is `n` times `unit_ms` for a whole n, up to rounding.
bool is_multiple(double time_ms, double unit_ms);

}  // namespace bgsim::cli
