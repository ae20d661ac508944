/// The program between its command line and its exit code.
#pragma once

#include "comm/communicator.hpp"

namespace bgsim::cli {

/// Parse the command line, run the command, print what went wrong; return the exit code.
/// MPI is running (`comm::Environment`). All ranks call this with the same arguments.
int run_program(int argc, const char* const* argv);

}  // namespace bgsim::cli
