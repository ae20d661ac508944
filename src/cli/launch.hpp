/// How the program was started: ranks, threads and cores.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "comm/communicator.hpp"
#include "core/slurm_job.hpp"

namespace bgsim::cli {

using core::environment_variables;
using core::Variables;

/// Why a program that MPI says has one rank was surely meant to have more, and what to do; empty
/// if all is well. Otherwise each of its copies would run the whole simulation.
std::string launch_problem(int n_ranks, const Variables& variables);

/// The cores that a rank may use, and with how many ranks of its host it shares them.
struct Cores {
    int usable = 1;
    int sharing_ranks = 1;  ///< with itself
};

/// Threads of a rank: OMP_NUM_THREADS, else SLURM_CPUS_PER_TASK, else its share of the cores.
int default_threads(const Cores& cores, const Variables& variables);

/// A warning if ranks and threads are more than their cores, else empty.
std::string oversubscription_warning(const Cores& cores, int threads);

struct Placement {
    int threads = 1;                    ///< per rank, the same on all
    std::vector<std::string> hosts;     ///< on rank 0: one line per host, "node7: 2 rank(s)"
    std::vector<std::string> warnings;  ///< on rank 0, each once
};

/// Decide on threads (`wanted` if given). Collective.
Placement place(const comm::Communicator& ranks, std::optional<int> wanted);

}  // namespace bgsim::cli
