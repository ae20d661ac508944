/// Running the members of an ensemble with all ranks of the program.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "comm/communicator.hpp"
#include "ensemble/ensemble.hpp"
#include "ensemble/failure.hpp"

namespace CLI {  // NOLINT(readability-identifier-naming): the library's
class App;
}

namespace bgsim::cli {

struct WorkOptions {
    std::optional<int> ranks_per_member{};  ///< none: all
    std::optional<int> threads{};           ///< of a rank; none: its share of the cores
    std::string checkpoint_every = "15min";
    std::optional<std::string> max_walltime{};
    std::string isa = "auto";
    bool retry_failed = false;
};

/// --ranks-per-member, --threads, --checkpoint-every, --max-walltime, --isa, --retry-failed.
/// `options` must outlive the parser.
void add_work_options(CLI::App& command, WorkOptions& options);

/// @throws InputError (64) if the ranks cannot be cut into groups, or are none of one program
void check_work(const std::string& command,
                const WorkOptions& options,
                const comm::Communicator& world);

/// What all members have in common.
struct WorkOrigin {
    std::filesystem::path configuration;  ///< as given
    std::string command_line;
    WorkOptions options;
};

/// What the groups of this program have done.
struct Work {
    bool is_stopped = false;
    std::vector<ensemble::Failure> failures;  ///< on rank 0
};

/// Run what is not done yet. Collective.
Work work_on(const ensemble::Ensemble& members,
             const WorkOrigin& origin,
             const comm::Communicator& world);

}  // namespace bgsim::cli
