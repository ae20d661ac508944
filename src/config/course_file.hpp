/// Rates and currents that stand in a file of comma-separated values.
#pragma once

#include <optional>
#include <string>

#include "config/context.hpp"
#include "config/section.hpp"
#include "config/waveform.hpp"

namespace bgsim::config {

/// Read `file`, `column` and `interpolate` of `section`: a waveform of steps, or of straight lines.
/// Its points take the place of `replaced` in the map at `path` of the resolved configuration.
std::optional<Waveform> read_course(const Section& section,
                                    const WaveformStyle& style,
                                    const std::string& path,
                                    const std::vector<std::string>& replaced,
                                    Context& context);

}  // namespace bgsim::config
