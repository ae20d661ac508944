#!/bin/bash
# bgsim on this machine with several MPI ranks, each with an equal share of the cores as threads:
#
#   jobs/local.sh RANKS CONFIGURATION.yaml [options of `bgsim run`]
#
# The spikes do not depend on the number of ranks or threads. BGSIM: another program than the one in
# build/release. OMP_NUM_THREADS: another number of threads per rank. To stop early: SIGUSR2, which
# mpirun hands on (exit code 75); after SIGTERM Open MPI's mpirun returns 1.
set -euo pipefail
jobs=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
# shellcheck source=jobs/mpi_environment.sh
. "$jobs/mpi_environment.sh"

if [[ $# -lt 2 || ! $1 =~ ^[1-9][0-9]*$ ]]; then
    echo "usage: jobs/local.sh RANKS CONFIGURATION.yaml [options of bgsim run]" >&2
    exit 64
fi
ranks=$1
shift
cores=$(nproc)
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-$((cores > ranks ? cores / ranks : 1))}
exec mpirun -np "$ranks" "${BGSIM:-$jobs/../build/release/src/bgsim}" run "$@"
