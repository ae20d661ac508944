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
    std::size_t stride;  // from one step to the next

    /// @param input  of the port, first step of the interval
    /// @return number of events
    std::uint64_t add(const SpikeHistory::Entry& spike, Real factor, Real* input) const {
        if (!rows.narrow_delays.empty()) {
            return spread_delays(spike, factor, input, rows.narrow_delays);
        }
        if (!rows.wide_delays.empty()) {
            return spread_delays(spike, factor, input, rows.wide_delays);
        }
        return rows.min_delay == rows.max_delay ? constant_delay(spike, factor, input) : 0;
    }

private:
    std::uint64_t constant_delay(const SpikeHistory::Entry& spike, Real factor, Real* input) const {
        const Step arrival = spike.step + rows.min_delay - interval.first;
        const std::uint64_t first = rows.index.begin_of(spike.neuron);
        const std::uint64_t last = rows.index.end_of(spike.neuron);
        Real* at = input + static_cast<std::size_t>(arrival) * stride;
        for (std::uint64_t i = first; i != last; ++i) {
            at[rows.targets[i]] += strength(rows, i, factor);
        }
        return last - first;
    }

    /// Only the part of the row (it is sorted by delay) that arrives in the interval.
    template <typename Delay>
    std::uint64_t spread_delays(const SpikeHistory::Entry& spike,
                                Real factor,
                                Real* input,
                                const std::vector<Delay>& delays) const {
        const Step zero = spike.step + rows.min_delay - interval.first;  // arrival of offset 0
        const Step lowest = std::max<Step>(0, -zero);
        const Step end =
            std::min<Step>(rows.max_delay - rows.min_delay + 1, interval.n_steps - zero);
        if (end <= lowest) return 0;
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
        // `zero` may lie before the interval; the sum with any delay of the segment does not.
        const std::ptrdiff_t offset =
            static_cast<std::ptrdiff_t>(zero) * static_cast<std::ptrdiff_t>(stride);
        for (std::uint64_t i = from; i != to; ++i) {
            const auto at =
                offset + static_cast<std::ptrdiff_t>(delays[i] * stride + rows.targets[i]);
            input[at] += strength(rows, i, factor);
        }
        return to - from;
    }
};

}  // namespace

template <typename Real>
std::uint64_t deliver(const network::Rows& rows,
                      const SpikeHistory& history,
                      std::span<const double> factors,
                      std::span<const Destination> to,
                      const Interval& interval,
                      PopulationStore<Real>& cells) {
    const auto [first, last] =
        history.between(interval.first - rows.max_delay, interval.end() - 1 - rows.min_delay);
    const Delivery<Real> delivery{rows, interval, cells.input_step_stride()};
    std::uint64_t n_events = 0;
    for (std::size_t i = first; i != last; ++i) {
        const auto& spike = history.entries()[i];
        const double factor = factors.empty() ? 1.0 : factors[i];
        std::uint64_t n = 0;
        for (const Destination& at : to) {
            n = delivery.add(spike, static_cast<Real>(factor * at.share), cells.input(at.port, 0));
        }
        n_events += n;
    }
    return n_events;
}

template std::uint64_t deliver(const network::Rows&,
                               const SpikeHistory&,
                               std::span<const double>,
                               std::span<const Destination>,
                               const Interval&,
                               PopulationStore<double>&);
template std::uint64_t deliver(const network::Rows&,
                               const SpikeHistory&,
                               std::span<const double>,
                               std::span<const Destination>,
                               const Interval&,
                               PopulationStore<float>&);

}  // namespace bgsim::engine
