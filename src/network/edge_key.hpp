/// What identifies an edge within its projection.
#pragma once

#include <cstdint>

namespace bgsim::network {

/// Where the random weight and delay of an edge are drawn: counters of its row and place in it.
struct EdgeKey {
    std::uint32_t row = 0;    ///< target (fixed_indegree) or source
    std::uint32_t chunk = 0;  ///< part of the row
    std::uint32_t place = 0;  ///< position in that part
};

}  // namespace bgsim::network
