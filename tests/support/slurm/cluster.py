"""A Slurm cluster on this machine, for tests; see start_cluster."""

import os
import pathlib
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77  # ctest's SKIP_RETURN_CODE of these tests
ENDED = ("COMPLETED", "FAILED", "TIMEOUT", "CANCELLED", "NODE_FAIL", "OUT_OF_MEMORY")


class Cluster:
    """From construction until stop(). Ends the program with SKIPPED where there can be none, unless
    the environment variable BGSIM_REQUIRE_SLURM is set."""

    def __init__(self, nodes):
        # A short name: Slurm makes sockets below it, whose paths are limited.
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="bgsim-slurm-", dir="/tmp"))
        done = subprocess.run([HERE / "start_cluster", self.folder, str(nodes)], check=False)
        if done.returncode != 0:
            subprocess.run(["rm", "-rf", "--", self.folder], check=False)
            if os.environ.get("BGSIM_REQUIRE_SLURM"):
                sys.exit("BGSIM_REQUIRE_SLURM is set, but no Slurm cluster can be started here")
            print(f"skipped: no Slurm cluster can be started here (exit code {done.returncode})")
            sys.exit(SKIPPED)

    def stop(self):
        subprocess.run([HERE / "stop_cluster", self.folder], check=True)
        subprocess.run(["rm", "-rf", "--", self.folder], check=True)

    def crash(self, node):
        """End all processes of a node at once, and let the controller notice at once."""
        subprocess.run([HERE / "stop_cluster", self.folder, "--node", node], check=True)
        self.call("scontrol", "update", f"nodename={node}", "state=down", "reason=crash")

    def call(self, *command, cwd=None, variables=None):
        """Standard output of a command that must succeed on the front end."""
        line = ["bash", "-c", '. "$0/env.sh" && exec "$@"', str(self.folder), *map(str, command)]
        done = subprocess.run(line, cwd=cwd, env={**os.environ, **(variables or {})}, text=True,
                              capture_output=True, timeout=60, check=False)
        if done.returncode != 0:
            raise AssertionError(f"{command}: exit code {done.returncode}\n{done.stderr}")
        return done.stdout

    def submit(self, *arguments, cwd, variables=None):
        """The id of a new job."""
        return self.call("sbatch", "--parsable", *arguments, cwd=cwd,
                         variables=variables).strip()

    def show(self, job):
        """What Slurm knows of a job, or of one task of an array (ID_TASK)."""
        text = self.call("scontrol", "show", "job", job)
        return dict(word.split("=", 1) for word in text.split() if "=" in word)

    def wait_for(self, job, reached, seconds):
        """Return what Slurm knows of `job` once `reached(it)`; an error after `seconds`."""
        end = time.monotonic() + seconds
        while not reached(known := self.show(job)):
            if time.monotonic() > end:
                raise AssertionError(f"job {job} took over {seconds} s: {known}")
            time.sleep(0.2)
        return known

    def wait(self, job, seconds=240):
        """Return what Slurm knows of `job` when it has ended for good."""
        return self.wait_for(job, lambda known: known["JobState"] in ENDED, seconds)
