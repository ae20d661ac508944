/// The part of a protocol that is about a synapse.
#pragma once

#include <optional>

#include "config/diagnostics.hpp"
#include "protocol/plan.hpp"

namespace bgsim::protocol {

/// {port, weight, train: {spikes, rate, recovery}, short_term_plasticity}; what is wrong is
/// recorded.
std::optional<Psp> read_psp(const config::Node& node, config::Diagnostics& diagnostics);

}  // namespace bgsim::protocol
