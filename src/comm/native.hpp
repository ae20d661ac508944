/// The MPI handle of a communicator, for the one module (io) whose library asks for it.
#pragma once

#include <mpi.h>

#include "comm/communicator.hpp"

namespace bgsim::comm {

struct NativeAccess {
    /// MPI_COMM_SELF for a serial communicator (MPI must be initialised).
    static MPI_Comm handle(const Communicator& communicator);
    static bool is_serial(const Communicator& communicator);
};

}  // namespace bgsim::comm
