/// From the configuration of a protocol to a plan.
#pragma once

#include "config/diagnostics.hpp"
#include "config/tree.hpp"
#include "protocol/plan.hpp"

namespace bgsim::protocol {

/// Read `root`: the section `protocol`, and what of other sections applies to single cells. What
/// is wrong is recorded; the plan is complete only if there is nothing.
Plan read_plan(const config::Node& root, config::Diagnostics& diagnostics);

/// The keys of `protocol` that say which one it is; at most one may be given.
const std::vector<std::string>& kind_keys();

}  // namespace bgsim::protocol
