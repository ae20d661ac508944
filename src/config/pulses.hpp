/// Trains of rectangular pulses.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/context.hpp"
#include "config/waveform.hpp"

namespace bgsim::config {

/// {frequency: 20 Hz, width: 5 ms, amplitude: 100 pA, from: 1 s, to: 2 s, jitter: 0.2 ms}; currents
/// may also be `biphasic`.
/// @param base     value between the pulses
/// @param further  keys that the caller reads
std::optional<Waveform> read_pulses(const Node& node,
                                    const std::string& path,
                                    const WaveformStyle& style,
                                    double base,
                                    const std::vector<std::string>& further,
                                    Context& context);

}  // namespace bgsim::config
