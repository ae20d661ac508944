/// Signals that ask a run to stop.
#pragma once

#include <string>

namespace bgsim::simulation {

/// Catches SIGTERM, SIGINT and SIGUSR2 while it lives: the first is remembered, a second of the
/// same kind ends the program at once. One object at a time.
class StopSignals {
public:
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    static bool caught();
    /// "SIGTERM" and so on; empty if none was caught on this rank.
    static std::string name();
};

}  // namespace bgsim::simulation
