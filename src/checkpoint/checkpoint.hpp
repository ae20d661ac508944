/// Saving an engine with all that its run needs to go on, and restoring it on any layout.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "checkpoint/metadata.hpp"
#include "comm/communicator.hpp"
#include "engine/engine.hpp"

namespace bgsim::checkpoint {

/// What `specification` tells of a run; the rest is for the run to fill in.
Metadata metadata_of(const config::Specification& specification);

/// Write everything to `file`, as a whole or not at all: first under a temporary name, synced,
/// then renamed; what had the name before is kept as `previous`. Collective, between two intervals.
/// @throws SystemError (74) on all ranks alike; older checkpoints stay as they were
void save(const std::filesystem::path& file,
          const std::filesystem::path& previous,
          const Metadata& metadata,
          const config::Specification& specification,
          engine::EngineState state,
          const comm::Communicator& communicator);

/// Local. @throws InputError (66) if the file is missing, damaged, or of another format
Metadata read_metadata(const std::filesystem::path& file);

/// Check that all bytes of `file` are what was written, and read its metadata. Local.
/// @throws InputError (66)
Metadata verify(const std::filesystem::path& file);

/// Put the saved state into the engine of `specification`. Local: each rank reads its own part.
///
/// The network may be another one with the same kinds of cells (a branch): populations and plastic
/// projections are found by name, new ones start from their initial values and from rest.
/// @return what the user should know of that; empty if the networks agree
/// @throws InputError (73) naming the population whose cells do not fit
std::vector<std::string> restore(const std::filesystem::path& file,
                                 const Metadata& metadata,
                                 const config::Specification& specification,
                                 engine::EngineState state);

}  // namespace bgsim::checkpoint
