#!/bin/bash
#SBATCH --job-name=bgsim
#SBATCH --nodes=1
#SBATCH --ntasks-per-node=2
#SBATCH --cpus-per-task=4
#SBATCH --time=01:00:00
#SBATCH --signal=B:USR2@120
#SBATCH --output=bgsim-%j.log
# One simulation as one Slurm job, submitted from the folder of the project:
#
#   sbatch jobs/slurm.sh CONFIGURATION.yaml [options of `bgsim run`]
#
# Options of sbatch before the script replace those above: sbatch --nodes=4 jobs/slurm.sh ...
# BGSIM: another program than the one in build/release.
set -euo pipefail

# Slurm runs a copy of this script, so its own place says nothing about the project's.
cd "$SLURM_SUBMIT_DIR"
export OMP_NUM_THREADS=${SLURM_CPUS_PER_TASK:-1}

# mpirun takes nodes and ranks from the job. It would bind each rank to one core; Slurm has given the
# job its cores already.
mpirun --bind-to none "${BGSIM:-build/release/src/bgsim}" run "$@" &
mpirun=$!

# Two minutes before the time limit Slurm signals this shell (--signal above). mpirun hands SIGUSR2
# on to all ranks, which stop at the end of the interval with their results written: exit code 75.
stopping=no
trap 'stopping=yes; kill -USR2 "$mpirun"' USR2
code=0
wait "$mpirun" || code=$?
if [[ $stopping == yes ]]; then  # the signal ended the first wait, not mpirun
    code=0
    wait "$mpirun" || code=$?
fi
exit "$code"
