/// Bringing spikes that arrive in an interval to the blocks of their targets.
#pragma once

#include <cstdint>
#include <span>

#include "engine/arrivals.hpp"
#include "engine/interval.hpp"
#include "engine/spike_history.hpp"
#include "network/rows.hpp"

namespace bgsim::engine {

/// Take every synaptic event of one projection that arrives in `interval` to `arrivals`.
///
/// Events are taken by spike (step, then source), then along the row: an order that does not
/// depend on the layout, which fixes the order of every floating-point sum.
/// @param factors of each entry of `history` (plasticity, dopamine); empty: all are 1
/// @param route   from `Arrivals::route_to`
/// @return number of events
template <typename Real>
std::uint64_t deliver(const network::Rows& rows,
                      const SpikeHistory& history,
                      std::span<const double> factors,
                      std::uint32_t route,
                      const Interval& interval,
                      Arrivals<Real>& arrivals);

}  // namespace bgsim::engine
