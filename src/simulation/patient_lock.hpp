/// A lock for what takes moments.
#pragma once

#include <filesystem>
#include <memory>

#include "simulation/lock_file.hpp"

namespace bgsim::simulation {

/// Take the lock; if another has it, wait for up to `patience_s`. Local.
/// @throws LockedError (73) after that; SystemError (73) if it cannot be created
std::unique_ptr<LockFile> patient_lock(const std::filesystem::path& file,
                                       double patience_s = 120.0);

}  // namespace bgsim::simulation
