#!/bin/bash
#SBATCH --job-name=bgsim-seeds
#SBATCH --array=1-10
#SBATCH --nodes=1
#SBATCH --ntasks-per-node=1
#SBATCH --cpus-per-task=4
#SBATCH --time=01:00:00
#SBATCH --signal=B:USR2@300
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=bgsim-%A_%a.log
# The same configuration with many seeds, each a task of its own in a Slurm job array, submitted from
# the folder of the project:
#
#   sbatch --array=1-100 jobs/slurm_array.sh CONFIGURATION.yaml [options of `bgsim run`]
#
# The seed is the task's number; --array=1-100%8 runs eight at a time. A task that meets its time
# limit returns to the queue and goes on from its checkpoint. The same command again runs only what
# is not complete.
# BGSIM: another program than the one in build/release. BGSIM_MAX_RESTARTS: how often (default 100).
set -euo pipefail
cd "$SLURM_SUBMIT_DIR"
# shellcheck source=jobs/slurm_steps.sh
. jobs/slurm_steps.sh

code=0
run_bgsim "$@" --seed "$SLURM_ARRAY_TASK_ID" || code=$?
requeue_if_stopped "$code"
exit "$code"
