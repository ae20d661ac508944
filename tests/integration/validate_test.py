#!/usr/bin/env python3
"""Does `bgsim validate` compare what its seeds give with the targets, and say so in its exit code?

validate_test.py BGSIM MPIEXEC SOURCE_FOLDER. Needs h5py.
"""

import json
import os
import pathlib
import signal
import statistics
import sys
import tempfile
import time
import unittest

BGSIM, MPIEXEC, SOURCE = sys.argv[1:4]
sys.path.insert(0, str(pathlib.Path(SOURCE) / "tests" / "support"))
from ensembles import Ensembles  # noqa: E402

LOOP = str(pathlib.Path(SOURCE) / "configs" / "examples" / "small_loop.yaml")
SHORT = ["--set", "time.discard=0ms", "--threads", "1"]
WIDE = ["--set", "targets.STN={rate: [1 Hz, 100 Hz], cv: [0, 9], source: 'of a test'}"]
NARROW = ["--set", "targets.GPe={rate: {value: 1 Hz, within: 5 %}}"]


class ValidateTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="bgsim-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.bgsim = Ensembles(BGSIM, MPIEXEC, folder.name)

    def validate(self, code, *arguments, duration="100ms", ranks=1):
        done = self.bgsim.run("validate", LOOP, *SHORT, "--set", f"time.duration={duration}",
                              *arguments, ranks=ranks)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def test_met_targets_pass_with_source_and_folder_of_ensembles(self):
        done = self.validate(0, *WIDE)
        self.assertRegex(done.stdout, r"STN +rate +1 to 100 Hz .* 3 +pass +of a test")
        self.assertIn("2 of 2 passed", done.stdout)
        for seed in (1, 2, 3):
            self.assertTrue((self.folder / f"results/small_loop/ensemble/seed-{seed}.h5").exists())

    def test_one_missed_target_is_exit_code_1(self):
        done = self.validate(1, *WIDE, *NARROW, "--seeds", "2", ranks=2)
        self.assertRegex(done.stdout, r"GPe +rate +1 Hz +0.95 to 1.05 Hz .* FAIL: above")
        self.assertIn("2 of 3 passed", done.stdout)

    def test_only_some_targets_are_compared(self):
        done = self.validate(0, *WIDE, *NARROW, "--seeds", "1", "--only", "ST")
        self.assertIn("2 of 2 passed", done.stdout)
        done = self.validate(1, *WIDE, *NARROW, "--seeds", "1", "--only", "STN", "--only", "GPe")
        self.assertIn("2 of 3 passed", done.stdout)
        done = self.validate(64, *WIDE, *NARROW, "--seeds", "1", "--only", "SNr")
        self.assertIn("--only SNr: no target has this in its name; there are: STN, GPe", done.stderr)

    def test_values_are_those_of_analyze(self):
        targets = ["--set", "targets.both={populations: [STN, GPe], rate: [1 Hz, 200 Hz], "
                            "cv: [0, 9], peak: {value: [1 Hz, 100 Hz], band: [2 Hz, 90 Hz]}}",
                   "--set", "targets.GPe={peak: [0 Hz, 500 Hz]}"]
        done = self.validate(0, *targets, "--seeds", "4,7", "--output", "out", "--json",
                             duration="1500ms", ranks=2)
        found = json.loads(done.stdout)
        self.assertEqual(json.loads((self.folder / "out/validation.json").read_text()), found)
        self.assertEqual(found["seeds"], [4, 7])
        by_measure = {(t["target"], t["measure"]): t for t in found["targets"]}
        self.assertEqual(len(by_measure), 4)
        rates, cvs, peaks = [], [], []
        for seed in (4, 7):
            done = self.bgsim.run("analyze", f"out/seed-{seed}.h5", "--json")
            analysis = json.loads(done.stdout)
            group = next(g for g in analysis["groups"] if g["name"] == "both")
            gpe = next(p for p in analysis["populations"] if p["name"] == "GPe")
            rates.append(group["rate_hz"])
            cvs.append(group["cv"])
            peaks.append(gpe["rhythm"]["peak_hz"])
        for key, wanted in ((("both", "rate"), rates), (("both", "cv"), cvs),
                            (("GPe", "peak"), peaks)):
            for value, other in zip(by_measure[key]["values"], wanted, strict=True):
                self.assertAlmostEqual(value, other, 9)
            self.assertAlmostEqual(by_measure[key]["mean"], statistics.mean(wanted), 9)
            self.assertAlmostEqual(by_measure[key]["sd"], statistics.stdev(wanted), 9)

    def test_nothing_is_run_twice_and_targets_may_change(self):
        self.validate(0, *WIDE, "--seeds", "2")
        again = self.validate(1, *NARROW, "--seeds", "3")
        self.assertEqual(again.stderr.count(": begun"), 1)

    def test_a_stopped_validation_is_continued_by_the_same_command(self):
        command = ["validate", LOOP, *SHORT, *WIDE, "--set", "time.duration=6s", "--seeds", "2",
                   "--output", "stopped"]
        process = self.bgsim.start(*command, ranks=2)
        try:
            wait_until = time.monotonic() + 60
            while not (self.folder / "stopped/seed-1.h5").exists():
                self.assertIsNone(process.poll())
                self.assertLess(time.monotonic(), wait_until)
                time.sleep(0.05)
            os.kill(self.bgsim.ranks_of(process)[0], signal.SIGUSR2)
            out, err = process.communicate(timeout=120)
        finally:
            if process.poll() is None:
                self.bgsim.kill(process)
        self.assertEqual(process.returncode, 75, out + err)
        self.assertIn("nothing was compared: not all seeds are done", err)
        done = self.bgsim.run(*command)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        self.assertIn(": continued", done.stderr)

    def test_without_targets_nothing_is_simulated(self):
        done = self.validate(78)
        self.assertIn("there are no targets to compare with", done.stderr)
        self.assertFalse((self.folder / "results").exists())
        self.validate(78, "--set", "targets.STN={source: a paper}")

    def test_what_cannot_be_compared_is_refused_before(self):
        done = self.validate(78, "--set", "record.spikes=none", "--set",
                             "targets.STN={cv: 1}", "--set", "targets.GPe={peak: 16 Hz}")
        self.assertIn("those of 'STN' are not recorded", done.stderr)
        self.assertIn("those of 'GPe' are not recorded", done.stderr)
        self.assertIn("targets.GPe.peak: needs 1000 ms after time.discard", done.stderr)
        self.assertIn("3 errors; nothing was simulated", done.stderr)

    def test_rates_need_no_recorded_spikes(self):
        self.validate(0, "--set", "record.spikes=none", "--set",
                      "targets.STN={rate: [1 Hz, 100 Hz]}", "--seeds", "1")

    def test_wrong_command_lines(self):
        for options, text in ((["--seed", "2"], "--seeds instead of --seed"),
                              (["--seeds", "0"], "--seeds 0"), (["--seeds", "x"], "--seeds x"),
                              (["--ranks-per-member", "2"], "groups of 2")):
            with self.subTest(options=options):
                self.assertIn(text, self.validate(64, *WIDE, *options).stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
