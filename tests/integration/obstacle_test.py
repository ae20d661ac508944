#!/usr/bin/env python3
"""What stands in the way of a run is named, and nothing that was valid before is harmed.

obstacle_test.py BGSIM MPIEXEC H5DIFF SOURCE_FOLDER: a full disk, a folder that cannot be written,
damaged and foreign checkpoints, results changed by hand, two runs of one result.
"""

import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import unittest

import h5py

BGSIM, MPIEXEC, H5DIFF, SOURCE = sys.argv[1:5]
EXAMPLES = pathlib.Path(SOURCE) / "configs" / "examples"
CONFIG = str(EXAMPLES / "every_feature.yaml")
HALF, WHOLE = (["--set", f"time.duration={d}"] for d in ("150ms", "300ms"))
SHORT = ["--set", "time.discard=0ms", "--threads", "1"]


class ObstacleTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory(prefix="bgsim-obstacle-")
        self.addCleanup(scratch.cleanup)
        self.folder = pathlib.Path(scratch.name)
        self.result = self.folder / "run.h5"
        self.checkpoint = self.folder / "run.checkpoint.h5"

    def bgsim(self, *options, output=None, config=CONFIG, ranks=1, **how):
        launcher = [MPIEXEC, "-n", str(ranks)] if ranks > 1 else []
        return subprocess.run([*launcher, BGSIM, "run", config, *SHORT,
                               "--output", str(output or self.result), *options],
                              cwd=self.folder, capture_output=True, text=True, timeout=120,
                              check=False, **how)

    def assert_exits(self, code, *options, **how):
        done = self.bgsim(*options, **how)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def contents(self):
        """Everything in the folder, to see that nothing was touched."""
        return {file.name: file.read_bytes() for file in self.folder.iterdir() if file.is_file()}

    def assert_refused(self, code, *parts, options=WHOLE, **how):
        """Refused with all `parts` in the message, once, and with nothing touched."""
        before = self.contents()
        done = self.assert_exits(code, *options, **how)
        for part in parts:
            self.assertEqual(done.stderr.count(part), 1, done.stderr)
        self.assertEqual(self.contents(), before)

    def assert_continues(self):
        """The same command goes on, and the end is that of a run without a stop."""
        done = self.assert_exits(0, *WHOLE)
        self.assertIn("continuing from the checkpoint", done.stderr)
        whole = self.folder / "whole.h5"
        self.assert_exits(0, *WHOLE, "--checkpoint-every", "never", output=whole)
        digests = {json.loads(f.with_suffix(".json").read_text())["spike_digest"]
                   for f in (self.result, whole)}
        self.assertEqual(len(digests), 1)
        self.assertEqual(subprocess.run([H5DIFF, "--exclude-path", "/provenance", self.result,
                                         whole], check=False).returncode, 0)

    # What a checkpoint is

    def test_a_longer_duration_continues_and_a_complete_run_has_nothing_to_do(self):
        self.assert_exits(0, *HALF)
        self.assertIn("complete already (150 ms)", self.assert_exits(0, *HALF).stderr)
        self.assert_continues()

    def test_a_run_killed_after_its_last_checkpoint_is_brought_to_its_end(self):
        bins = ["--set", "record.rates={every: 40 ms}"]  # the last one is no whole bin
        self.assert_exits(0, *HALF, *bins)
        whole = self.contents()
        (self.folder / "run.json").unlink()
        with h5py.File(self.result, "r+") as file:
            for rates in file["rates"].values():
                rates.resize((3,))
        done = self.assert_exits(0, *HALF, *bins)
        self.assertIn("continuing from the checkpoint at 150 ms of 150 ms", done.stderr)
        first, second = (json.loads(text) for text in
                         (whole["run.json"], self.contents()["run.json"]))
        for key in ("spike_digest", "spikes", "rates_hz", "exit_code"):
            self.assertEqual(first[key], second[key])
        (self.folder / "before.h5").write_bytes(whole["run.h5"])
        self.assertEqual(subprocess.run([H5DIFF, "--exclude-path", "/provenance", self.result,
                                         self.folder / "before.h5"], check=False).returncode, 0)

    def test_another_instruction_set_is_said(self):
        self.assert_exits(0, *HALF)
        if json.loads(self.contents()["run.json"])["isa"] == "v2":
            self.skipTest("this build or this processor has no other")
        self.assertIn("what began with", self.assert_exits(0, *WHOLE, "--isa", "v2").stderr)

    def test_a_shorter_duration_is_refused(self):
        self.assert_exits(0, *WHOLE)
        self.assert_refused(73, "has already gone to 300 ms", "time.duration (150 ms)",
                            options=HALF)

    def test_without_checkpoints_there_are_none_and_the_result_is_not_replaced(self):
        self.assert_exits(0, *HALF, "--checkpoint-every", "never")
        self.assertFalse(self.checkpoint.exists())
        self.assert_refused(73, "this result exists already", "--overwrite")

    def test_a_killed_run_without_a_checkpoint_is_begun_anew(self):
        self.assert_exits(0, *WHOLE, "--checkpoint-every", "never")
        with h5py.File(self.result, "r+") as file:
            file["bgsim/complete_until_ms"][()] = 100.0
        self.assertIn("ended without a checkpoint; starting anew",
                      self.assert_exits(0, *WHOLE).stderr)

    def test_overwriting_starts_anew_without_older_checkpoints(self):
        self.assert_exits(0, *WHOLE)
        done = self.assert_exits(0, *HALF, "--overwrite", "--checkpoint-every", "never")
        self.assertNotIn("continuing", done.stderr)
        self.assertFalse(self.checkpoint.exists())

    # Damage

    def test_a_truncated_checkpoint_is_refused(self):
        self.assert_exits(0, *HALF)
        os.truncate(self.checkpoint, self.checkpoint.stat().st_size - 100)
        self.assert_refused(73, "run.checkpoint.h5: this checkpoint is damaged", "--overwrite")

    def test_a_single_bit_that_flipped_anywhere_is_seen(self):
        self.assert_exits(0, *HALF)
        whole = self.checkpoint.read_bytes()
        for place in (3, 515, 600, 1000, len(whole) // 2, len(whole) - 1):
            flipped = bytearray(whole)
            flipped[place] ^= 16
            self.checkpoint.write_bytes(flipped)
            self.assert_refused(73, "this checkpoint is damaged")
        self.checkpoint.write_bytes(whole)
        self.assert_continues()

    def test_the_checkpoint_before_a_damaged_one_can_be_named(self):
        self.assert_exits(0, *HALF)
        self.assert_exits(0, "--set", "time.duration=200ms")
        self.checkpoint.write_bytes(b"nothing")
        self.assert_refused(73, "--resume", "run.checkpoint-previous.h5")
        self.assert_exits(0, *WHOLE, "--resume", self.folder / "run.checkpoint-previous.h5")
        with h5py.File(self.result) as file:
            self.assertEqual(file["bgsim/complete_until_ms"][()], 300.0)

    def test_a_named_checkpoint_must_be_there_and_be_one(self):
        self.assert_exits(66, *WHOLE, "--resume", "no.h5")
        (self.folder / "a.h5").write_text("text")
        self.assert_exits(66, *WHOLE, "--resume", "a.h5")

    def test_a_foreign_checkpoint_is_refused_with_what_differs(self):
        self.assert_exits(0, *HALF)
        self.assert_refused(73, "is of another configuration", "seed: was 42, is 9",
                            options=[*WHOLE, "--seed", "9"])

    def test_limits_partition_and_layout_may_differ(self):
        self.assert_exits(0, *HALF, "--partition", "round_robin")
        self.assert_exits(0, *WHOLE, "--set", "limits.max_rate=2kHz", ranks=2)

    # The result

    def test_a_result_that_was_changed_by_hand_is_refused(self):
        self.assert_exits(0, *HALF)
        with h5py.File(self.result, "r+") as file:
            name = next(n for n, p in file["spikes"].items() if len(p["timestamps"]) > 3)
            file[f"spikes/{name}/timestamps"][2] += 0.1
        self.assert_refused(73, f"values of '/spikes/{name}/timestamps' are not what was written")

    def test_a_result_that_was_cut_off_is_refused(self):
        self.assert_exits(0, *HALF)
        with h5py.File(self.result, "r+") as file:
            name = next(n for n, p in file["spikes"].items() if len(p["timestamps"]) > 3)
            file[f"spikes/{name}/node_ids"].resize((1,))
        self.assert_refused(73, f"'/spikes/{name}/node_ids' has 1 rows")

    def test_a_result_that_is_gone_is_missed(self):
        self.assert_exits(0, *HALF)
        self.result.unlink()
        self.assert_refused(73, "this result is missing, but its checkpoint at 150 ms is there")

    # Disk and folder

    def test_a_full_disk_stops_the_run_and_the_checkpoint_before_stays_valid(self):
        self.assert_exits(0, *HALF)
        disk = self.folder / "disk"
        disk.mkdir()
        need = sum(f.stat().st_size for f in self.folder.iterdir() if f.is_file())
        mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={need + 300000}", "tmpfs",
                                  disk], check=False)
        if mounted.returncode != 0:
            self.skipTest("only root can make a small disk")
        self.addCleanup(subprocess.run, ["umount", disk], check=False)
        for file in list(self.folder.iterdir()):
            if file.is_file():
                shutil.move(file, disk / file.name)
        output = disk / "run.h5"
        done = self.assert_exits(74, *WHOLE, "--set", "limits.disk_free=0 B", "--checkpoint-every",
                                 "0.1s", output=output, ranks=2)
        self.assertIn("make room and run the same command again", done.stderr)
        subprocess.run(["mount", "-o", "remount,size=128m", disk], check=True)
        done = self.assert_exits(0, *WHOLE, output=output)
        self.assertIn("continuing from the checkpoint at 150", done.stderr)
        self.result = output
        whole = self.folder / "whole.h5"
        self.assert_exits(0, *WHOLE, output=whole)
        self.assertEqual(subprocess.run([H5DIFF, "--exclude-path", "/provenance", output, whole],
                                        check=False).returncode, 0)

    def test_a_folder_that_cannot_be_written_is_named(self):
        done = self.assert_exits(73, *HALF, output="/proc/no/run.h5")
        self.assertIn("/proc/no", done.stderr)

    # Two runs of one result

    def test_a_second_run_of_the_same_result_is_refused_until_the_first_is_gone(self):
        long = ["--set", "time.duration=1000s"]
        first = subprocess.Popen([BGSIM, "run", CONFIG, *SHORT, *long, "--output", self.result,
                                  "--quiet"], cwd=self.folder)
        self.addCleanup(first.kill)
        lock = self.folder / "run.lock"
        while not (lock.exists() and lock.read_text()):
            time.sleep(0.01)
        done = self.assert_exits(73, *long)
        self.assertIn(f"being written by process {first.pid} on", done.stderr)
        first.send_signal(signal.SIGKILL)  # which leaves the file
        first.wait()
        self.assertTrue(lock.exists())
        self.assert_exits(0, "--set", "time.duration=100ms", "--overwrite")
        self.assertFalse(lock.exists())

    def test_a_lock_of_another_host_is_respected(self):
        (self.folder / "run.lock").write_text("host elsewhere\nprocess 1\nsince 2020\n")
        done = self.assert_exits(73, *HALF)
        self.assertIn("process 1 on elsewhere", done.stderr)

    # Branches

    def test_a_branch_starts_where_the_warm_up_ended(self):
        self.assert_exits(0, *HALF)
        branch = self.folder / "branch.h5"
        self.assert_exits(0, *WHOLE, "--branch-from", self.checkpoint, output=branch)
        whole = self.folder / "whole.h5"
        self.assert_exits(0, *WHOLE, output=whole)
        with h5py.File(branch) as b, h5py.File(whole) as w:
            self.assertEqual(b["bgsim/start_ms"][()], 150.0)
            for name, spikes in w["spikes"].items():
                late = spikes["timestamps"][:] > 150.0
                for key in ("timestamps", "node_ids"):
                    self.assertEqual(list(b[f"spikes/{name}/{key}"]), list(spikes[key][late]))

    def test_a_branch_may_have_other_input_and_none_of_other_cells(self):
        self.assert_exits(0, *HALF)
        branch = self.folder / "branch.h5"
        options = [*WHOLE, "--branch-from", str(self.checkpoint)]
        self.assert_exits(0, *options, "--set", "input_seed=5", output=branch)
        done = self.assert_exits(73, *options, "--scale", "2", output=self.folder / "b2.h5")
        self.assertIn("its cells were", done.stderr)

    def test_a_branch_keeps_the_noise_that_it_has_and_begins_what_is_new(self):
        self.assert_exits(0, *HALF)
        whole = self.folder / "whole.h5"
        self.assert_exits(0, *WHOLE, output=whole)
        branch = self.folder / "branch.h5"
        nothing = "={current: {noise: {sd: 0 pA, tau: 5 ms}}}"  # moves the rows of the others
        done = self.assert_exits(0, *WHOLE, "--branch-from", self.checkpoint, "--set", f"inputs.a -> GPe{nothing}",
                                 "--set", f"inputs.a -> STN{nothing}", output=branch)
        self.assertIn("the noise 'a -> GPe' is not in the checkpoint: it begins anew", done.stderr)
        with h5py.File(branch) as b, h5py.File(whole) as w:
            for name, spikes in w["spikes"].items():
                late = spikes["timestamps"][:] > 150.0
                self.assertEqual(list(b[f"spikes/{name}/timestamps"]), list(spikes["timestamps"][late]))
        self.assert_exits(0, *WHOLE, "--branch-from", self.checkpoint, "--set", "inputs.noise -> GPe=~",
                          output=self.folder / "without.h5")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
