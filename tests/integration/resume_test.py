#!/usr/bin/env python3
"""Is an interrupted run the same as one that was never interrupted, however it was stopped?

resume_test.py BGSIM MPIEXEC H5DIFF SOURCE_FOLDER [TRIALS [SEED]]

Each trial runs the example that uses every feature, stops it again and again at random times and in
random ways, each time on another layout, until it is complete; then spikes, samples and rates must
be those of the uninterrupted run. Checkpoints are written so often that many a SIGKILL comes while
one is being written. Needs only Python's standard library.
"""

import json
import os
import pathlib
import random
import signal
import subprocess
import sys
import tempfile
import time
import unittest

BGSIM, MPIEXEC, H5DIFF, SOURCE = sys.argv[1:5]
TRIALS = int(sys.argv[5]) if len(sys.argv) > 5 else 20
SEED = int(sys.argv[6]) if len(sys.argv) > 6 else 1
CONFIG = str(pathlib.Path(SOURCE) / "configs" / "examples" / "every_feature.yaml")
SHORTEST_MS = 1500  # of model time; includes everything that the example does at a given time
LOOP_S = 1.5  # what the uninterrupted run's loop takes at least
LAYOUTS = ((1, 1), (2, 1), (1, 2), (3, 1), (2, 2))  # ranks, threads
WAYS = ("TERM to one rank", "KILL of one rank", "KILL of one rank", "KILL of all",
        "USR2 to mpiexec", "wall time")


def ranks_of(launcher):
    """Process ids of the ranks below a launcher, or the program itself if it has none."""
    try:
        return [int(pid) for pid in
                pathlib.Path(f"/proc/{launcher}/task/{launcher}/children").read_text().split()]
    except FileNotFoundError:
        return []  # it has ended


class ResumeTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.scratch = tempfile.TemporaryDirectory(prefix="bgsim-resume-")
        cls.folder = pathlib.Path(cls.scratch.name)
        cls.duration_ms = SHORTEST_MS
        loop_s = cls.run_uninterrupted(cls.folder / "trial.h5")
        # A fast machine computes more: interruptions shall find the program at work there, too.
        cls.duration_ms = round(SHORTEST_MS * max(1.0, LOOP_S / loop_s))
        cls.whole = cls.folder / "whole.h5"
        # All times below are for a loop of LOOP_S; slow machines need more.
        cls.slowness = max(1.0, cls.run_uninterrupted(cls.whole) / LOOP_S)

    @classmethod
    def run_uninterrupted(cls, output):
        """Returns the seconds that its loop took."""
        code, text = cls.wait(cls.start(output, 1, 2, "--checkpoint-every", "never"))
        if code != 0:
            raise RuntimeError(text)
        return json.loads(output.with_suffix(".json").read_text())["loop_s"]

    @classmethod
    def tearDownClass(cls):
        cls.scratch.cleanup()

    @classmethod
    def start(cls, output, ranks, threads, *options):
        command = [MPIEXEC, "-n", str(ranks), BGSIM, "run", CONFIG, "--output", str(output),
                   "--threads", str(threads), "--quiet",
                   "--set", f"time.duration={cls.duration_ms}ms", *options]
        # Output goes to a file: a pipe would stay open in ranks that outlive a killed launcher.
        said = tempfile.TemporaryFile("w+", dir=cls.folder)
        process = subprocess.Popen(command, cwd=cls.folder, stdout=said, stderr=said)
        process.said = said
        return process

    slowness = 5.0  # until it is known

    @classmethod
    def wait(cls, process):
        code = process.wait(timeout=120 * cls.slowness)
        process.said.seek(0)
        return code, process.said.read()

    def interrupt(self, process, way, rng):
        ranks = ranks_of(process.pid)
        if not ranks or process.poll() is not None:
            return
        try:
            if way == "USR2 to mpiexec":
                process.send_signal(signal.SIGUSR2)
            elif way == "KILL of all":
                for pid in ranks:
                    os.kill(pid, signal.SIGKILL)
            elif way != "wall time":
                kind = signal.SIGTERM if way.startswith("TERM") else signal.SIGKILL
                os.kill(rng.choice(ranks), kind)
        except ProcessLookupError:
            pass  # it was faster

    def run_with_interruptions(self, output, rng):
        """Returns what was done, in words."""
        story = []
        for _ in range(60):
            ranks, threads = rng.choice(LAYOUTS)
            way = rng.choice(WAYS) if len(story) < 4 else None
            every = rng.choice((0.1, 0.3, 1.0)) * self.slowness
            options = ["--checkpoint-every", f"{every:.2f}s"]
            if way == "wall time":
                limit = rng.uniform(0.3, 1.5) * self.slowness
                options += ["--max-walltime", f"{limit:.2f}s"]
            process = self.start(output, ranks, threads, *options)
            if way:
                time.sleep(rng.uniform(0.3, 1.6) * self.slowness)
                self.interrupt(process, way, rng)
            code, text = self.wait(process)
            story.append(f"{ranks}x{threads} {way}: {code}")
            if code == 0:
                return story
            # 75 is ours; what a signal ends before the run has begun gives 128 + signal or 1.
            self.assertIn(code, (75, 1, 137, 143, 128 + signal.SIGUSR2), f"{story}\n{text}")
        self.fail(f"it never ends: {story}")

    def assert_same_result(self, output, story):
        digests = [json.loads(file.with_suffix(".json").read_text())["spike_digest"]
                   for file in (self.whole, output)]
        self.assertEqual(digests[0], digests[1], story)
        difference = subprocess.run(
            [H5DIFF, "--exclude-path", "/provenance", str(self.whole), str(output)],
            capture_output=True, text=True, check=False)
        self.assertEqual(difference.returncode, 0, f"{story}\n{difference.stdout}")

    def test_any_interruptions_on_any_layouts_leave_no_trace(self):
        rng = random.Random(SEED)
        n_stops = 0
        for trial in range(TRIALS):
            output = self.folder / f"trial-{trial}.h5"
            story = self.run_with_interruptions(output, rng)
            n_stops += len(story) - 1
            self.assert_same_result(output, story)
            for suffix in (".lock", ".checkpoint.h5.tmp"):
                self.assertFalse(output.with_suffix(suffix).exists(), story)
            for file in self.folder.glob(f"trial-{trial}.*"):
                file.unlink()
        print(f"{TRIALS} trials, {n_stops} interruptions", file=sys.stderr)
        self.assertGreater(n_stops, TRIALS // 2)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
