"""What tests of the scripts in jobs/ share; such a test is started as TEST BGSIM SOURCE_FOLDER [...]."""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

BGSIM, SOURCE = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
sys.path.insert(0, str(SOURCE / "tests" / "support" / "slurm"))
from cluster import Cluster  # noqa: E402

EXAMPLE = "configs/examples/every_feature.yaml"


class JobTest(unittest.TestCase):
    """Each test submits from a folder that looks like the project after building."""

    cluster = None  # see run_tests

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="bgsim-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for name in ("jobs", "configs", "params"):
            (self.folder / name).symlink_to(SOURCE / name)
        program = self.folder / "build/release/src/bgsim"
        program.parent.mkdir(parents=True)
        program.symlink_to(BGSIM)

    def submit(self, *arguments):
        return self.cluster.submit(*arguments, cwd=self.folder)

    def assert_ends(self, job, state, exit_code):
        """Return what Slurm knows of the job, and its log."""
        known = self.cluster.wait(job)
        log = pathlib.Path(known["StdOut"]).read_text()
        self.assertEqual((known["JobState"], known["ExitCode"]), (state, f"{exit_code}:0"), log)
        return known, log

    def summary(self, name):
        return json.loads((self.folder / "results" / name).read_text())

    def alone(self, *arguments, config=EXAMPLE):
        """The summary of the same simulation, uninterrupted, in one process."""
        subprocess.run([BGSIM, "run", config, *arguments, "--threads", "1", "--output",
                        "results/alone.h5", "--overwrite", "--quiet"],
                       cwd=self.folder, check=True, timeout=300)
        return self.summary("alone.json")


def run_tests():
    """Run those of the calling file on a cluster of three nodes."""
    JobTest.cluster = Cluster(nodes=3)
    try:
        unittest.main(argv=sys.argv[:1] + sys.argv[3:], verbosity=2)
    finally:
        JobTest.cluster.stop()
