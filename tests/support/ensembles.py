"""Ensembles for tests: starting, killing and checking them. Needs numpy and h5py."""

import json
import os
import pathlib
import signal
import subprocess
import time

import h5py
import numpy

LAUNCHERS = ("OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_NTASKS", "SLURM_JOB_ID")


def processes_below(pid):
    """Process ids of all descendants."""
    found = []
    for child in subprocess.run(["pgrep", "-P", str(pid)], capture_output=True,
                                text=True).stdout.split():
        found += [int(child), *processes_below(int(child))]
    return found


class Ensembles:
    """Runs bgsim in one folder."""

    def __init__(self, bgsim, mpiexec, folder):
        self.bgsim, self.mpiexec, self.folder = bgsim, mpiexec, pathlib.Path(folder)
        self.environment = {k: v for k, v in os.environ.items() if k not in LAUNCHERS}

    def start(self, *arguments, ranks=1):
        return subprocess.Popen([self.mpiexec, "-n", str(ranks), self.bgsim, *arguments],
                                cwd=self.folder, env=self.environment, text=True,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                start_new_session=True)

    def run(self, *arguments, ranks=1, timeout=280):
        process = self.start(*arguments, ranks=ranks)
        try:
            out, err = process.communicate(timeout=timeout)
        except subprocess.TimeoutExpired:
            self.kill(process)
            raise
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)

    @staticmethod
    def ranks_of(process):
        """Ids of the ranks that have begun."""
        found = []
        for pid in processes_below(process.pid):
            try:
                name = pathlib.Path(f"/proc/{pid}/comm").read_text().strip()
            except FileNotFoundError:
                continue  # ended meanwhile
            if name == "bgsim":
                found.append(pid)
        return found

    @staticmethod
    def send(pid, number):
        try:
            os.kill(pid, number)
        except ProcessLookupError:
            pass  # ended meanwhile

    @staticmethod
    def kill(process):
        """SIGKILL to the launcher and all ranks, as a node that goes down does."""
        for pid in [process.pid, *processes_below(process.pid)]:
            Ensembles.send(pid, signal.SIGKILL)
        process.communicate()

    def wait_for(self, condition, timeout=60):
        end = time.monotonic() + timeout
        while not condition():
            if time.monotonic() > end:
                raise TimeoutError("nothing happened")
            time.sleep(0.01)

    def summary(self, name):
        return json.loads((self.folder / name).with_suffix(".json").read_text())

    def digest(self, name):
        return self.summary(name)["spike_digest"]

    def have_same_spikes(self, one, other):
        """Whether two results hold the same spikes in the same order."""
        with h5py.File(self.folder / one) as a, h5py.File(self.folder / other) as b:
            return list(a["spikes"]) == list(b["spikes"]) and all(
                numpy.array_equal(a["spikes"][name][key][:], b["spikes"][name][key][:])
                for name in a["spikes"] for key in ("timestamps", "node_ids"))

    def collected(self, name):
        """ensemble.h5 of a folder: arrays by name, texts as str."""
        result = {}
        with h5py.File(self.folder / name / "ensemble.h5") as file:
            for path in ("populations", *(f"members/{key}" for key in file["members"])):
                data = file[path]
                is_text = h5py.check_string_dtype(data.dtype) is not None
                result[path.removeprefix("members/")] = data.asstr()[:] if is_text else data[:]
            result["units"] = {key: data.attrs["units"] for key, data in file["members"].items()
                               if "units" in data.attrs}
            result["paths"] = {key: data.attrs["path"] for key, data in file["members"].items()
                               if "path" in data.attrs}
        return result

    def left_over(self, name):
        """Files that only running or interrupted members have."""
        return [str(path) for pattern in ("*.lock", "*.tmp")
                for path in (self.folder / name).rglob(pattern)]
