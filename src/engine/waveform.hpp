/// Rates and currents as functions of time.
#pragma once

#include "bgsim/config/specification.hpp"

namespace bgsim::engine {

/// Value of `waveform` during step `step`, taken at the middle of the step [Hz or pA].
double value_during(const config::Waveform& waveform, Step step, double dt);

}  // namespace bgsim::engine
