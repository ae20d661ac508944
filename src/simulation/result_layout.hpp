/// What the result file of a run holds.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "engine/engine.hpp"
#include "io/result_writer.hpp"

namespace bgsim::simulation {

/// @param start  step from which on the file holds the run
io::ResultLayout result_layout(const config::Specification& specification,
                               const engine::Engine& engine,
                               Step start,
                               std::vector<std::pair<std::string, std::string>> provenance);

}  // namespace bgsim::simulation
