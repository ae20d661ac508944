/// What a distributed Communicator shares between its copies. Private to comm.
#pragma once

#include <mpi.h>

#include <cstdint>
#include <vector>

#include "comm/communicator.hpp"

namespace bgsim::comm {

/// Owns an MPI communicator, and the small arrays that each exchange needs again.
struct Communicator::Native {
    /// Counts and displacements of a message to (or from) each rank, as MPI wants them.
    struct Lengths {
        std::vector<int> counts, displacements;  ///< [n_ranks]

        explicit Lengths(int n_ranks)
            : counts(static_cast<std::size_t>(n_ranks)),
              displacements(static_cast<std::size_t>(n_ranks)) {}

        /// Set `counts`; return their sum. @throws SystemError if it exceeds an int.
        std::size_t assign(const std::vector<std::size_t>& items_per_rank);
    };

    explicit Native(MPI_Comm owned);
    ~Native();
    Native(const Native&) = delete;
    Native& operator=(const Native&) = delete;

    MPI_Comm handle;
    int rank = 0;
    int size = 1;
    // Scratch: collectives are called from the main thread only.
    mutable Lengths to, from;
    mutable std::vector<std::uint32_t> headers_out, headers_in;  ///< [n_ranks * 2]
};

}  // namespace bgsim::comm
