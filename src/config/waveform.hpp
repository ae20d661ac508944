/// Rates and currents that change with time.
#pragma once

#include <optional>
#include <string>

#include "config/context.hpp"
#include "config/section.hpp"

namespace bgsim::config {

/// How the waveform of an input is written.
struct WaveformStyle {
    std::string value_key;  ///< "rate" or "value"
    std::string unit;       ///< "Hz" or "pA"
    bool may_be_negative;
};

/// The keys of the map that holds a waveform.
std::vector<std::string> waveform_keys(const WaveformStyle& style);

std::optional<Waveform> read_waveform(const Section& section,
                                      const WaveformStyle& style,
                                      Context& context);

/// An amplitude in the unit of the waveform, or as a fraction of its `mean`.
std::optional<double> read_amplitude(const Node& node,
                                     const WaveformStyle& style,
                                     model::Constraint constraint,
                                     double mean,
                                     Diagnostics& diagnostics);

/// Record that a waveform ends, at `end`, before it begins.
void report_empty_window(const Node& end, const std::string& from, Diagnostics& diagnostics);

}  // namespace bgsim::config
