# shellcheck shell=bash
# Steps of building, shared by jobs/quickstart, tests/run and .ci/run; to be sourced by a bash
# script with `set -euo pipefail`. Sets `root`, the folder of the project, and goes there.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root" || exit
# shellcheck source=jobs/mpi_environment.sh
. jobs/mpi_environment.sh

# step TITLE COMMAND...: run quietly, say how long it took; if it fails, show the end of what it
# said and return its exit code. All it said is in build/logs/.
step() {
    local title=$1 log start=$SECONDS code=0
    shift
    mkdir -p build/logs
    log=build/logs/$(tr -cs '[:alnum:]\n' '-' <<<"$title").log
    printf '%s ... ' "$title"
    "$@" >"$log" 2>&1 </dev/null || code=$?
    if [[ $code -ne 0 ]]; then
        printf 'failed (exit code %d, %d s)\n' "$code" "$((SECONDS - start))"
        # Warnings fill the end of a parallel build's log; the first errors are what helps.
        grep -E -m 20 '(^|[ :])([Ff]atal )?[Ee]rror[ :]|FAILED' "$log" >&2 || true
        printf '... the end of %s:\n' "$log" >&2
        tail -n 40 "$log" >&2
        return "$code"
    fi
    printf '%d s\n' "$((SECONDS - start))"
}

# As many compilations at once as there are cores, and about 1.5 GB of free memory for each.
build_jobs() {
    local cores by_memory
    cores=$(nproc)
    by_memory=$(awk '/^MemAvailable:/ {print int($2 / 1500000)}' /proc/meminfo 2>/dev/null) || true
    [[ -n $by_memory && $by_memory -lt $cores ]] && cores=$((by_memory > 0 ? by_memory : 1))
    echo "$cores"
}

# configure PRESET [CMAKE OPTIONS...]: into build/PRESET.
configure() {
    local preset=$1 cache=build/$1/CMakeCache.txt
    shift
    # A build folder that came along when the project was moved or copied is of no use to CMake.
    if [[ -f $cache ]] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache"; then
        set -- --fresh "$@"
    fi
    cmake --preset "$preset" "$@"
}

# build PRESET [TARGETS...]
build() {
    local preset=$1
    shift
    cmake --build "build/$preset" --parallel "$(build_jobs)" ${1:+--target "$@"}
}
