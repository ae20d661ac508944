#!/usr/bin/env python3
"""Does the more strongly driven channel of the example win, whatever the seed and the layout?

action_selection_test.py BGSIM MPIEXEC SOURCE_FOLDER

Until 1 s both channels are driven alike, then the left one more strongly: SNr falls silent on the
left, and fires as before or more on the right.
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

import h5py

BGSIM, MPIEXEC, SOURCE = sys.argv[1:4]
CONFIG = str(pathlib.Path(SOURCE) / "configs" / "examples" / "action_selection.yaml")


class ActionSelectionTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(prefix="bgsim-actions-")
        cls.folder = pathlib.Path(cls.scratch.name)

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    def simulated(self, name, *options, launcher=()):
        """The result file of a run; its summary stands beside it."""
        file = self.folder / f"{name}.h5"
        done = subprocess.run([*launcher, BGSIM, "run", CONFIG, "--output", file, *options],
                              capture_output=True, text=True, check=False, timeout=250)
        self.assertEqual(done.returncode, 0, done.stderr)
        return file

    @staticmethod
    def digest(file):
        return json.loads(file.with_suffix(".json").read_text())["spike_digest"]

    @staticmethod
    def rates(file, window):
        """Mean rate of each population and channel."""
        text = subprocess.run([BGSIM, "analyze", file, "--by", "channel", "--json", "--window", window],
                              capture_output=True, text=True, check=True, timeout=100).stdout
        return {p["name"]: p["rate_hz"] for p in json.loads(text)["populations"]}

    def test_the_left_channel_is_selected_with_every_seed(self):
        for seed in range(1, 6):
            with self.subTest(seed=seed):
                file = self.simulated(f"seed-{seed}", "--seed", str(seed), "--threads", "2")
                before = self.rates(file, "500ms:1s")
                after = self.rates(file, "1.2s:2s")
                for side in ("left", "right"):
                    self.assertGreater(before[f"SNr/{side}"], 15.0)
                self.assertLess(after["SNr/left"], 3.0)
                self.assertGreater(after["SNr/right"], 0.8 * before["SNr/right"])
                self.assertGreater(after["MSN_D1/left"], 3.0 * after["MSN_D1/right"])

    def test_layouts_and_continuing_change_nothing(self):
        whole = self.simulated("whole", "--threads", "1")
        ranks = self.simulated("ranks", "--threads", "2", launcher=(MPIEXEC, "-n", "3"))
        self.assertEqual(self.digest(ranks), self.digest(whole))
        # The first part ends within a bin of the rates.
        self.simulated("parts", "--set", "time.duration=995 ms", "--threads", "2")
        parts = self.simulated("parts", "--threads", "1")
        self.assertEqual(self.digest(parts), self.digest(whole))
        with h5py.File(whole) as expected:
            self.assertEqual(list(expected["bgsim/channels/SNr"].asstr()), ["left", "right"])
            for other in (ranks, parts):
                with h5py.File(other) as found:
                    for path in ("rates/SNr", "channel_rates/SNr/left", "channel_rates/SNr/right",
                                 "channel_rates/MSN_D1/left"):
                        self.assertEqual(list(found[path]), list(expected[path]), path)

    def test_rates_of_channels_are_those_of_their_spikes(self):
        file = self.simulated("rates", "--set", "time.duration=700 ms")
        with h5py.File(file) as run:
            cells = run["spikes/STN/node_ids"][:]
            bins = run["channel_rates/STN/right"]
            self.assertEqual(bins.attrs["bin_ms"], 10.0)
            self.assertAlmostEqual(sum(bins[:]) * 0.01 * 40, sum(cells >= 40), places=6)
            self.assertGreater(sum(cells >= 40), 100)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
