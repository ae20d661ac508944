#!/bin/bash
#SBATCH --job-name=bgsim-scaling
#SBATCH --nodes=2
#SBATCH --ntasks-per-node=2
#SBATCH --cpus-per-task=4
#SBATCH --exclusive
#SBATCH --time=01:00:00
#SBATCH --output=bgsim-scaling-%j.log
# How does the time of a simulation depend on the number of cores? On this machine, or as a Slurm job
# submitted from the folder of the project (sbatch --nodes=8 jobs/scaling.sh ...):
#
#   jobs/scaling.sh strong CONFIGURATION.yaml [options]      the same network on more and more cores
#   jobs/scaling.sh weak CONFIGURATION.yaml [options]        a network that grows with the cores
#
#   --layouts 1x1,2x1,2x4   ranks x threads of each measurement; without it 1, 2, 4, ... ranks, each with
#                           as many threads as the job has CPUs per task (on one machine: OMP_NUM_THREADS
#                           or 1), up to all ranks of the job or all cores of the machine
#   --scale X               of the network; in a weak study of the largest one (default 1)
#   --repeat N              measure each layout N times and keep the fastest (default 1)
#   --name NAME             of what is written (default: the configuration's file)
#
# Other options are those of `bgsim run`. Writes a table and a figure, results/scaling/NAME-strong.csv
# and .png. In a strong study the spikes must be the same for all layouts; if not, the exit code is 70.
# BGSIM: another program than the one in build/release. BGSIM_MPIRUN: another launcher, which takes -np.
set -euo pipefail

fail() {
    echo "scaling.sh: $1" >&2
    exit "${2:-64}"
}

usage() {
    fail 'usage: jobs/scaling.sh strong|weak CONFIGURATION.yaml [--layouts 1x1,2x1] [--scale X]
                  [--repeat N] [--name NAME] [options of bgsim run]'
}

# Slurm runs a copy of a submitted script: the project is where it was submitted.
jobs=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[[ -e $jobs/mpi_environment.sh || -z ${SLURM_SUBMIT_DIR:-} ]] || jobs=$SLURM_SUBMIT_DIR/jobs
read -r -a launcher <<<"${BGSIM_MPIRUN:-mpirun --bind-to none}"
if [[ -z ${SLURM_JOB_ID:-} ]]; then
    # shellcheck source=jobs/mpi_environment.sh
    . "$jobs/mpi_environment.sh"
fi

[[ $# -ge 2 && $1 =~ ^(strong|weak)$ ]] || usage
study=$1
configuration=$2
[[ $configuration != -* ]] || usage
shift 2
layouts=() scale=1 repeat=1 name=$(basename "$configuration" .yaml) options=()
while [[ $# -gt 0 ]]; do
    case $1 in
        --layouts | --scale | --repeat | --name) [[ $# -ge 2 ]] || fail "$1 needs a value" ;;&
        --layouts) IFS=, read -r -a layouts <<<"$2" && shift 2 ;;
        --scale) scale=$2 && shift 2 ;;
        --repeat) repeat=$2 && shift 2 ;;
        --name) name=$2 && shift 2 ;;
        *) options+=("$1") && shift ;;
    esac
done
[[ $repeat =~ ^[1-9][0-9]*$ ]] || fail "--repeat needs a number above 0, not $repeat"

default_layouts() {
    local threads=${SLURM_CPUS_PER_TASK:-${OMP_NUM_THREADS:-1}} most ranks
    most=${SLURM_NTASKS:-$(($(nproc) / threads))}
    for ((ranks = 1; ranks < most; ranks *= 2)); do layouts+=("${ranks}x$threads"); done
    layouts+=("$((most > 0 ? most : 1))x$threads")
}
[[ ${#layouts[@]} -gt 0 ]] || default_layouts
most_cores=0
for layout in "${layouts[@]}"; do
    [[ $layout =~ ^[1-9][0-9]*x[1-9][0-9]*$ ]] || fail "a layout is RANKSxTHREADS, not $layout"
    cores=$((${layout%x*} * ${layout#*x}))
    most_cores=$((cores > most_cores ? cores : most_cores))
done

folder=results/scaling/$name-$study
table=$folder.csv
mkdir -p "$folder"

# value KEY SUMMARY: of the first level of a run's summary.
value() {
    sed -n "s/^  \"$1\": \"\\{0,1\\}\\([^\",]*\\)\"\\{0,1\\},\\{0,1\\}\$/\\1/p" "$2"
}

# measure LAYOUT SCALE: one run; leaves its summary in the folder.
measure() {
    local run=$folder/$1
    "${launcher[@]}" -np "${1%x*}" "${BGSIM:-$jobs/../build/release/src/bgsim}" run "$configuration" \
        --threads "${1#*x}" --scale "$2" ${options[@]+"${options[@]}"} \
        --resume never --checkpoint-every never --output "$run.h5" --overwrite --quiet </dev/null ||
        fail "layout $1 failed; its log is $run.log" "$?"
    rm -f "$run.h5"
}

# best LAYOUT SCALE: the summary of the fastest of the repeated runs.
best() {
    local run=$folder/$1 i
    for ((i = 1; i <= repeat; i++)); do
        measure "$@"
        [[ $i -eq 1 ]] || awk -v new="$(value loop_s "$run.json")" \
            -v old="$(value loop_s "$run.best")" 'BEGIN {exit !(new < old)}' || continue
        cp "$run.json" "$run.best"
    done
    mv "$run.best" "$run.json"
}

# row LAYOUT SCALE: of the table, with the efficiency compared to the first layout.
row() {
    local summary=$folder/$1.json cores=$((${1%x*} * ${1#*x})) factor efficiency
    factor=$(value real_time_factor "$summary")
    efficiency=$(awk -v t="$factor" -v t0="$(value real_time_factor "$folder/$first.json")" \
        -v c="$cores" -v c0="$((${first%x*} * ${first#*x}))" -v study="$study" \
        'BEGIN {printf "%.3f", t0 / t * (study == "strong" ? c0 / c : 1)}')
    printf '%s,%s,%s,%s,%s,%s,%s,%s,%s,%s,%s\n' "${1%x*}" "${1#*x}" "$cores" "$2" \
        "$(value neurons "$summary")" "$(value synapses "$summary")" "$(value build_s "$summary")" \
        "$factor" "$efficiency" "$(value peak_memory_bytes "$summary")" \
        "$(value spike_digest "$summary")"
}

heading=ranks,threads,cores,scale,neurons,synapses,build_s,real_time_factor,efficiency
echo "$heading,peak_memory_bytes,spike_digest" | tee "$table"
first=${layouts[0]}
for layout in "${layouts[@]}"; do
    part=$scale
    [[ $study == strong ]] || part=$(awk -v scale="$scale" -v most="$most_cores" \
        -v cores="$((${layout%x*} * ${layout#*x}))" 'BEGIN {printf "%.9g", scale * cores / most}')
    best "$layout" "$part"
    row "$layout" "$part" | tee -a "$table"
    [[ $study == weak || $(value spike_digest "$folder/$layout.json") == \
        "$(value spike_digest "$folder/$first.json")" ]] ||
        fail "layout $layout gave other spikes than $first: please report this" 70
done

if command -v gnuplot >/dev/null; then
    gnuplot -c "$jobs/scaling.gp" "$study" "$table" "$folder.png"
    echo "the table is $table, the figure $folder.png"
else
    echo "the table is $table; no gnuplot here, so draw it elsewhere:"
    echo "  gnuplot -c jobs/scaling.gp $study $table $folder.png"
fi
