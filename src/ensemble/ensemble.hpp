/// The members of an ensemble: seeds times combinations of varied values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "bgsim/config/load.hpp"
#include "comm/communicator.hpp"
#include "ensemble/grid.hpp"
#include "simulation/run_files.hpp"

namespace bgsim::ensemble {

struct Member {
    std::size_t point = 0;
    std::uint64_t seed = 0;
    std::string name;  ///< "dopamine.level=0.4 seed 3"
    simulation::RunFiles files;
};

struct Ensemble {
    std::filesystem::path folder;
    std::vector<Axis> axes;
    std::vector<GridPoint> points;
    std::vector<config::Specification> specifications;  ///< [point]; of any seed
    std::vector<Member> members;                        ///< seed by seed, point by point

    /// As `bgsim run` would load it.
    config::Specification specification_of(const Member& member) const;
};

/// What the command line says.
struct EnsembleRequest {
    std::filesystem::path file;
    config::Overrides overrides;  ///< without a seed
    std::vector<Axis> axes;
    std::vector<std::uint64_t> seeds;
    std::optional<std::filesystem::path> folder;  ///< none: results/<experiment>/ensemble
};

/// Rank 0 loads the configuration with each combination of values; all ranks get the outcome.
/// Collective.
/// @throws InputError on all ranks alike, with the mistakes of all combinations
Ensemble load_ensemble(const EnsembleRequest& request,
                       const model::ModelCatalogue& models,
                       const comm::Communicator& ranks);

}  // namespace bgsim::ensemble
