# shellcheck shell=bash
# Steps of the Slurm scripts; to be sourced in a job, in the folder of the project.

export OMP_NUM_THREADS=${SLURM_CPUS_PER_TASK:-1}

# run_bgsim OPTIONS...: `bgsim run OPTIONS` on all ranks of the job; returns its exit code.
run_bgsim() {
    on_all_ranks run "$@"
}

# on_all_ranks COMMAND OPTIONS...: the same for any command of bgsim.
#
# mpirun takes nodes and ranks from the job. It would bind each rank to one core; Slurm has given the
# job its cores already. BGSIM_MPIRUN: another launcher with its options.
# Signals to this shell (--signal=B:...) go on to mpirun, and from there to all ranks: SIGUSR2 stops
# the run with a checkpoint (exit code 75), SIGUSR1 writes one and goes on. SIGTERM (scancel, the time
# limit) reaches the ranks without us; `cancelled` tells of it.
# --overwrite is for the job's first start: back from the queue it must not lose what it has done.
on_all_ranks() {
    local mpirun code interrupted started=$SECONDS option
    local -a launcher options=()
    for option in "$@"; do
        [[ $option == --overwrite && ${SLURM_RESTART_COUNT:-0} -gt 0 ]] || options+=("$option")
    done
    read -r -a launcher <<<"${BGSIM_MPIRUN:-mpirun --bind-to none}"
    cancelled=no
    "${launcher[@]}" "${BGSIM:-build/release/src/bgsim}" ${options[@]+"${options[@]}"} &
    mpirun=$!
    trap 'pass_on USR1' USR1
    trap 'pass_on USR2' USR2
    trap 'interrupted=yes cancelled=yes' TERM
    while
        interrupted=no code=0
        wait "$mpirun" || code=$?
        [[ $interrupted == yes ]]  # a signal ended the waiting, not mpirun
    do :; done
    trap - USR1 USR2 TERM
    return "$code"
}

# pass_on SIGNAL: of on_all_ranks. In its first seconds mpirun does not listen yet, and would die.
pass_on() {
    interrupted=yes
    while ((SECONDS - started < 5)); do sleep 1; done
    kill "-$1" "$mpirun" 2>/dev/null || true
}

# requeue_if_stopped CODE: put this job, or this task of an array, back into the queue if bgsim
# stopped early with a checkpoint. Not after scancel. Fails if Slurm will not have it.
requeue_if_stopped() {
    # The bare id of an array's task may stand for the whole array.
    local job=${SLURM_ARRAY_JOB_ID:+${SLURM_ARRAY_JOB_ID}_$SLURM_ARRAY_TASK_ID}
    [[ $1 -eq 75 && $cancelled == no ]] || return 0
    if [[ ${SLURM_RESTART_COUNT:-0} -ge ${BGSIM_MAX_RESTARTS:-100} ]]; then
        echo "restarted $SLURM_RESTART_COUNT times; not again (BGSIM_MAX_RESTARTS sets how often)" >&2
        return 0
    fi
    echo "back into the queue, to go on from the checkpoint" >&2
    scontrol requeue "${job:-$SLURM_JOB_ID}"
}
