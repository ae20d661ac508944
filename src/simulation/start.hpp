/// Where a run begins: at zero, at its own checkpoint, or at the end of another one's warm-up.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "simulation/run_files.hpp"

namespace bgsim::simulation {

struct Start {
    enum class Kind : char { fresh = 'f', resumed = 'r', branched = 'b', complete = 'c' };

    Kind kind = Kind::fresh;
    std::filesystem::path checkpoint = {};  ///< of `resumed` and `branched`
    bool replaces_result = false;           ///< `fresh` or `branched`: an existing one goes
    std::string note = {};                  ///< what the user should know, maybe several lines
};

/// What the user wants.
struct StartRequest {
    bool overwrite = false;
    bool resume = true;  ///< from the latest checkpoint if there is one
    std::optional<std::filesystem::path> resume_from = {};
    std::optional<std::filesystem::path> branch_from = {};
};

/// Decide; local, nothing is changed on disk.
///
/// A checkpoint is taken up if the configuration is the one that wrote it, apart from what does not
/// touch the spikes so far: time.duration, limits, partition, description and targets. A result
/// without any checkpoint, which a killed run has left, is begun anew if it is this
/// configuration's.
/// @throws SystemError (73) if a result or checkpoint of something else is in the way, or a
///         checkpoint is damaged; InputError (66) if a named checkpoint is missing or damaged
Start choose_start(const config::Specification& specification,
                   const RunFiles& files,
                   const StartRequest& request);

/// In what the configuration `now` differs from `then` so that a checkpoint of the one is not one
/// of the other; a line each.
std::vector<std::string> deciding_differences(const std::string& then, const std::string& now);

/// As text, to hand the decision of one rank to all, and back.
std::string pack(const Start& start);
Start unpack_start(const std::string& text);

}  // namespace bgsim::simulation
