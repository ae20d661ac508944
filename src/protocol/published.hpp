/// Simulated cells beside what was published of such cells.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "protocol/expected.hpp"

namespace bgsim::protocol {

/// How `simulated` relates to what was published: "within" its range (a mean: twice its standard
/// error, or its standard deviation, on both sides), "above" or "below"; to a single number: their
/// ratio, as in "x 0.89", or the difference of potentials. Empty if there is nothing to compare.
std::string relation(std::optional<double> simulated, const config::PublishedBehaviour& published);

/// Measure what was published of the cells and put both beside each other.
void compare_with_published(const Experiment& experiment, std::vector<ExpectedResult>& results);

}  // namespace bgsim::protocol
