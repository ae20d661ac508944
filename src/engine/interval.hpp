/// A piece of the run between two exchanges of spikes.
#pragma once

#include "bgsim/ids.hpp"

namespace bgsim::engine {

/// Steps [first, first + n_steps): from time first * dt on.
struct Interval {
    Step first = 0;
    int n_steps = 0;

    Step end() const { return first + n_steps; }
};

}  // namespace bgsim::engine
