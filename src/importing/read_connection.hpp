/// The connections in network files of the Brian2 project.
#pragma once

#include <optional>

#include "config/diagnostics.hpp"
#include "config/tree.hpp"
#include "importing/network.hpp"

namespace bgsim::importing {

/// "646*Hz", "646" or "0.6*kHz" [Hz].
std::optional<double> read_rate(const config::Node& node, config::Diagnostics& diagnostics);

/// The section `connections` of the file into `network`, whose groups are known.
void read_connections(const config::Node& tree, Network& network, config::Diagnostics& diagnostics);

}  // namespace bgsim::importing
