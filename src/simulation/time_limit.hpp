/// The wall time at which a run must have stopped, with time to save itself.
#pragma once

#include <optional>

#include "core/phase.hpp"

namespace bgsim::simulation {

class TimeLimit {
public:
    TimeLimit() = default;  ///< none

    /// @param limit_s  wall time from now on [s]; none: no limit
    explicit TimeLimit(std::optional<double> limit_s,
                       core::Clock::time_point now = core::Clock::now());

    /// Whether it is time to stop, if saving takes about `saving_s` [s].
    bool is_reached(double saving_s, core::Clock::time_point now = core::Clock::now()) const;

    /// What is left for the end of the program beside saving: a minute, or a fifth of a short
    /// limit.
    double margin_s() const { return margin_s_; }

private:
    std::optional<core::Clock::time_point> end_;
    double margin_s_ = 0.0;
};

}  // namespace bgsim::simulation
