/// What a cluster wants to know of a job, and what a job must know of the cluster.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace bgsim::config {

struct Site {
    std::string partition;  ///< empty: the cluster's default; so of account and qos
    std::string account;
    std::string qos;
    std::optional<int> node_cores;
    std::optional<double> node_memory_bytes;
    std::optional<double> longest_time_s;  ///< that a job may ask for
    std::vector<std::string> modules;      ///< loaded in this order
    std::vector<std::string> prepare;      ///< lines of shell before the run
    std::vector<std::string> sbatch;       ///< further options, each begun with "--"
    std::string mpirun;                    ///< what stands before the program; empty: the default
    std::string program;                   ///< empty: the program that writes the script
};

/// Read a site file.
/// @throws InputError with all of its mistakes (78), or if it cannot be read (66)
Site load_site(const std::filesystem::path& file);

}  // namespace bgsim::config
