/// Bringing spikes that arrive in an interval to the input of their targets.
#pragma once

#include <cstdint>
#include <span>

#include "engine/interval.hpp"
#include "engine/population_store.hpp"
#include "engine/spike_history.hpp"
#include "network/rows.hpp"

namespace bgsim::engine {

/// A port that the synapses of a projection act on.
struct Destination {
    std::uint32_t port = 0;
    double share = 1.0;  ///< of the weight
};

/// Add every synaptic event of one projection that arrives in `interval` to its ports of `cells`.
///
/// Events are taken by spike (step, then source), then along the row: an order that does not
/// depend on the layout, which fixes the order of every floating-point sum. Where there are several
/// ports, the row that was read for the first is still in the cache for the others.
/// @param factors of each entry of `history` (plasticity, dopamine); empty: all are 1
/// @return number of events, at one port
template <typename Real>
std::uint64_t deliver(const network::Rows& rows,
                      const SpikeHistory& history,
                      std::span<const double> factors,
                      std::span<const Destination> to,
                      const Interval& interval,
                      PopulationStore<Real>& cells);

}  // namespace bgsim::engine
