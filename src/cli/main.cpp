#include <cstdio>
#include <exception>

#include "bgsim/error.hpp"
#include "cli/program.hpp"

int main(int argc, char** argv) {
    try {
        const bgsim::comm::Environment environment(argc, argv);
        return bgsim::cli::run_program(argc, argv);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "bgsim: %s\n", error.what());
        bgsim::comm::Environment::abort(static_cast<int>(bgsim::ExitCode::internal));
    }
}
