#!/usr/bin/env python3
"""A large ensemble that is killed again and again: complete in the end, each member equal to its single run?

ensemble_trial.py BGSIM MPIEXEC SOURCE_FOLDER [MEMBERS [KILLS [RANKS]]]. Needs h5py. It takes minutes, so it is no part of the test suite;
tests/integration/ensemble_test.py is a short form of it. Prints what happened; exit code 0 if all is well.
"""

import pathlib
import random
import re
import signal
import sys
import tempfile
import time

BGSIM, MPIEXEC, SOURCE = sys.argv[1:4]
N_MEMBERS, N_KILLS, N_RANKS = [int(n) for n in sys.argv[4:7]] + [100, 30, 3][len(sys.argv) - 4:]
sys.path.insert(0, str(pathlib.Path(SOURCE) / "tests" / "support"))
from ensembles import Ensembles  # noqa: E402

CONFIG = str(pathlib.Path(SOURCE) / "configs" / "examples" / "every_feature.yaml")
WHAT = [CONFIG, "--set", "time.duration=200ms", "--threads", "1"]
COMMAND = ["ensemble", *WHAT, "--seeds", f"1-{N_MEMBERS}", "--checkpoint-every", "0.2s", "--output",
           "trial"]
CHANCE = random.Random(20)


def lines_of(text, what):
    return len(re.findall(rf": {what}", text))


def injure(bgsim, process):
    """One of three ways in which a program ends before its time; what it was."""
    way = CHANCE.choice(["node", "rank", "stop"])
    if way == "node":
        bgsim.kill(process)
        return way
    ranks = bgsim.ranks_of(process)
    if ranks:
        bgsim.send(CHANCE.choice(ranks), signal.SIGKILL if way == "rank" else signal.SIGUSR2)
    return way


def run_with_failures(bgsim):
    """Start, injure, start again; return how often each end came."""
    ends = {}
    for _ in range(N_KILLS):
        process = bgsim.start(*COMMAND, ranks=N_RANKS)
        time.sleep(CHANCE.uniform(0.6, 4.0))
        way = injure(bgsim, process)
        if process.stdout and not process.stdout.closed:
            process.communicate(timeout=120)
        ends[f"{way}, exit code {process.returncode}"] = (
            ends.get(f"{way}, exit code {process.returncode}", 0) + 1)
        if process.returncode == 0:
            break
    return ends


def main():
    folder = tempfile.TemporaryDirectory(prefix="bgsim-trial-")
    bgsim = Ensembles(BGSIM, MPIEXEC, folder.name)
    start = time.monotonic()
    for end, n in sorted(run_with_failures(bgsim).items()):
        print(f"ended by {end}: {n} times")
    before = len(list(pathlib.Path(folder.name).glob("trial/*.json")))
    last = bgsim.run(*COMMAND, ranks=N_RANKS, timeout=3000)
    print(f"then undisturbed: exit code {last.returncode}, {before} members had ended before, "
          f"{lines_of(last.stderr, 'begun')} begun, {lines_of(last.stderr, 'continued')} continued")
    print(last.stdout)
    found = bgsim.collected("trial")
    faults = [] if last.returncode == 0 else ["the last program did not end with 0"]
    faults += [f"left over: {file}" for file in bgsim.left_over("trial")]
    if list(found["seed"]) != list(range(1, N_MEMBERS + 1)):
        faults.append(f"members: {list(found['seed'])}")
    equal = 0
    for seed, digest in zip(found["seed"], found["spike_digest"]):
        bgsim.run("run", *WHAT, "--seed", str(seed), "--output", "single.h5", "--overwrite",
                  "--quiet", "--checkpoint-every", "never")
        if digest != bgsim.digest("single.h5"):
            faults.append(f"seed {seed}: {digest} in the ensemble, {bgsim.digest('single.h5')} alone")
        elif not bgsim.have_same_spikes(f"trial/seed-{seed}.h5", "single.h5"):
            faults.append(f"seed {seed}: the file holds other spikes")
        else:
            equal += 1
    print(f"{equal} of {N_MEMBERS} members equal their single runs, digest and spikes in the file; "
          f"{time.monotonic() - start:.0f} s")
    print("\n".join(faults) or "no fault")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
