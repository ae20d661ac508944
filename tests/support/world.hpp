/// All ranks of a test under MPI.
#pragma once

#include "comm/communicator.hpp"

namespace bgsim::test {

inline const comm::Communicator& world() {
    static const auto communicator = comm::Communicator::world();
    return communicator;
}

}  // namespace bgsim::test
