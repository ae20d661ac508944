#!/bin/bash
#SBATCH --job-name=bgsim
#SBATCH --nodes=1
#SBATCH --ntasks-per-node=2
#SBATCH --cpus-per-task=4
#SBATCH --time=01:00:00
#SBATCH --signal=B:USR2@300
#SBATCH --requeue
#SBATCH --open-mode=append
#SBATCH --output=bgsim-%j.log
# One simulation as one Slurm job, submitted from the folder of the project:
#
#   sbatch jobs/slurm.sh CONFIGURATION.yaml [options of `bgsim run`]
#
# Options of sbatch before the script replace those above: sbatch --nodes=4 jobs/slurm.sh ...
# Five minutes before its time limit the job writes a checkpoint and ends with exit code 75; the same
# command again goes on from there. So does Slurm itself after a node failed (--requeue).
# BGSIM: another program than the one in build/release.
set -euo pipefail

# Slurm runs a copy of this script, so its own place says nothing about the project's.
cd "$SLURM_SUBMIT_DIR"
# shellcheck source=jobs/slurm_steps.sh
. jobs/slurm_steps.sh

run_bgsim "$@"
