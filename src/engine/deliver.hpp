/// Bringing spikes that arrive in an interval to the blocks of their targets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

#include "engine/arrivals.hpp"
#include "engine/interval.hpp"
#include "engine/spike_history.hpp"
#include "network/rows.hpp"

namespace bgsim::engine {

/// How far the row of each spike of a history has been delivered, so that each interval goes on
/// where the one before it ended. Nothing of it outlives a run: what is not known is looked for.
class RowProgress {
public:
    static constexpr std::uint32_t unknown = std::numeric_limits<std::uint32_t>::max();

    /// Of the first `n` entries of the history: synapses of the row that have been delivered.
    std::span<std::uint32_t> of(const SpikeHistory& history, std::size_t n);

    std::uint64_t bytes() const { return reached_.capacity() * sizeof(std::uint32_t); }

private:
    std::uint64_t first_ = 0;  // entry that the first number is of, since the history began
    std::vector<std::uint32_t> reached_;
};

/// Take every synaptic event of one projection that arrives in `interval` to `arrivals`.
///
/// Events are taken by spike (step, then source), then along the row: an order that does not
/// depend on the layout, which fixes the order of every floating-point sum.
/// @param progress  as the interval before left it
/// @param factors of each entry of `history` (plasticity, dopamine); empty: all are 1
/// @param route   from `Arrivals::route_to`
/// @return number of events
template <typename Real>
std::uint64_t deliver(const network::Rows& rows,
                      RowProgress& progress,
                      const SpikeHistory& history,
                      std::span<const double> factors,
                      std::uint32_t route,
                      const Interval& interval,
                      Arrivals<Real>& arrivals);

}  // namespace bgsim::engine
