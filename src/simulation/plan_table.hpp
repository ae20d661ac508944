/// A plan for people and for scripts.
#pragma once

#include <string>

#include "simulation/node_choice.hpp"
#include "simulation/run_plan.hpp"

namespace bgsim::simulation {

std::string plan_text(const config::Specification& specification, const RunPlan& plan);

/// The options for a given kind of node, and which to take.
std::string nodes_text(const NodeChoice& choice);

/// With `nodes` if a choice is given. Ends with a newline.
std::string plan_json(const config::Specification& specification,
                      const RunPlan& plan,
                      const NodeChoice* choice);

}  // namespace bgsim::simulation
