/// Receptor ports of populations.
#pragma once

#include <optional>
#include <string>

#include "config/context.hpp"
#include "config/values.hpp"

namespace bgsim::config {

/// What a weight into `port` must be.
Wanted wanted_weight(const Port& port);

/// Read a port; dopamine is applied. @param path  for messages, for example
/// "populations.STN.ports.AMPA"
std::optional<Port> read_port(const Node& node,
                              const std::string& name,
                              const std::string& path,
                              Context& context);

/// Put the ports in the map `node` into `population`, replacing those of the same name.
void read_ports(const Node* node,
                PopulationId population,
                const std::string& path,
                Context& context);

/// The port of `population` with the kinetics that stand in `node` in place of a name; one is added
/// if there is none yet.
std::optional<std::uint32_t> port_like(const Node& node,
                                       PopulationId population,
                                       const std::string& path,
                                       Context& context);

}  // namespace bgsim::config
