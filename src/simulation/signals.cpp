#include "simulation/signals.hpp"

#include <array>
#include <csignal>

namespace bgsim::simulation {
namespace {

// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): all a handler can reach
volatile std::sig_atomic_t caught_signal = 0;

// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables)
volatile std::sig_atomic_t caught_wish = 0;

// NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): as long as the handlers
int n_objects = 0;

constexpr std::array stop_signals = {SIGTERM, SIGINT, SIGUSR2};

extern "C" void remember(int signal) {
    caught_signal = signal;
    std::signal(signal, SIG_DFL);  // the second one acts at once
}

extern "C" void remember_wish(int /*signal*/) { caught_wish = 1; }

}  // namespace

StopSignals::StopSignals() {
    if (n_objects++ != 0) return;
    caught_signal = 0;
    caught_wish = 0;
    for (const int s : stop_signals) std::signal(s, remember);
    std::signal(SIGUSR1, remember_wish);
}

StopSignals::~StopSignals() {
    if (--n_objects != 0) return;
    for (const int s : stop_signals) std::signal(s, SIG_DFL);
    std::signal(SIGUSR1, SIG_DFL);
}

bool StopSignals::take_wish() {
    const bool wished = caught_wish != 0;
    caught_wish = 0;
    return wished;
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
