/// Ending a program of many ranks after an error.
#pragma once

#include <string>

#include "bgsim/error.hpp"
#include "comm/communicator.hpp"

namespace bgsim::cli {

struct Failure {
    ExitCode code = ExitCode::internal;
    std::string message;
};

/// Print `failure` on stderr and return the exit code.
///
/// If all ranks come here, each different message is printed once, by rank 0, and all return the
/// same code. A rank that waits for the others in vain prints its own and aborts the program.
/// `ranks` is used by nothing else.
ExitCode end_together(const comm::Communicator& ranks, const Failure& failure);

}  // namespace bgsim::cli
