#include "analysis/first_difference.hpp"

#include <algorithm>
#include <utility>

namespace bgsim::analysis {
namespace {

constexpr std::uint64_t spikes_compared_at_once = 1U << 16U;

/// The spikes of a population up to a time, one after the other.
class SpikeStream {
public:
    SpikeStream(const io::ResultReader& reader,
                std::string population,
                double from_ms,
                double until_ms)
        : reader_(reader),
          population_(std::move(population)),
          read_(reader.first_spike_after(population_, from_ms + 0.5 * reader.dt_ms())),
          end_(reader.first_spike_after(population_, until_ms + 0.5 * reader.dt_ms())) {}

    /// Time and cell of the next one; nothing at the end.
    std::optional<std::pair<double, std::uint64_t>> next() {
        if (position_ == piece_.node_ids.size()) {
            if (read_ >= end_) return std::nullopt;
            piece_ =
                reader_.spikes(population_, read_, std::min(spikes_compared_at_once, end_ - read_));
            read_ += piece_.node_ids.size();
            position_ = 0;
        }
        const std::size_t i = position_++;
        return std::pair{piece_.timestamps_ms[i], piece_.node_ids[i]};
    }

private:
    const io::ResultReader& reader_;
    std::string population_;
    std::uint64_t read_;
    std::uint64_t end_;
    std::size_t position_ = 0;
    io::SpikeTrainSlice piece_;
};

std::optional<LoneSpike> first_difference_of(const std::string& population,
                                             const io::ResultReader& first,
                                             const io::ResultReader& second,
                                             double from_ms,
                                             double until_ms) {
    SpikeStream a(first, population, from_ms, until_ms);
    SpikeStream b(second, population, from_ms, until_ms);
    for (;;) {
        const auto spike_a = a.next();
        const auto spike_b = b.next();
        if (!spike_a && !spike_b) return std::nullopt;
        if (spike_a == spike_b) continue;
        // Both are sorted, so the earlier one is missing in the other.
        const bool is_in_first = spike_a && (!spike_b || *spike_a < *spike_b);
        const auto& lone = is_in_first ? *spike_a : *spike_b;
        return LoneSpike{lone.first, population, lone.second, is_in_first};
    }
}

}  // namespace

std::vector<std::string> common_populations(const io::ResultReader& first,
                                            const io::ResultReader& second) {
    std::vector<std::string> names;
    for (const auto& population : first.populations()) {
        const auto& others = second.populations();
        const auto other = std::ranges::find(others, population.name, &io::PopulationSummary::name);
        if (population.has_spikes && other != others.end() && other->has_spikes) {
            names.push_back(population.name);
        }
    }
    return names;
}

std::optional<LoneSpike> first_difference(const io::ResultReader& first,
                                          const io::ResultReader& second,
                                          double from_ms,
                                          double until_ms) {
    std::optional<LoneSpike> earliest;
    for (const auto& population : common_populations(first, second)) {
        const auto found = first_difference_of(population, first, second, from_ms,
                                               earliest ? earliest->time_ms : until_ms);
        if (found && (!earliest || found->time_ms < earliest->time_ms)) earliest = found;
    }
    return earliest;
}

}  // namespace bgsim::analysis
