/// The Slurm job that this process belongs to, if any, and what Slurm says about jobs.
#pragma once

#include <functional>
#include <optional>
#include <string>

namespace bgsim::core {

/// Looks up an environment variable.
using Variables = std::function<std::optional<std::string>(const char*)>;

Variables environment_variables();

/// Runs a program with arguments that need no quoting; its output, or nothing if it failed.
using CommandOutput = std::function<std::optional<std::string>(const std::string& command)>;

CommandOutput output_of_commands();

/// A job by its number ("123", or "120_7" for a task of an array) and how often it was requeued.
struct SlurmJob {
    std::string id;
    int restarts = 0;
    friend bool operator==(const SlurmJob&, const SlurmJob&) = default;
};

/// The job around this process; nothing outside of Slurm.
std::optional<SlurmJob> current_slurm_job(const Variables& variables);

/// Wall time left of `job` [s]; nothing if it has no limit or Slurm does not tell.
std::optional<double> remaining_s(const SlurmJob& job,
                                  const Variables& variables,
                                  const CommandOutput& output);

/// Whether Slurm still has `job` waiting or running; nothing if it does not tell.
std::optional<bool> is_active(const SlurmJob& job, const CommandOutput& output);

/// "4:59", "2:59:59" or "2-02:59:59" in seconds; nothing for "UNLIMITED" and what else is no time.
std::optional<double> slurm_time_s(const std::string& text);

}  // namespace bgsim::core
