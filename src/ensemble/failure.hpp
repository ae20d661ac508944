/// Members that could not be run to their end.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "bgsim/error.hpp"
#include "comm/communicator.hpp"

namespace bgsim::ensemble {

struct Failure {
    std::size_t member = 0;
    ExitCode code = ExitCode::internal;
    std::string why;
};

/// Those of all ranks, on rank 0; each member once, in order. Collective.
std::vector<Failure> gather(const std::vector<Failure>& own, const comm::Communicator& ranks);

}  // namespace bgsim::ensemble
