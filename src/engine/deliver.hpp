/// Bringing spikes that arrive in an interval to the blocks of their targets.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "engine/arrivals.hpp"
#include "engine/interval.hpp"
#include "engine/spike_history.hpp"
#include "network/rows.hpp"

namespace bgsim::engine {

/// Takes the synaptic events of one projection to the lists of their blocks. It knows how far the
/// row of each spike has been delivered, so that an interval goes on where the one before it ended;
/// nothing of that outlives a run: what is not known is looked for.
class StoredDelivery {
public:
    /// Take every event that arrives in `interval` to `arrivals`.
    ///
    /// Events are taken by spike (step, then source), then along the row: an order that does not
    /// depend on the layout, which fixes the order of every floating-point sum.
    /// @param rows    the same, and the same history, in all intervals, which follow each other
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

    std::uint64_t bytes() const { return reached_.capacity() * sizeof(std::uint32_t); }

private:
    /// Of the first `n` entries of the history: synapses of the row that have been delivered.
    std::span<std::uint32_t> reached(const SpikeHistory& history, std::size_t n);

    std::uint64_t first_ = 0;  // entry that the first number is of, since the history began
    std::vector<std::uint32_t> reached_;
};

}  // namespace bgsim::engine
