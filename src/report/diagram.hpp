/// A network as a picture.
#pragma once

#include <string>

#include "bgsim/config/specification.hpp"
#include "report/groups.hpp"

namespace bgsim::report {

/// Populations as discs whose size grows with their number of cells, projections as arrows as broad
/// as they have synapses: an inline SVG with the colours of the page.
/// @param prefix  of the names within the picture: another one for each picture of a page
std::string network_diagram(const config::Specification& network,
                            const Scene& scene,
                            const std::string& prefix);

}  // namespace bgsim::report
