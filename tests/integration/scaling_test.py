#!/usr/bin/env python3
"""Does jobs/scaling.sh measure what it says, on one machine?

scaling_test.py BGSIM SOURCE_FOLDER. Needs gnuplot.
"""

import csv
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

BGSIM, SOURCE = (pathlib.Path(argument).resolve() for argument in sys.argv[1:3])
CONFIG = SOURCE / "configs/examples/every_feature.yaml"
SHORT = ["--set", "time.duration=100ms", "--set", "time.discard=0ms"]


class ScalingTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="bgsim-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def scaling(self, code, *arguments, program=BGSIM):
        done = subprocess.run([SOURCE / "jobs/scaling.sh", *map(str, arguments)], text=True,
                              cwd=self.folder, env={**os.environ, "BGSIM": str(program)},
                              capture_output=True, timeout=120, check=False)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def table(self, name):
        with open(self.folder / "results/scaling" / f"{name}.csv", newline="") as file:
            return list(csv.DictReader(file))

    def assert_is_a_figure(self, name):
        figure = (self.folder / "results/scaling" / f"{name}.png").read_bytes()
        self.assertEqual(figure[:8], b"\x89PNG\r\n\x1a\n")
        self.assertGreater(len(figure), 5000)

    def test_strong_study_measures_one_network_on_all_layouts(self):
        self.scaling(0, "strong", CONFIG, "--layouts", "1x1,1x2,2x1", *SHORT)
        rows = self.table("every_feature-strong")
        self.assertEqual([(row["ranks"], row["threads"], row["cores"]) for row in rows],
                         [("1", "1", "1"), ("1", "2", "2"), ("2", "1", "2")])
        self.assertEqual({row["neurons"] for row in rows}, {"1140"})
        self.assertEqual(len({row["spike_digest"] for row in rows}), 1)
        self.assertRegex(rows[0]["spike_digest"], "^[0-9a-f]{16}$")
        for row in rows:
            expected = float(rows[0]["real_time_factor"]) / float(row["real_time_factor"])
            self.assertAlmostEqual(float(row["efficiency"]), expected / int(row["cores"]),
                                   delta=0.001)
        self.assert_is_a_figure("every_feature-strong")

    def test_weak_study_lets_the_network_grow_with_the_cores(self):
        self.scaling(0, "weak", CONFIG, "--layouts", "1x1,2x1", "--scale", "0.4", "--repeat", "2",
                     "--name", "mine", *SHORT)
        rows = self.table("mine-weak")
        self.assertEqual([row["scale"] for row in rows], ["0.2", "0.4"])
        small, large = (int(row["neurons"]) for row in rows)
        self.assertAlmostEqual(large / small, 2, delta=0.05)
        self.assertAlmostEqual(
            float(rows[1]["efficiency"]),
            float(rows[0]["real_time_factor"]) / float(rows[1]["real_time_factor"]), delta=0.001)
        self.assert_is_a_figure("mine-weak")

    def test_a_failing_layout_ends_the_study_with_its_code(self):
        text = self.scaling(78, "strong", CONFIG, "--layouts", "1x1", "--set", "seed=x").stderr
        self.assertIn("layout 1x1 failed", text)

    def test_spikes_that_depend_on_the_layout_are_noticed(self):
        cheat = self.folder / "cheat"
        cheat.write_text(f'#!/bin/bash\nexec "{BGSIM}" "$@" --seed "$OMPI_COMM_WORLD_SIZE"\n')
        cheat.chmod(0o755)
        text = self.scaling(70, "strong", CONFIG, "--layouts", "1x1,2x1", *SHORT,
                            program=cheat).stderr
        self.assertIn("layout 2x1 gave other spikes than 1x1", text)

    def test_wrong_arguments_are_explained(self):
        for arguments, expected in ((["strong"], "usage:"), (["fast", CONFIG], "usage:"),
                                    (["weak", CONFIG, "--layouts", "2"], "RANKSxTHREADS, not 2"),
                                    (["weak", CONFIG, "--repeat", "0"], "above 0, not 0"),
                                    (["weak", CONFIG, "--name"], "--name needs a value")):
            with self.subTest(arguments=arguments):
                self.assertIn(expected, self.scaling(64, *arguments).stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1] + sys.argv[3:])
