/// One run at a time writes one result.
#pragma once

#include <filesystem>
#include <string>

#include "bgsim/error.hpp"
#include "core/slurm_job.hpp"

namespace bgsim::simulation {

/// Another run holds the lock; the text says which.
class LockedError : public SystemError {
public:
    explicit LockedError(const std::string& message)
        : SystemError(message, ExitCode::cannot_create) {}
};

/// A file beside the result that says who writes it; held while this object lives, then removed.
///
/// The system forgets the lock on it with the process, however that ends. The text tells the rest:
/// on file systems whose locks do not reach other hosts, the host and the Slurm job decide whether
/// the one who wrote it may still be there.
class LockFile {
public:
    /// Take it; local.
    /// @throws LockedError (73) if another run has it; SystemError (73) if it cannot be created
    LockFile(std::filesystem::path file,
             const core::Variables& variables,
             const core::CommandOutput& output);
    ~LockFile();
    LockFile(const LockFile&) = delete;
    LockFile& operator=(const LockFile&) = delete;

private:
    std::filesystem::path file_;
    int descriptor_ = -1;
};

}  // namespace bgsim::simulation
