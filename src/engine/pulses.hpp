/// Rectangular pulses as a function of time.
#pragma once

#include "bgsim/config/specification.hpp"
#include "bgsim/random.hpp"

namespace bgsim::engine {

/// The part of step `step` that pulses cover, those of opposite sign counted negatively: a pulse
/// keeps its charge, however short it is.
/// @param jitter  the stream that moves each pulse; a pulse stays in its own period
double pulses_during(const config::PulseTrain& pulses, Step step, double dt, StreamKey jitter);

}  // namespace bgsim::engine
