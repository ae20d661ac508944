#include "engine/deliver.hpp"

#include <algorithm>
#include <span>
#include <vector>

namespace bgsim::engine {
namespace {

/// Blocks whose lists fit the second-level cache of most processors.
constexpr std::size_t group_of_blocks = 8192;

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

    /// All spikes onto some neighbouring blocks, then onto the next, so that the lists of the
    /// blocks stay in the cache; rows are sorted by block. A block gets its events in the order of
    /// the spikes, as by rows.
    void constant_delays(std::span<const SpikeHistory::Entry> spikes,
                         std::span<const double> factors) {
        struct Part {
            std::uint64_t next;
            std::uint64_t end;
            std::uint32_t row;
            Real factor;
        };
        std::vector<Part> parts;
        parts.reserve(spikes.size());
        for (std::size_t i = 0; i != spikes.size(); ++i) {
            const auto arrival = static_cast<int>(spikes[i].step + rows.min_delay - interval.first);
            parts.push_back({rows.index.begin_of(spikes[i].neuron),
                             rows.index.end_of(spikes[i].neuron), arrivals.row_of(route, arrival),
                             factors.empty() ? Real(1) : static_cast<Real>(factors[i])});
            n_events += parts.back().end - parts.back().next;
        }
        const std::uint64_t end = std::uint64_t{arrivals.n_blocks()} * block_size;
        for (std::uint64_t group = 0; group < end; group += group_of_blocks * block_size) {
            const std::uint64_t group_end = group + group_of_blocks * block_size;
            for (Part& p : parts) {
                for (; p.next != p.end && rows.targets[p.next] < group_end; ++p.next) {
                    arrivals.add(p.row, rows.targets[p.next], strength(rows, p.next, p.factor));
                }
            }
        }
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
    const bool is_constant = rows.min_delay == rows.max_delay;
    if (is_constant && arrivals.n_blocks() > 2 * group_of_blocks && last - first > 1) {
        delivery.constant_delays(history.entries().subspan(first, last - first),
                                 factors.empty() ? factors : factors.subspan(first, last - first));
        return delivery.n_events;
    }
    for (std::size_t i = first; i != last; ++i) {
        const auto& spike = history.entries()[i];
        const Real factor = factors.empty() ? Real(1) : static_cast<Real>(factors[i]);
        if (!rows.narrow_delays.empty()) {
            delivery.spread_delays(spike, factor, rows.narrow_delays);
        } else if (!rows.wide_delays.empty()) {
            delivery.spread_delays(spike, factor, rows.wide_delays);
        } else if (is_constant) {
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
