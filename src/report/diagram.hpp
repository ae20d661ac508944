/// A network as a picture.
#pragma once

#include <string>

#include "bgsim/config/specification.hpp"
#include "report/groups.hpp"

namespace bgsim::report {

/// Populations as discs whose size grows with their number of cells, projections as arrows as broad
/// as they have synapses: an inline SVG with the colours of the page.
std::string network_diagram(const config::Specification& network, const Scene& scene);

}  // namespace bgsim::report
