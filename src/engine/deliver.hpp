/// Bringing spikes that arrive in an interval to the input of their targets.
#pragma once

#include <cstdint>
#include <span>

#include "engine/interval.hpp"
#include "engine/population_store.hpp"
#include "engine/spike_history.hpp"
#include "network/rows.hpp"

namespace bgsim::engine {

/// Add every synaptic event of one projection that arrives in `interval` to port `port` of `cells`.
///
/// Events are taken by spike (step, then source), then along the row: an order that does not
/// depend on the layout, which fixes the order of every floating-point sum.
/// @param factors release factor of each entry of `history`, empty without plasticity
/// @return number of events
template <typename Real>
std::uint64_t deliver(const network::Rows& rows,
                      const SpikeHistory& history,
                      std::span<const double> factors,
                      std::uint32_t port,
                      const Interval& interval,
                      PopulationStore<Real>& cells);

}  // namespace bgsim::engine
