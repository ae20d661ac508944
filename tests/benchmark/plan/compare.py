#!/usr/bin/env python3
"""How well does `bgsim plan` predict memory and time of runs on this machine?

compare.py BGSIM [--scales 0.1,0.5,1] [--ranks 1,2,4] [--repeat 3] [--precision double] [--config FILE]

Runs the network of Lindahl & Hellgren Kotaleski (2016) and prints predicted and measured numbers
beside each other, with their ratio. Of repeated runs the fastest of each phase counts. A phase whose
ratio is far from 1 with one rank and one thread has constants in src/simulation/cost_constants.hpp
to be multiplied by it. Less than one core in use by one rank and thread says that others kept the
machine busy: repeat it then. Needs only Python's standard library.
"""

import argparse
import json
import os
import pathlib
import resource
import subprocess
import sys
import tempfile
import time

SOURCE = pathlib.Path(__file__).resolve().parents[3]
MPI = {"OMPI_ALLOW_RUN_AS_ROOT": "1", "OMPI_ALLOW_RUN_AS_ROOT_CONFIRM": "1",
       "OMPI_MCA_rmaps_base_oversubscribe": "1", "OMPI_MCA_hwloc_base_binding_policy": "none",
       "OMPI_MCA_mpi_yield_when_idle": "1", "OMPI_MCA_pml": "ob1", "OMPI_MCA_btl": "self,vader"}
PHASES = ("build", "deliver", "drive", "integrate", "emit", "exchange", "record", "write")


def bgsim(program, *words, ranks=1):
    launcher = ["mpirun", "-np", str(ranks)] if ranks > 1 else []
    done = subprocess.run([*launcher, program, *words], text=True, capture_output=True, check=False,
                          env={**MPI, **os.environ})
    if done.returncode != 0:
        sys.exit(done.stdout + done.stderr)
    return done.stdout


def cpu_seconds():
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(options, network, ranks, folder):
    """The summary of the run, with the shortest time of each phase of all repetitions."""
    best = None
    for _ in range(options.repeat):
        began, used = time.monotonic(), cpu_seconds()
        bgsim(options.bgsim, "run", *network, "--threads", str(options.threads), "--quiet",
              "--overwrite", "--output", str(folder / "run.h5"), ranks=ranks)
        summary = json.loads((folder / "run.json").read_text())
        summary["cores"] = (cpu_seconds() - used) / (time.monotonic() - began)
        if best is None:
            best = summary
        best["cores"] = max(best["cores"], summary["cores"])
        for phase in PHASES:
            best["wall_s"][phase] = min(best["wall_s"][phase], summary["wall_s"][phase])
        best["loop_s"] = min(best["loop_s"], summary["loop_s"])
    return best


def show(what, predicted, measured, unit):
    ratio = f"{measured / predicted:6.2f}" if predicted > 0 else "     -"
    print(f"  {what:<12} predicted {predicted:10.3f} {unit:<2}  measured {measured:10.3f} {unit:<2}"
          f"  ratio {ratio}", flush=True)


def compare(options, scale, ranks, folder):
    network = [str(options.config), "--scale", str(scale), "--precision", options.precision,
               "--set", f"time.duration={options.duration}", "--set", "time.discard=0s"]
    run = measure(options, network, ranks, folder)
    plan = json.loads(bgsim(options.bgsim, "plan", *network, "--ranks", str(ranks), "--threads",
                            str(options.threads), "--json"))
    print(f"{options.config.stem}, scale {scale}, {ranks} rank(s) of {options.threads} thread(s), "
          f"{run['neurons']} cells, {run['synapses']} synapses, {run['cores']:.2f} core(s) in use")
    show("memory", ranks * plan["mean_rank_bytes"]["total"] / 1e6, run["peak_memory_bytes"] / 1e6,
         "MB")
    show("synapses", ranks * plan["mean_rank_bytes"]["synapses"] / 1e6,
         run["synapse_memory_bytes"] / 1e6, "MB")
    for phase in PHASES:
        show(phase, plan["wall_s"][phase], run["wall_s"][phase], "s")
    show("time loop", plan["loop_s"], run["loop_s"], "s")


def numbers(kind):
    return lambda text: [kind(word) for word in text.split(",")]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("bgsim")
    parser.add_argument("--config", type=pathlib.Path,
                        default=SOURCE / "configs" / "lindahl2016" / "activation_control.yaml")
    parser.add_argument("--scales", type=numbers(float), default=[0.1, 0.5, 1.0])
    parser.add_argument("--ranks", type=numbers(int), default=[1, 2, 4])
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--duration", default="1s")
    parser.add_argument("--precision", default="double")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bgsim-plan-") as folder:
        for scale in options.scales:
            for ranks in options.ranks:
                compare(options, scale, ranks, pathlib.Path(folder))


if __name__ == "__main__":
    main()
