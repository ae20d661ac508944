/// What the reports of several protocols share.
#pragma once

#include <string>
#include <vector>

#include "figure/figure.hpp"
#include "protocol/measurement.hpp"
#include "protocol/plan.hpp"

namespace bgsim::protocol {

using figure::Curve;
using figure::Panel;

/// "added to the cells' own current", "in place of the cells' own current", with what is held.
std::string how_applied(const Plan& plan);

/// "2 s" or "350 ms".
std::string time_text(double time_ms);

/// Titles and values of what is known about a cell at rest, for a table.
std::vector<std::string> passive_titles();
std::vector<std::string> passive_values(const Passive& passive);

/// tau_m [ms], with "~" before it where the membrane does not follow one exponential.
std::string tau_text(const Passive& passive);

/// The same for rows: names with units, all digits.
std::vector<std::string> passive_keys();
std::vector<std::string> passive_numbers(const Passive& passive);

/// V_m from `from_ms` on.
Curve potential_curve(const Potential& potential, double from_ms, const std::string& title);

/// "rate [Hz]" for the axis of a current in `unit`.
std::string current_label(const std::string& unit);

}  // namespace bgsim::protocol
