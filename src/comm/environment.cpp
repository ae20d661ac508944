#include <unistd.h>

#include <array>
#include <cstdlib>
#include <exception>

#include "comm/communicator.hpp"
#include "comm/mpi_check.hpp"

namespace bgsim::comm {

namespace {

/// Between MPI_Init and MPI_Finalize.
bool is_running() {
    int initialized = 0;
    int finalized = 0;
    MPI_Initialized(&initialized);
    MPI_Finalized(&finalized);
    return initialized != 0 && finalized == 0;
}

}  // namespace

Environment::Environment(int& argc, char**& argv) {
    int provided = MPI_THREAD_SINGLE;
    check(MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &provided), "MPI_Init_thread");
    check(MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN), "MPI_Comm_set_errhandler");
    check(MPI_Comm_set_errhandler(MPI_COMM_SELF, MPI_ERRORS_RETURN), "MPI_Comm_set_errhandler");
    if (provided < MPI_THREAD_FUNNELED) {
        throw SystemError(
            "MPI: this library allows no threads beside it (MPI_THREAD_FUNNELED); "
            "use one that was built with thread support",
            ExitCode::internal);
    }
}

Environment::~Environment() {
    // Finalizing waits for the other ranks, which may never come if this one is failing.
    if (std::uncaught_exceptions() == 0 && is_running()) MPI_Finalize();
}

std::string Environment::library_version() {
    std::array<char, MPI_MAX_LIBRARY_VERSION_STRING> text{};
    int length = 0;
    check(MPI_Get_library_version(text.data(), &length), "MPI_Get_library_version");
    const std::string version(text.data(), static_cast<std::size_t>(length));
    return version.substr(0, version.find_first_of(",\n"));
}

std::string Environment::host_name() {
    std::array<char, 256> name{};
    if (gethostname(name.data(), name.size() - 1) != 0) return "unknown host";
    return name.data();
}

void Environment::abort(int exit_code) {
    if (is_running()) MPI_Abort(MPI_COMM_WORLD, exit_code);
    std::_Exit(exit_code);
}

}  // namespace bgsim::comm
