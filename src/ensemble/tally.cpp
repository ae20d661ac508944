#include "ensemble/tally.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/readable.hpp"
#include "simulation/finished_run.hpp"

namespace bgsim::ensemble {

Tally::Tally(const Ensemble& ensemble)
    : ensemble_(ensemble), known_(ensemble.members.size(), false) {
    for (std::size_t i = 0; i != known_.size(); ++i) n_at_start_ += is_done(i) ? 1 : 0;
}

bool Tally::is_done(std::size_t member) {
    if (!known_[member]) {
        const Member& m = ensemble_.members[member];
        known_[member] =
            std::filesystem::exists(m.files.checkpoint) &&
            simulation::finished_run(ensemble_.specification_of(m), m.files).has_value();
    }
    return known_[member];
}

std::string Tally::text() {
    std::size_t n_done = 0;
    for (std::size_t i = 0; i != known_.size(); ++i) n_done += is_done(i) ? 1 : 0;
    std::string text = fmt::format("{}/{} done", n_done, known_.size());
    if (n_done <= n_at_start_ || n_done == known_.size()) return text;
    const double per_member =
        core::seconds_since(start_) / static_cast<double>(n_done - n_at_start_);
    const double left_s = per_member * static_cast<double>(known_.size() - n_done);
    return fmt::format("{}, ETA {}", text, core::hours_minutes_seconds(left_s));
}

}  // namespace bgsim::ensemble
