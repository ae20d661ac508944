/// Which projections are stored, and which are generated anew at each spike.
#pragma once

#include "bgsim/config/specification.hpp"
#include "comm/communicator.hpp"
#include "simulation/shares.hpp"

namespace bgsim::simulation {

/// Of free memory, so that caches and other programs have some.
constexpr double usable_share = 0.8;

/// The specification with `is_procedural` of each projection decided: as configured, and of those
/// left open as many as the fullest rank would otherwise exceed `memory_bytes` by, those with most
/// bytes first. A run gives the same spikes either way.
config::Specification with_connectivity(config::Specification specification,
                                        const Layout& layout,
                                        double memory_bytes);

/// The same with what `limits.memory` allows a rank, or with most of what is free where the ranks
/// of a node share it. Collective.
config::Specification with_connectivity_here(const config::Specification& specification,
                                             const comm::Communicator& communicator,
                                             int n_threads);

}  // namespace bgsim::simulation
