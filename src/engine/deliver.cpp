#include "engine/deliver.hpp"

#include <algorithm>
#include <limits>

namespace bgsim::engine {
namespace {

constexpr std::uint32_t unknown_place = std::numeric_limits<std::uint32_t>::max();

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
    /// @param reached  of the row, before and afterwards
    template <typename Delay>
    void spread_delays(const SpikeHistory::Entry& spike,
                       Real factor,
                       const std::vector<Delay>& delays,
                       std::uint32_t& reached) {
        const Step zero = spike.step + rows.min_delay - interval.first;  // arrival of offset 0
        const std::uint64_t begin = rows.index.begin_of(spike.neuron);
        const std::uint64_t row_end = rows.index.end_of(spike.neuron);
        if (reached == unknown_place) {
            const auto row = delays.begin() + static_cast<std::ptrdiff_t>(begin);
            const auto first =
                std::lower_bound(row, row + static_cast<std::ptrdiff_t>(row_end - begin), -zero,
                                 [](Delay d, Step s) { return Step{d} < s; });
            reached = static_cast<std::uint32_t>(first - row);
        }
        const std::uint64_t from = begin + reached;
        std::uint64_t i = from;
        for (; i != row_end && zero + Step{delays[i]} < interval.n_steps; ++i) {
            arrivals.add(route, static_cast<int>(zero + Step{delays[i]}), rows.targets[i],
                         strength(rows, i, factor));
        }
        reached = static_cast<std::uint32_t>(i - begin);
        n_events += i - from;
    }

    /// Ask for the part of a row that is delivered some spikes later.
    void fetch(const SpikeHistory::Entry& spike, std::uint32_t reached) const {
        const std::uint64_t i = rows.index.begin_of(spike.neuron) + reached;
        __builtin_prefetch(rows.targets.data() + i);
        if (!rows.weights.empty()) __builtin_prefetch(rows.weights.data() + i);
        if (!rows.narrow_delays.empty()) __builtin_prefetch(rows.narrow_delays.data() + i);
        if (!rows.wide_delays.empty()) __builtin_prefetch(rows.wide_delays.data() + i);
    }

    void one(const SpikeHistory::Entry& spike, Real factor, std::uint32_t& reached) {
        if (!rows.narrow_delays.empty()) {
            spread_delays(spike, factor, rows.narrow_delays, reached);
        } else if (!rows.wide_delays.empty()) {
            spread_delays(spike, factor, rows.wide_delays, reached);
        } else if (rows.min_delay == rows.max_delay) {
            constant_delay(spike, factor);
        }
    }
};

}  // namespace

std::span<std::uint32_t> StoredDelivery::reached(const SpikeHistory& history, std::size_t n) {
    const std::uint64_t gone =
        std::min<std::uint64_t>(history.n_forgotten() - first_, reached_.size());
    reached_.erase(reached_.begin(), reached_.begin() + static_cast<std::ptrdiff_t>(gone));
    first_ = history.n_forgotten();
    if (reached_.size() < n) reached_.resize(n, unknown_place);
    return std::span(reached_).first(n);
}

template <typename Real>
std::uint64_t StoredDelivery::deliver(const network::Rows& rows,
                                      const SpikeHistory& history,
                                      std::span<const double> factors,
                                      std::uint32_t route,
                                      const Interval& interval,
                                      Arrivals<Real>& arrivals) {
    // Rows lie all over memory, and their parts are short: a spike asks for those of the next ones.
    constexpr std::size_t ahead = 4;
    const auto [first, last] =
        history.between(interval.first - rows.max_delay, interval.end() - 1 - rows.min_delay);
    const auto spikes = history.entries().first(last);
    const auto done = reached(history, last);
    Delivery<Real> delivery{rows, interval, route, arrivals};
    for (std::size_t i = first; i != last; ++i) {
        if (i + 2 * ahead < last) rows.index.fetch(spikes[i + 2 * ahead].neuron);
        if (i + ahead < last) {
            const std::uint32_t there = done[i + ahead];
            delivery.fetch(spikes[i + ahead], there == unknown_place ? 0 : there);
        }
        delivery.one(spikes[i], factors.empty() ? Real(1) : static_cast<Real>(factors[i]), done[i]);
    }
    return delivery.n_events;
}

template std::uint64_t StoredDelivery::deliver(const network::Rows&,
                                               const SpikeHistory&,
                                               std::span<const double>,
                                               std::uint32_t,
                                               const Interval&,
                                               Arrivals<double>&);
template std::uint64_t StoredDelivery::deliver(const network::Rows&,
                                               const SpikeHistory&,
                                               std::span<const double>,
                                               std::uint32_t,
                                               const Interval&,
                                               Arrivals<float>&);

}  // namespace bgsim::engine
