"""Runs of whole networks by the program that users call, and their summaries."""

import json
import pathlib
import re
import shlex
import subprocess
import sys
from typing import NamedTuple

HERE = pathlib.Path(__file__).resolve().parent
SOURCE = HERE.parents[1]
LINDAHL = SOURCE / "configs" / "lindahl2016" / "activation_control.yaml"
HEMISPHERE = SOURCE / "configs" / "macaque" / "hemisphere.yaml"
BALANCED = {name: HERE / "networks" / f"{name.lower()}.yaml" for name in ("COBA", "CUBA")}
MPI_ENVIRONMENT = SOURCE / "jobs" / "mpi_environment.sh"


def give_up(message):
    print(message, file=sys.stderr)
    sys.exit(2)


def output_of(*words, ranks=1):
    """What a command prints, on several ranks if wished; ends the program if it fails."""
    words = [str(word) for word in words]
    if ranks > 1:
        words = ["bash", "-c", '. "$0" && exec "$@"', str(MPI_ENVIRONMENT),
                 "mpirun", "-n", str(ranks), *words]
    try:
        done = subprocess.run(words, text=True, capture_output=True, check=False)
    except OSError as error:
        give_up(f"{words[0]}: {error.strerror}")
    if done.returncode != 0:
        give_up(f"{shlex.join(words)}\nended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def settings(values):
    """--set PATH=VALUE for each."""
    return [word for path, value in values.items() for word in ("--set", f"{path}={value}")]


class Layout(NamedTuple):
    ranks: int
    threads: int


class Bench:
    """Runs networks; each different run is made once, however many rows read it."""

    def __init__(self, options, folder):
        self.options, self.folder, self.done = options, folder, {}
        self.layout = Layout(options.ranks, options.threads)

    def run(self, config, values=None, *, layout=None, seconds=None, repeat=None):
        """The summaries of all repetitions of a run, with `values` in place of those of the file."""
        layout = layout or self.layout
        ms = round(1000 * (seconds or self.options.model_time))
        values = {"time.duration": f"{ms} ms", "time.discard": f"{round(ms / 20)} ms", **(values or {})}
        key = (config, layout, tuple(values.items()))
        if key not in self.done:
            self.done[key] = [self.one_run(config, values, layout)
                              for _ in range(repeat or self.options.repeat)]
        return self.done[key]

    def one_run(self, config, values, layout):
        result = self.folder / "run.h5"
        output_of(self.options.bgsim, "run", config, *settings(values), "--threads", layout.threads,
                  "--quiet", "--overwrite", "--resume", "never", "--output", result,
                  ranks=layout.ranks)
        return json.loads(result.with_suffix(".json").read_text(encoding="utf-8"))

    def solved_with(self, solver, config):
        """Values that give all populations this solver."""
        plan = json.loads(output_of(self.options.bgsim, "plan", config, "--json"))
        return {f"populations.{name}.solver": solver for name in plan["assumed_rates_hz"]}

    def lindahl(self, solver="euler", precision="double", values=None, layout=None):
        return self.run(LINDAHL, {**self.solved_with(solver, LINDAHL), "precision": precision,
                                  **(values or {})}, layout=layout)

    def lindahl_with_multapses(self, connectivity):
        """With these its in-degrees need not be stored."""
        names = projections_in(output_of(self.options.bgsim, "check", LINDAHL))
        return self.lindahl(values={"connectivity": connectivity,
                                    **{f"projections.{name}.connect.multapses": "yes"
                                       for name in names}})

    def brian2_network(self, precision="double", connectivity="stored"):
        config = self.imported()
        return self.run(config, {**self.solved_with("euler", config), "precision": precision,
                                 "connectivity": connectivity})

    def imported(self):
        network = self.options.brian2_network
        config = self.folder / "imported" / f"{network.stem}.yaml"
        if not config.exists():
            output_of(self.options.bgsim, "import", "brian2-json", network, "-o", config.parent)
        return config

    def balanced(self, name, layout=None):
        """Ten times as long as the others: 20 s."""
        return self.run(BALANCED[name], layout=layout, seconds=10 * self.options.model_time)

    def hemisphere(self):
        return self.run(HEMISPHERE, repeat=1)


def projections_in(checked):
    """Names in the table of projections that `bgsim check` prints."""
    table = checked.split("\nprojections\n", 1)[1].split("\n\n", 1)[0]
    return [re.split(r"\s{2,}", line.strip())[0] for line in table.splitlines()[1:]]
