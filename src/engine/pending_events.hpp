/// Synaptic events that were generated with those of their row, and arrive after the interval.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "bgsim/ids.hpp"

namespace bgsim::engine {

/// A list for each step of the future, as far as delays reach. Events of a step keep the order in
/// which they were added.
template <typename Real>
class PendingEvents {
public:
    struct Event {
        std::uint32_t place;
        Real weight;
    };

    PendingEvents() = default;
    /// @param n_steps  after an interval, in which its spikes may still arrive
    explicit PendingEvents(Step n_steps) : lists_(static_cast<std::size_t>(n_steps)) {}

    void add(Step arrival, std::uint32_t place, Real weight) {
        lists_[at(arrival)].push_back({place, weight});
    }

    /// Call `use(event)` for all that arrive at `step`, and forget them.
    template <typename Use>
    void take(Step step, const Use& use) {
        if (lists_.empty()) return;
        auto& list = lists_[at(step)];
        for (const Event& event : list) use(event);
        list.clear();
    }

    std::uint64_t bytes() const {
        std::uint64_t n = lists_.size() * sizeof(std::vector<Event>);
        for (const auto& list : lists_) n += list.capacity() * sizeof(Event);
        return n;
    }

private:
    std::size_t at(Step step) const { return static_cast<std::size_t>(step) % lists_.size(); }

    std::vector<std::vector<Event>> lists_;  // [step modulo their number]
};

}  // namespace bgsim::engine
