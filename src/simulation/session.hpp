/// What all ranks must agree on before a run touches a file.
#pragma once

#include <memory>
#include <optional>

#include "comm/communicator.hpp"
#include "simulation/lock_file.hpp"
#include "simulation/start.hpp"

namespace bgsim::simulation {

/// The right to write one result, held while this lives, and where its run begins.
struct Session {
    RunFiles files;
    std::unique_ptr<LockFile> lock;  ///< on rank 0
    Start start;
};

/// Collective. @throws Error on all ranks alike, see `LockFile` and `choose_start`
Session open_session(const config::Specification& specification,
                     const RunFiles& files,
                     const StartRequest& request,
                     const comm::Communicator& communicator);

/// The same, but nothing if another run has the lock: not an error to those who share the work.
std::optional<Session> try_open_session(const config::Specification& specification,
                                        const RunFiles& files,
                                        const StartRequest& request,
                                        const comm::Communicator& communicator);

}  // namespace bgsim::simulation
