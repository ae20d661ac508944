/// The files that a run keeps beside its result.
#pragma once

#include <filesystem>

namespace bgsim::simulation {

struct RunFiles {
    std::filesystem::path result;               ///< NAME.h5
    std::filesystem::path log;                  ///< NAME.log
    std::filesystem::path summary;              ///< NAME.json
    std::filesystem::path checkpoint;           ///< NAME.checkpoint.h5, the latest
    std::filesystem::path previous_checkpoint;  ///< NAME.checkpoint-previous.h5
    std::filesystem::path lock;                 ///< NAME.lock
};

/// What belongs to the result `NAME.h5`.
RunFiles run_files(const std::filesystem::path& result);

/// Whether there is such a file. What cannot be looked at is found out when it is used.
bool is_there(const std::filesystem::path& file);

}  // namespace bgsim::simulation
