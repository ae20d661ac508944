/// Rates and currents as functions of time.
#pragma once

#include <string>

#include "bgsim/config/specification.hpp"
#include "bgsim/random.hpp"

namespace bgsim::engine {

/// What moves the pulses of the input or population `name`.
StreamKey jitter_key(const config::Specification& specification, const std::string& name);

/// Value of `waveform` during step `step`, taken at the middle of the step [Hz or pA]; of pulses
/// the mean over the step, of noise its mean.
double value_during(const config::Waveform& waveform, Step step, double dt, StreamKey jitter = {});

}  // namespace bgsim::engine
