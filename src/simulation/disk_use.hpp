/// The disk that a run would take.
#pragma once

#include <vector>

#include "bgsim/config/specification.hpp"
#include "engine/activity.hpp"

namespace bgsim::simulation {

struct DiskUse {
    double spikes = 0.0;      ///< [bytes] of the result: 16 a recorded spike
    double states = 0.0;      ///< 4 a sample
    double rates = 0.0;       ///< 8 a bin and population
    double checkpoint = 0.0;  ///< of one; two are kept

    double result() const { return spikes + states + rates; }
    double total() const { return result() + 2.0 * checkpoint; }
};

DiskUse disk_use(const config::Specification& specification,
                 const std::vector<engine::AssumedRate>& rates);

}  // namespace bgsim::simulation
