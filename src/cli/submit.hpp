/// Handing a script to Slurm.
#pragma once

#include <string>

namespace bgsim::cli {

/// Run `sbatch` with `script` on its stdin; what it says goes to stdout and stderr.
///
/// It gets the environment that this program was started with: MPI adds variables of its own,
/// which would reach the job and confuse its mpirun.
/// @throws SystemError if there is no sbatch (66), or if it refuses the job (73)
void submit(const std::string& script);

}  // namespace bgsim::cli
