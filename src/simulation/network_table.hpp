/// The resolved network as text, for `bgsim check` and the log.
#pragma once

#include <string>

#include "bgsim/config/specification.hpp"
#include "simulation/expected_size.hpp"

namespace bgsim::simulation {

/// Populations, ports, projections, inputs, recording, totals and notes, several tables of text.
/// Memory is what expected_size.hpp says for `layout`.
std::string network_table(const config::Specification& specification, const Layout& layout);

/// "2 nS", "uniform 1..3 nS", "normal 15.2 +- 3 pF, clipped to 6.2..24.2 pF".
std::string describe(const config::Distribution& distribution, const std::string& unit);

/// "fixed_indegree k=500, multapses", "pairwise_bernoulli p=0.1, no autapses".
std::string describe(const config::ConnectionRule& rule);

/// "546 Hz, square 20 Hz +- 50.4 Hz".
std::string describe(const config::Waveform& waveform, const std::string& unit, double dt);

}  // namespace bgsim::simulation
