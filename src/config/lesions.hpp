/// Section `lesions`: populations and projections that are taken out of a network.
#pragma once

#include <string>
#include <vector>

#include "config/diagnostics.hpp"
#include "config/tree.hpp"

namespace bgsim::config {

/// Take what `root` names under `lesions` out of it: projections and inputs by their names,
/// populations with all that comes from them, goes to them or records them. The section itself goes
/// too. Names of nothing are recorded.
/// @return what the user should know
std::vector<std::string> apply_lesions(Node& root, Diagnostics& diagnostics);

}  // namespace bgsim::config
