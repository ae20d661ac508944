/// Rates of Poisson trains: as waveforms, or following a population.
#pragma once

#include <optional>
#include <string>

#include "config/context.hpp"

namespace bgsim::config {

/// The rate of Poisson trains [Hz], with what dopamine makes of it: {rate: 500 Hz, dopamine: 0.5}.
/// One that follows a population is completed by `read_loops`.
std::optional<Waveform> read_poisson_rate(const Node& node,
                                          const std::string& path,
                                          Context& context);

/// The highest value that a waveform can take.
double highest_value(const Waveform& waveform);

/// Record that cells would have to fire more than once in a step.
void check_source_rate(const Waveform& rate,
                       const SourceLocation& location,
                       const std::string& path,
                       Context& context);

}  // namespace bgsim::config
