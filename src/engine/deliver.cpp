#include "engine/deliver.hpp"

#include <algorithm>

namespace bgsim::engine {
namespace {

/// Weight of synapse `i` times the release factor.
template <typename Real>
Real strength(const network::Rows& rows, std::uint64_t i, Real factor) {
    return static_cast<Real>(rows.weights.empty() ? rows.weight : rows.weights[i]) * factor;
}

/// Walks the rows of one projection.
template <typename Real>
struct Delivery {
    const network::Rows& rows;
    const Interval& interval;
    std::uint32_t route;
    Arrivals<Real>& arrivals;
    std::uint64_t n_events = 0;

    void constant_delay(const SpikeHistory::Entry& spike, Real factor) {
        const auto arrival = static_cast<int>(spike.step + rows.min_delay - interval.first);
        const std::uint64_t first = rows.index.begin_of(spike.neuron);
        const std::uint64_t last = rows.index.end_of(spike.neuron);
        for (std::uint64_t i = first; i != last; ++i) {
            arrivals.add(route, arrival, rows.targets[i], strength(rows, i, factor));
        }
        n_events += last - first;
    }

    /// Only the part of the row (it is sorted by delay) that arrives in the interval.
    template <typename Delay>
    void spread_delays(const SpikeHistory::Entry& spike,
                       Real factor,
                       const std::vector<Delay>& delays) {
        const Step zero = spike.step + rows.min_delay - interval.first;  // arrival of offset 0
        const Step lowest = std::max<Step>(0, -zero);
        const Step end =
            std::min<Step>(rows.max_delay - rows.min_delay + 1, interval.n_steps - zero);
        if (end <= lowest) return;
        const auto row =
            delays.begin() + static_cast<std::ptrdiff_t>(rows.index.begin_of(spike.neuron));
        const auto row_end =
            delays.begin() + static_cast<std::ptrdiff_t>(rows.index.end_of(spike.neuron));
        const auto first =
            std::lower_bound(row, row_end, lowest, [](Delay d, Step s) { return Step{d} < s; });
        const auto last =
            std::lower_bound(first, row_end, end, [](Delay d, Step s) { return Step{d} < s; });
        const auto from = static_cast<std::uint64_t>(first - delays.begin());
        const auto to = static_cast<std::uint64_t>(last - delays.begin());
        for (std::uint64_t i = from; i != to; ++i) {
            arrivals.add(route, static_cast<int>(zero + Step{delays[i]}), rows.targets[i],
                         strength(rows, i, factor));
        }
        n_events += to - from;
    }
};

}  // namespace

template <typename Real>
std::uint64_t deliver(const network::Rows& rows,
                      const SpikeHistory& history,
                      std::span<const double> factors,
                      std::uint32_t route,
                      const Interval& interval,
                      Arrivals<Real>& arrivals) {
    const auto [first, last] =
        history.between(interval.first - rows.max_delay, interval.end() - 1 - rows.min_delay);
    Delivery<Real> delivery{rows, interval, route, arrivals};
    for (std::size_t i = first; i != last; ++i) {
        const auto& spike = history.entries()[i];
        const Real factor = factors.empty() ? Real(1) : static_cast<Real>(factors[i]);
        if (!rows.narrow_delays.empty()) {
            delivery.spread_delays(spike, factor, rows.narrow_delays);
        } else if (!rows.wide_delays.empty()) {
            delivery.spread_delays(spike, factor, rows.wide_delays);
        } else if (rows.min_delay == rows.max_delay) {
            delivery.constant_delay(spike, factor);
        }
    }
    return delivery.n_events;
}

template std::uint64_t deliver(const network::Rows&,
                               const SpikeHistory&,
                               std::span<const double>,
                               std::uint32_t,
                               const Interval&,
                               Arrivals<double>&);
template std::uint64_t deliver(const network::Rows&,
                               const SpikeHistory&,
                               std::span<const double>,
                               std::uint32_t,
                               const Interval&,
                               Arrivals<float>&);

}  // namespace bgsim::engine
