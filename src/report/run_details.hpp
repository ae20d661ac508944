/// Tables of a report, as HTML.
#pragma once

#include <string>

#include "report/groups.hpp"

namespace bgsim::report {

/// Firing beside published firing; means over the runs of the group, with their spread.
std::string rate_table(const Group& group);

/// Layout, program, host, speed and the time of each phase, of each run.
std::string run_table(const Group& group);

/// Regularity, bursts, synchrony, rhythms and coherence of the first run, as `bgsim analyze` shows
/// them.
std::string measures(const Group& group);

/// The whole configuration of the first run.
std::string configuration(const Group& group);

}  // namespace bgsim::report
