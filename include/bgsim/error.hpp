/// Errors that bgsim reports, and the exit codes of the program.
#pragma once

#include <stdexcept>
#include <string>

namespace bgsim {

/// What the program returns to the shell (BSD sysexits, so that job scripts can decide).
enum class ExitCode : int {
    done = 0,
    different = 1,        ///< two results that were compared are not the same
    usage = 64,           ///< wrong command line
    missing_input = 66,   ///< a file that should be read does not exist
    internal = 70,        ///< a fault of bgsim
    cannot_create = 73,   ///< an output file cannot be created, or exists already
    cannot_write = 74,    ///< disk full or write error during the run
    stopped_early = 75,   ///< stopped before the end; run the same command again
    numerical_stop = 76,  ///< a value that is not a number, or a runaway rate
    configuration = 78,   ///< the configuration is wrong; nothing was simulated
};

/// An error that ends the program with a given exit code. The text is complete as it stands.
class Error : public std::runtime_error {
public:
    Error(ExitCode code, const std::string& message) : std::runtime_error(message), code_(code) {}
    ExitCode code() const { return code_; }

private:
    ExitCode code_;
};

/// The user can correct it: a configuration, a parameter file, the command line.
class InputError : public Error {
public:
    explicit InputError(const std::string& message, ExitCode code = ExitCode::configuration)
        : Error(code, message) {}
};

/// MPI, HDF5 or the operating system refused.
class SystemError : public Error {
public:
    explicit SystemError(const std::string& message, ExitCode code = ExitCode::cannot_write)
        : Error(code, message) {}
};

/// The simulation itself went wrong: a value that is not a number, or a runaway rate.
class NumericalError : public Error {
public:
    explicit NumericalError(const std::string& message)
        : Error(ExitCode::numerical_stop, message) {}
};

/// A fault of bgsim: something that was promised inside the program does not hold.
class InternalError : public Error {
public:
    explicit InternalError(const std::string& message) : Error(ExitCode::internal, message) {}
};

[[noreturn]] void expectation_failed(const char* condition, const char* file, int line);

}  // namespace bgsim

/// State what must hold if bgsim is right. Not for the user's input.
#define BGSIM_EXPECT(condition) \
    ((condition) ? void(0) : ::bgsim::expectation_failed(#condition, __FILE__, __LINE__))
