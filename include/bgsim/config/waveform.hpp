/// Rates and currents as functions of time. Units as in bgsim/config/specification.hpp.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <utility>
#include <vector>

#include "bgsim/ids.hpp"

namespace bgsim::config {

/// Rectangular pulses: one begins every `period`.
struct PulseTrain {
    double period = 0.0;                                     ///< [ms]
    double width = 0.0;                                      ///< [ms] of one pulse
    double first = 0.0;                                      ///< [ms] when the first begins
    double until = std::numeric_limits<double>::infinity();  ///< [ms] none begins then or later
    double jitter = 0.0;     ///< [ms] standard deviation of when each begins
    bool biphasic = false;   ///< each is followed at once by one of opposite sign
    double length() const {  ///< [ms] of what begins at once
        return biphasic ? 2.0 * width : width;
    }
};

/// How a rate follows the activity of a population: a closed loop. At time t it is
///
///     r = factor clamp(f(x), low, high)   x = spikes in (t - delay - window, t - delay]
///                                             / (cells window)
struct Loop {
    /// linear   offset + gain x
    /// sigmoid  maximum / (1 + exp((midpoint - x) / slope))
    /// table    straight lines between `points` (x ascending, f), level outside
    enum class Function : std::uint8_t { linear, sigmoid, table };

    PopulationId population = 0;  ///< that is followed
    Step window = 1;
    Step delay = 1;      ///< at least `Specification::interval_steps`
    double start = 0.0;  ///< [Hz] the activity before the first step
    Function function = Function::linear;
    double gain = 0.0;
    double offset = 0.0;                              ///< [Hz]
    double maximum = 0.0;                             ///< [Hz]
    double midpoint = 0.0;                            ///< [Hz]
    double slope = 1.0;                               ///< [Hz] negative: falls with x
    std::vector<std::pair<double, double>> points{};  ///< [Hz]
    double low = 0.0;                                 ///< [Hz]
    double high = std::numeric_limits<double>::infinity();
    double factor = 1.0;  ///< (dopamine)
};

/// A rate or a current as a function of time.
struct Waveform {
    /// `noise` (currents only) is an Ornstein-Uhlenbeck process.
    enum class Kind : std::uint8_t { constant, square, sinusoid, steps, ramp, pulses, noise, loop };
    Kind kind = Kind::constant;
    double mean = 0.0;       ///< [Hz] or [pA]; of `steps`: the value before the first entry
    double amplitude = 0.0;  ///< same unit; square: mean - amplitude in the first half period, then
                             ///< mean + amplitude; pulses: added during one; noise: its standard
                             ///< deviation
    double frequency =
        0.0;  ///< [Hz] square, sinusoid: mean + amplitude * sin(2 pi (frequency * t + phase))
    double phase = 0.0;                            ///< [periods]
    std::vector<std::pair<Step, double>> steps{};  ///< steps: from this step on, this value;
                                                   ///< ascending. ramp: straight between these, two
                                                   ///< at the same step are a jump
    double dopamine = 0.0;  ///< beta; where dopamine has a course, all else is without dopamine
    PulseTrain pulses = {};
    double tau = 0.0;        ///< [ms] noise: correlation time
    bool is_shared = false;  ///< noise: one course for all cells, else one for each
    Step from = 0;           ///< 0 before this step
    Step until = std::numeric_limits<Step>::max();  ///< and from this step on
    std::optional<Loop> loop{};                     ///< loop: rates only
};

}  // namespace bgsim::config
