#include "engine/spike_history.hpp"

#include <algorithm>

namespace bgsim::engine {

std::size_t SpikeHistory::forget(Step now) {
    const auto first_kept = std::ranges::lower_bound(
        entries_, now, {}, [&](const Entry& e) { return e.step + longest_delay_; });
    const auto n = static_cast<std::size_t>(first_kept - entries_.begin());
    entries_.erase(entries_.begin(), first_kept);
    n_forgotten_ += n;
    return n;
}

std::pair<std::size_t, std::size_t> SpikeHistory::between(Step from, Step to) const {
    const auto first = std::ranges::lower_bound(entries_, from, {}, &Entry::step);
    const auto last = std::ranges::upper_bound(entries_, to, {}, &Entry::step);
    const auto begin = entries_.begin();
    return {static_cast<std::size_t>(first - begin),
            static_cast<std::size_t>(std::max(first, last) - begin)};
}

}  // namespace bgsim::engine
