#include "simulation/signals.hpp"

#include <array>
#include <csignal>

namespace bgsim::simulation {
namespace {

// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): all a handler can reach
volatile std::sig_atomic_t caught_signal = 0;

constexpr std::array stop_signals = {SIGTERM, SIGINT, SIGUSR2};

extern "C" void remember(int signal) {
    caught_signal = signal;
    std::signal(signal, SIG_DFL);  // the second one acts at once
}

}  // namespace

StopSignals::StopSignals() {
    caught_signal = 0;
    for (const int s : stop_signals) std::signal(s, remember);
}

StopSignals::~StopSignals() {
    for (const int s : stop_signals) std::signal(s, SIG_DFL);
}

bool StopSignals::caught() { return caught_signal != 0; }

std::string StopSignals::name() {
    switch (caught_signal) {
        case SIGTERM:
            return "SIGTERM";
        case SIGINT:
            return "SIGINT";
        case SIGUSR2:
            return "SIGUSR2";
        default:
            return "";
    }
}

}  // namespace bgsim::simulation
