/// What blocks of cells cost, for laying them over ranks and threads.
#pragma once

#include <vector>

#include "bgsim/config/specification.hpp"
#include "network/partition.hpp"

namespace bgsim::engine {

/// Relative cost of one cell of `population` over one step of `dt` [ms]: about 1 for a right-hand
/// side of a point neuron.
double relative_cost(const config::Population& population, double dt);

/// Size of each population, and the cost of its blocks: cells, the events that come to them, and
/// their spikes, which go to up to `n_ranks` ranks; at the assumed rates.
std::vector<network::PopulationShape> shapes_of(const config::Specification& specification,
                                                int n_ranks);

}  // namespace bgsim::engine
