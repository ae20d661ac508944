#!/usr/bin/env python3
"""Do recorded spikes act as those of the cells that fired them, and does a run with them go on after a stop?

replay_test.py BGSIM MPIEXEC SOURCE_FOLDER
"""

import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

import h5py

BGSIM, MPIEXEC = pathlib.Path(sys.argv[1]).resolve(), sys.argv[2]
EXAMPLES = pathlib.Path(sys.argv[3]).resolve() / "configs" / "examples"
OPEN_LOOP = """
experiment: replay
include: [{small_loop}]
populations: {{STN: {{cell: ~, vary: ~, initial: ~, spikes: {{file: {spikes}}}}}}}
projections: {{GPe -> STN: ~}}
inputs: {{CTX -> STN: ~}}
record: {{state: ~}}
"""


def spikes(file, population):
    with h5py.File(file) as result:
        group = result["spikes"][population]
        return list(zip(group["timestamps"][:].tolist(), group["node_ids"][:].tolist()))


class ReplayTest(unittest.TestCase):
    def setUp(self):
        temporary = tempfile.TemporaryDirectory(prefix="bgsim-test-")
        self.addCleanup(temporary.cleanup)
        self.folder = pathlib.Path(temporary.name)

    def bgsim(self, *arguments, expected=0, ranks=1):
        mpi = [MPIEXEC, "-n", str(ranks)] if ranks > 1 else []
        done = subprocess.run([*mpi, BGSIM, *arguments], cwd=self.folder, text=True, capture_output=True,
                              timeout=300, check=False)
        self.assertEqual(done.returncode, expected, done.stdout + done.stderr)
        return done.stdout + done.stderr

    def closed_loop(self):
        """Simulate the loop, and export it in all formats."""
        self.bgsim("run", EXAMPLES / "small_loop.yaml", "--set", "time.duration=400 ms", "--output", "closed.h5")
        self.bgsim("export", "closed.h5", "--output", "csv")
        self.bgsim("export", "closed.h5", "--format", "sonata", "--output", "sonata")
        return {population: spikes(self.folder / "closed.h5", population) for population in ("STN", "GPe")}

    def write(self, name, spikes_file):
        text = OPEN_LOOP.format(small_loop=EXAMPLES / "small_loop.yaml", spikes=spikes_file)
        (self.folder / name).write_text(text)
        return name

    def test_cells_cannot_tell_recorded_spikes_from_others(self):
        closed = self.closed_loop()
        self.assertGreater(len(closed["GPe"]), 1000)
        for i, file in enumerate(["closed.h5", "csv/spikes.csv", "sonata/spikes.h5"]):
            with self.subTest(file=file):
                config = self.write("open.yaml", file)
                self.bgsim("run", config, "--set", "time.duration=400 ms", "--output", f"{i}.h5", ranks=2)
                for population in ("STN", "GPe"):
                    self.assertEqual(spikes(self.folder / f"{i}.h5", population), closed[population])

    def test_the_example_repeats_its_loop(self):
        self.bgsim("run", EXAMPLES / "replay.yaml", "--output", "open.h5")
        self.bgsim("run", EXAMPLES / "small_loop.yaml", "--set", "time.duration=500 ms", "--output", "closed.h5")
        for population in ("STN", "GPe"):
            self.assertEqual(spikes(self.folder / "open.h5", population), spikes(self.folder / "closed.h5", population))

    def test_a_run_goes_on_where_the_file_is_and_refuses_other_spikes(self):
        self.closed_loop()
        config = self.write("open.yaml", "csv/spikes.csv")
        self.bgsim("run", config, "--set", "time.duration=400 ms", "--output", "whole.h5")
        self.bgsim("run", config, "--set", "time.duration=250 ms", "--output", "parts.h5")
        moved = self.folder / "moved"
        moved.mkdir()
        shutil.move(self.folder / "csv" / "spikes.csv", moved / "elsewhere.csv")
        config = self.write("open.yaml", "moved/elsewhere.csv")
        self.bgsim("run", config, "--set", "time.duration=400 ms", "--output", "parts.h5", ranks=2)
        for population in ("STN", "GPe"):
            self.assertEqual(spikes(self.folder / "parts.h5", population), spikes(self.folder / "whole.h5", population))
        lines = (moved / "elsewhere.csv").read_text().splitlines()
        lines.remove(next(line for line in lines if ",STN," in line))
        (moved / "elsewhere.csv").write_text("\n".join(lines) + "\n")
        said = self.bgsim("run", config, "--set", "time.duration=500 ms", "--output", "parts.h5", expected=73)
        self.assertIn("populations.STN.spikes.digest", said)

    def test_check_names_what_is_wrong_with_its_place(self):
        (self.folder / "spikes.csv").write_text("time_ms,cell\n1.0,5\n-3,2\n")
        config = self.write("open.yaml", "spikes.csv")
        said = self.bgsim("check", config, "--set", "populations.GPe.size=none", expected=78)
        self.assertIn("open.yaml:4:66: 'spikes.csv', spike 2 of cell 2 at -3 ms", said)
        self.assertIn("2 errors", said)
        config = self.write("open.yaml", "nothing.h5")
        self.assertIn("'nothing.h5' does not exist", self.bgsim("check", config, expected=66, ranks=2))


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
