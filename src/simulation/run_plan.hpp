/// What a run would take on a given number of ranks and threads, without building anything.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "engine/activity.hpp"
#include "simulation/disk_use.hpp"
#include "simulation/rank_memory.hpp"
#include "simulation/wall_time.hpp"

namespace bgsim::simulation {

/// One of the machines that a job gets.
struct Node {
    int cores = 1;
    std::optional<double> memory_bytes{};
    /// What is free of it now, if only that is known. @see with_connectivity
    std::optional<double> free_bytes{};
};

struct PlanRequest {
    Layout layout;
    Node node;
    double otherwise_hz = 10.0;  ///< rate of cells without a published one
};

/// Spikes on their way between ranks.
struct Messages {
    double rounds_per_s = 0.0;          ///< exchanges in a second of model time
    double bytes_per_round = 0.0;       ///< that all ranks send together, with headers
    double most_bytes_per_round = 0.0;  ///< that one rank sends
};

struct RunPlan {
    PlanRequest request;
    std::vector<std::string> procedural{};  ///< projections, generated to spare memory or as told
    int ranks_per_node = 1;
    int nodes = 1;
    double synapses = 0.0;
    std::uint64_t neurons = 0;
    double model_s = 0.0;
    double interval_ms = 0.0;
    std::vector<engine::AssumedRate> rates;  ///< [population]
    RankMemory mean_memory;                  ///< over ranks
    RankMemory most_memory;                  ///< each part of the rank that has most of it
    double largest_rank = 0.0;               ///< [bytes] of the rank that takes most
    double fullest_node = 0.0;               ///< [bytes] of its ranks together
    DiskUse disk;
    Messages messages;
    WallTime time;
    std::vector<std::string> warnings;

    double real_time_factor() const { return model_s > 0.0 ? time.loop_s / model_s : 0.0; }
};

/// Ranks that share a node: as many as have a core for each of their threads.
int ranks_that_fit(const Node& node, int threads);

/// The same, but no more than there are.
int ranks_on_a_node(const PlanRequest& request);

/// The specification with what is procedural decided as a run in such a place would.
config::Specification as_planned(const config::Specification& specification,
                                 const PlanRequest& request);

RunPlan plan_run(const config::Specification& undecided, const PlanRequest& request);

/// Predicted times are within this factor of those of a processor like the one measured.
constexpr double time_uncertainty = 2.0;

}  // namespace bgsim::simulation
