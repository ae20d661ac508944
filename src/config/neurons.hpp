/// "neurons: 0-9": which cells of a population are meant.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "config/context.hpp"

namespace bgsim::config {

/// Inclusive ranges, ascending and disjoint.
using NeuronRanges = std::vector<std::pair<NeuronIndex, NeuronIndex>>;

/// Read "all", a number, a range, "50 %" for the first half, {channel: NAME} or {channel: [NAMES]},
/// or a list of these. After --scale,
/// ranges are cut to the cells that are left, which is noted; otherwise numbers beyond the
/// population are recorded as mistakes.
/// @param path the section that `node` stands in, for notes
/// @return nothing valid was found: empty
NeuronRanges read_neurons(const Node& node,
                          PopulationId population,
                          const std::string& path,
                          Context& context);

/// All cells of `population`; empty if its size is not known.
NeuronRanges all_neurons(const Population& population);

}  // namespace bgsim::config
