# shellcheck shell=bash
# Processes of a cluster; to be sourced by start_cluster and stop_cluster.

# is_over PID: it does not exist, or is only waiting for its parent to ask about it.
is_over() {
    [[ $(sed 's/.*) //' "/proc/$1/stat" 2>/dev/null) =~ ^(Z|X|$) ]]
}

# daemon_of FILE NAME: the process whose id is in FILE, if it runs and is program NAME.
daemon_of() {
    local pid
    pid=$(cat "$1" 2>/dev/null) || return 0
    [[ -n $pid && $(cat "/proc/$pid/comm" 2>/dev/null) == "$2"* ]] || return 0
    is_over "$pid" || echo "$pid"
}

# on_host_of PID: all processes on its virtual host, which is its mount name space.
on_host_of() {
    local space
    space=$(readlink "/proc/$1/ns/mnt") || return 0
    [[ $space != "$(readlink /proc/self/ns/mnt)" ]] || return 0
    find /proc/[0-9]*/ns/mnt -printf '%l %p\n' 2>/dev/null |
        awk -F'[ /]' -v space="$space" '$1 == space {print $4}' || true
}

# kill_all PID...: and wait until they are over, 5 s at most.
kill_all() {
    local pid _
    kill -KILL "$@" 2>/dev/null || true
    for _ in {1..50}; do
        for pid in "$@"; do
            is_over "$pid" || { sleep 0.1 && continue 2; }
        done
        return 0
    done
    echo "killed, but still there after 5 s: $*" >&2
}
