/// A group of ranks at work on the members of an ensemble.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "comm/bell.hpp"
#include "comm/communicator.hpp"
#include "ensemble/ensemble.hpp"
#include "ensemble/failure.hpp"
#include "simulation/session.hpp"
#include "simulation/time_limit.hpp"

namespace bgsim::ensemble {

/// Members that have failed before, and when; those may be tried again.
using Retries = std::map<std::size_t, long long>;

/// What failed until now. Collective; rank 0 looks.
Retries failures_until_now(const Ensemble& ensemble, const comm::Communicator& ranks);

/// Runs one member to its end; collective in the group. @return its exit code
using RunMember =
    std::function<int(const Member&, const config::Specification&, const simulation::Session&)>;

struct GroupWork {
    const Ensemble& ensemble;
    const comm::Communicator& group;
    comm::Bell& bell;                  ///< rung by a rank that caught a signal
    simulation::TimeLimit time_limit;  ///< of the program
    Retries retries;
    RunMember run;
    std::function<void(const std::string&)> tell;  ///< a line for the user; on the group's rank 0
};

struct WorkOutcome {
    bool is_stopped = false;        ///< by a signal or the wall time
    std::vector<Failure> failures;  ///< of this group
};

/// Go through the members in order, take each that nobody else has and that is not at its end, and
/// run it; until nothing is left to take, or it is time to stop, or the disk is full. Collective in
/// the group; groups and programs need not know of each other, the lock of each member decides.
WorkOutcome work_through(const GroupWork& work);

}  // namespace bgsim::ensemble
