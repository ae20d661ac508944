/// Signals that ask a run to stop.
#pragma once

#include <string>

namespace bgsim::simulation {

/// Catches SIGUSR1, SIGTERM, SIGINT and SIGUSR2 while it lives; of the last three the first is
/// remembered, a second of the same kind ends the program at once. Objects may live within each
/// other: what was caught is forgotten with the outermost.
class StopSignals {
public:
    StopSignals();
    ~StopSignals();
    StopSignals(const StopSignals&) = delete;
    StopSignals& operator=(const StopSignals&) = delete;

    static bool caught();
    /// Whether SIGUSR1 came since the last call: tell where you stand, save, go on.
    static bool take_wish();
    /// "SIGTERM" and so on; empty if none was caught on this rank.
    static std::string name();
};

}  // namespace bgsim::simulation
