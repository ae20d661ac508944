#include "simulation/time_limit.hpp"

#include <algorithm>
#include <chrono>

namespace bgsim::simulation {
namespace {

constexpr double longest_margin_s = 60.0;
constexpr double share_of_limit = 0.2;
constexpr double saving_may_take = 3.0;  // times as long as the last one

core::Clock::duration seconds(double s) {
    return std::chrono::duration_cast<core::Clock::duration>(std::chrono::duration<double>(s));
}

}  // namespace

TimeLimit::TimeLimit(std::optional<double> limit_s, core::Clock::time_point now) {
    if (!limit_s) return;
    // A clock that counts nanoseconds ends after centuries.
    constexpr double longest_s = 1e9;
    end_ = now + seconds(std::clamp(*limit_s, 0.0, longest_s));
    margin_s_ = std::min(longest_margin_s, share_of_limit * std::max(*limit_s, 0.0));
}

bool TimeLimit::is_reached(double saving_s, core::Clock::time_point now) const {
    return end_ && now + seconds(margin_s_ + saving_may_take * saving_s) >= *end_;
}

}  // namespace bgsim::simulation
