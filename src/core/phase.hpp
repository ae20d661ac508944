/// The phases of a run and the time spent in each.
#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <string_view>

namespace bgsim::core {

enum class Phase { build, deliver, drive, integrate, emit, exchange, record, write, checkpoint };

inline constexpr std::array<std::string_view, 9> phase_names = {
    "build", "deliver", "drive", "integrate", "emit", "exchange", "record", "write", "checkpoint"};

/// Seconds per phase, of one thread or one rank.
struct PhaseTimes {
    std::array<double, phase_names.size()> seconds{};

    double& operator[](Phase phase) { return seconds[static_cast<std::size_t>(phase)]; }
    double operator[](Phase phase) const { return seconds[static_cast<std::size_t>(phase)]; }
    PhaseTimes& operator+=(const PhaseTimes& other) {
        for (std::size_t i = 0; i != seconds.size(); ++i) seconds[i] += other.seconds[i];
        return *this;
    }
};

using Clock = std::chrono::steady_clock;

inline double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Gives the time since the last call to one phase after the other.
class Stopwatch {
public:
    /// Forget the time since the last call.
    void skip() { last_ = Clock::now(); }

    void lap(PhaseTimes& times, Phase phase) {
        const auto now = Clock::now();
        times[phase] += std::chrono::duration<double>(now - last_).count();
        last_ = now;
    }

private:
    Clock::time_point last_ = Clock::now();
};

}  // namespace bgsim::core
