/// A Slurm job that runs one configuration.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/site.hpp"

namespace bgsim::cli {

struct JobRequest {
    std::string name;
    int nodes = 1;
    int ranks_per_node = 1;
    int threads = 1;
    double time_s = 0.0;
    std::optional<double> memory_bytes;  ///< of one node; none: what the cluster gives
    std::string array;                   ///< tasks, each with its number as seed; empty: one job
    std::vector<std::string> arguments;  ///< of `bgsim run`
    std::string program;
    std::vector<std::string> remarks;  ///< comments under the head
};

/// Head, surroundings and the steps of jobs/slurm_steps.sh: a script for sbatch.
std::string job_script(const JobRequest& job, const config::Site& site);

/// Wall time before the limit at which Slurm tells a job to stop [s].
double warning_s(double time_s);

}  // namespace bgsim::cli
