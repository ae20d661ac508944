#!/bin/bash
#SBATCH --job-name=bgsim-ensemble
#SBATCH --nodes=1
#SBATCH --ntasks-per-node=8
#SBATCH --cpus-per-task=1
#SBATCH --time=04:00:00
#SBATCH --signal=B:USR2@300
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=bgsim-ensemble-%j.log
# Many seeds and values in one Slurm job, whose ranks share them, submitted from the folder of the
# project:
#
#   sbatch --nodes=4 jobs/slurm_ensemble.sh CONFIGURATION.yaml --seeds 1-100 [options of `bgsim ensemble`]
#
# Several jobs may work on one ensemble: sbatch --array=1-10 jobs/slurm_ensemble.sh ... shares it
# between ten. A job that meets its time limit returns to the queue and goes on from the checkpoints.
# BGSIM: another program than the one in build/release. BGSIM_MAX_RESTARTS: how often (default 100).
set -euo pipefail
cd "$SLURM_SUBMIT_DIR"
# shellcheck source=jobs/slurm_steps.sh
. jobs/slurm_steps.sh

code=0
on_all_ranks ensemble "$@" || code=$?
requeue_if_stopped "$code"
exit "$code"
