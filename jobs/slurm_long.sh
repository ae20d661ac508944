#!/bin/bash
#SBATCH --job-name=bgsim-long
#SBATCH --nodes=1
#SBATCH --ntasks-per-node=2
#SBATCH --cpus-per-task=4
#SBATCH --time=24:00:00
#SBATCH --signal=B:USR2@300
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=bgsim-%j.log
# One simulation that takes longer than a job may last, submitted once from the folder of the project:
#
#   sbatch jobs/slurm_long.sh CONFIGURATION.yaml [options of `bgsim run`]
#
# Before each time limit it writes a checkpoint, returns to the queue under the same job id, and later
# goes on from there, until all is simulated. scancel ends that.
# BGSIM: another program than the one in build/release. BGSIM_MAX_RESTARTS: how often (default 100).
set -euo pipefail
cd "$SLURM_SUBMIT_DIR"
# shellcheck source=jobs/slurm_steps.sh
. jobs/slurm_steps.sh

code=0
run_bgsim "$@" || code=$?
requeue_if_stopped "$code"
exit "$code"
