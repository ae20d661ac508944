/// From options, site and plan to a job.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "bgsim/config/specification.hpp"
#include "cli/configuration.hpp"
#include "cli/job_script.hpp"
#include "config/site.hpp"

namespace bgsim::cli {

struct JobOptions {
    std::optional<int> nodes;
    std::optional<int> ranks_per_node;
    std::optional<int> threads;
    std::optional<std::string> time;  ///< checked by must_be_a_wall_time
    std::string array;
    std::string command_line;
};

struct Job {
    JobRequest request;
    std::vector<std::string> warnings;
};

/// The arguments with which `bgsim run` simulates what `options` say, but for the seed of a task.
std::vector<std::string> run_arguments(const ConfigurationOptions& options);

/// What is not given follows from the site and from the plan for the network.
Job make_job(const config::Specification& specification,
             const JobOptions& options,
             const config::Site& site,
             std::vector<std::string> arguments);

}  // namespace bgsim::cli
