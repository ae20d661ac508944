#!/usr/bin/env python3
"""Is each member of an ensemble run exactly once, and equal to its single run, whatever happens?

ensemble_test.py BGSIM MPIEXEC SOURCE_FOLDER. Needs h5py.
"""

import os
import pathlib
import random
import signal
import sys
import tempfile
import time
import unittest

BGSIM, MPIEXEC, SOURCE = sys.argv[1:4]
sys.path.insert(0, str(pathlib.Path(SOURCE) / "tests" / "support"))
from ensembles import Ensembles  # noqa: E402

LOOP = str(pathlib.Path(SOURCE) / "configs" / "examples" / "small_loop.yaml")
SHORT = ["--set", "time.discard=0ms", "--threads", "1"]
STOPPED = 75


class EnsembleTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="bgsim-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.bgsim = Ensembles(BGSIM, MPIEXEC, folder.name)

    def assert_exits(self, code, *arguments, ranks=1):
        done = self.bgsim.run(*arguments, ranks=ranks)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def ensemble(self, code, *arguments, duration="100ms", ranks=1, config=LOOP):
        return self.assert_exits(code, "ensemble", config, *SHORT, "--set",
                                 f"time.duration={duration}", *arguments, ranks=ranks)

    def single_digest(self, seed, *arguments, duration="100ms"):
        self.assert_exits(0, "run", LOOP, *SHORT, "--set", f"time.duration={duration}", "--seed",
                          str(seed), *arguments, "--output", "single.h5", "--overwrite")
        return self.bgsim.digest("single.h5")

    def assert_complete(self, name, seeds, duration="100ms"):
        """Each member is there once, done, and equal to its single run."""
        found = self.bgsim.collected(name)
        self.assertEqual(list(found["seed"]), list(seeds))
        self.assertEqual(set(found["status"]), {"done"})
        self.assertEqual(set(found["exit_code"]), {0})
        for seed, digest, result in zip(found["seed"], found["spike_digest"], found["result"]):
            self.assertEqual(digest, self.bgsim.digest(f"{name}/{result}"))
            self.assertEqual(digest, self.single_digest(seed, duration=duration), seed)
            self.assertTrue(self.bgsim.have_same_spikes(f"{name}/{result}", "single.h5"), seed)
        self.assertEqual(self.bgsim.left_over(name), [])

    # What is run

    def test_members_over_groups_equal_their_single_runs(self):
        done = self.ensemble(0, "--seeds", "1-3,9", "--vary", "dopamine.level=0,0.8", "--output",
                             "many", ranks=3)
        found = self.bgsim.collected("many")
        self.assertEqual(list(found["seed"]), [1, 1, 2, 2, 3, 3, 9, 9])
        self.assertEqual(list(found["parameter_1_text"]), ["0", "0.8"] * 4)
        self.assertEqual(list(found["parameter_1"]), [0.0, 0.8] * 4)
        self.assertEqual(found["paths"]["parameter_1"], "dopamine.level")
        self.assertEqual(found["result"][5], "dopamine.level=0.8/seed-3.h5")
        self.assertEqual(list(found["populations"]), ["STN", "GPe"])
        for i, (seed, level) in enumerate(zip(found["seed"], found["parameter_1_text"])):
            digest = self.single_digest(seed, "--set", f"dopamine.level={level}")
            self.assertEqual(digest, found["spike_digest"][i])
            rates = self.bgsim.summary("single.h5")["rates_hz"]
            self.assertEqual([rates["STN"], rates["GPe"]], list(found["rates"][i]))
        self.assertEqual(done.stderr.count(": begun"), 8)
        self.assertEqual(done.stderr.count(": finished"), 8)
        self.assertRegex(done.stdout, r"0.8 +GPe +4 +\d+\.\d\d +\d+\.\d\d +\d+\.\d\d\.\.\d+\.\d\d")
        self.assertIn("members: 8 done of 8\n", done.stdout)

    def test_a_member_may_have_several_ranks(self):
        self.ensemble(0, "--seeds", "4-6", "--ranks-per-member", "2", "--output", "pairs", ranks=4)
        self.assertEqual(self.bgsim.summary("pairs/seed-5.h5")["ranks"], 2)
        self.assert_complete("pairs", [4, 5, 6])

    def test_default_folder_and_csv(self):
        done = self.ensemble(0, "--seeds", "1,2", "--csv")
        self.assertTrue((self.folder / "results/small_loop/ensemble/seed-2.h5").exists())
        lines = done.stdout.splitlines()
        self.assertEqual(lines[0], "population,members,mean_hz,sd_hz,ci95_low_hz,ci95_high_hz")
        self.assertEqual([line.split(",")[:2] for line in lines[1:]], [["STN", "2"], ["GPe", "2"]])

    def test_nothing_is_run_twice_and_more_seeds_are_added(self):
        self.ensemble(0, "--seeds", "1-3", "--output", "more", ranks=2)
        written = [(self.folder / f"more/seed-{n}.h5").stat().st_mtime_ns for n in (1, 2, 3)]
        again = self.ensemble(0, "--seeds", "1-5", "--output", "more", ranks=2)
        self.assertEqual(again.stderr.count(": begun"), 2)
        self.assertEqual(
            written, [(self.folder / f"more/seed-{n}.h5").stat().st_mtime_ns for n in (1, 2, 3)])
        self.assert_complete("more", range(1, 6))

    def test_a_longer_duration_continues_each_member(self):
        self.ensemble(0, "--seeds", "1,2", "--output", "longer")
        again = self.ensemble(0, "--seeds", "1,2", "--output", "longer", duration="150ms")
        self.assertEqual(again.stderr.count(": continued"), 2)
        self.assert_complete("longer", [1, 2], duration="150ms")

    def test_collecting_runs_nothing(self):
        self.ensemble(0, "--seeds", "1", "--output", "some")
        done = self.ensemble(0, "--seeds", "1,2", "--output", "some", "--collect")
        self.assertIn("members: 1 done, 1 waiting of 2", done.stdout)
        self.assertEqual(list(self.bgsim.collected("some")["status"]), ["done", "waiting"])
        self.assertFalse((self.folder / "some/seed-2.h5").exists())

    # What is refused

    def test_mistakes_of_all_combinations_are_found_before_anything_is_run(self):
        text = self.ensemble(78, "--seeds", "1-3", "--vary", "time.dt=0.1ms,x,7", "--vary",
                             "dopamin.level=0.5", "--output", "bad", ranks=2).stderr
        self.assertEqual(text.count("unknown section 'dopamin'"), 1)
        self.assertIn("--vary time.dt=x: ", text)
        self.assertIn("--vary time.dt=7: ", text)
        self.assertIn("\n3 errors; nothing was simulated\n", text)
        self.assertFalse((self.folder / "bad").exists())

    def test_contradictions_are_mistakes_of_the_command_line(self):
        for options, text in ((["--seeds", "1", "--seed", "2"], "--seeds instead of --seed"),
                              (["--seeds", "1-x"], "--seeds 1-x"),
                              (["--seeds", "1", "--vary", "seed=1,2"], "given by --seeds"),
                              (["--seeds", "1", "--ranks-per-member", "2"], "groups of 2"),
                              (["--seeds", "1", "--checkpoint-every", "never"], "wall time"),
                              (["--seeds", "1", "--collect", "--retry-failed"], "--collect and"),
                              (["--seeds", "1", "--precision", "single", "--vary",
                                "precision=single,double"], "--precision and --vary")):
            with self.subTest(options=options):
                self.assertIn(text, self.ensemble(64, *options).stderr)

    def test_results_of_another_configuration_are_left_alone(self):
        self.ensemble(0, "--seeds", "1", "--output", "other")
        before = (self.folder / "other/seed-1.h5").read_bytes()
        done = self.ensemble(73, "--seeds", "1,2", "--output", "other", "--set",
                             "dopamine.level=0.1")
        self.assertIn("dopamine.level: was", done.stderr)
        self.assertEqual(before, (self.folder / "other/seed-1.h5").read_bytes())
        self.assertEqual(list(self.bgsim.collected("other")["status"]), ["failed", "done"])

    # What goes wrong

    def test_failed_members_are_reported_and_left_until_they_are_to_be_retried(self):
        command = ["--seeds", "1-3", "--vary", "limits.max_rate=500Hz,0.1Hz", "--output", "fails"]
        first = self.ensemble(76, *command, duration="200ms", ranks=3)
        self.assertEqual(first.stderr.count(": failed (76): see fails/"), 3)
        self.assertIn("members: 3 done, 3 failed of 6", first.stdout)
        self.assertIn("failed (76), see fails/limits.max_rate=0.1Hz/seed-2.log", first.stdout)
        found = self.bgsim.collected("fails")
        self.assertEqual(list(found["exit_code"]), [0, 76] * 3)
        self.assertEqual(list(found["rates"][:, 0] == found["rates"][:, 0]), [True, False] * 3)
        self.assertEqual(found["units"]["parameter_1"], "Hz")
        second = self.ensemble(76, *command, duration="200ms", ranks=3)
        self.assertNotIn(": begun", second.stderr)
        third = self.ensemble(76, *command, "--retry-failed", duration="200ms", ranks=3)
        self.assertEqual(third.stderr.count(": begun") + third.stderr.count(": continued"), 3)

    def test_a_signal_to_one_rank_stops_all_groups_and_the_same_command_continues(self):
        command = ["ensemble", LOOP, *SHORT, "--set", "time.duration=12s", "--seeds", "1-4",
                   "--output", "stopped"]
        process = self.bgsim.start(*command, ranks=3)
        self.bgsim.wait_for(lambda: len(list((self.folder / "stopped").glob("seed-?.h5"))) >= 3)
        start = time.monotonic()
        os.kill(random.choice(self.bgsim.ranks_of(process)), signal.SIGTERM)
        out, err = process.communicate(timeout=60)
        self.assertEqual(process.returncode, STOPPED, out + err)
        self.assertLess(time.monotonic() - start, 20)
        self.assertEqual(err.count(": stopped after"), 3, err)
        self.assertIn("the same command continues", out)
        again = self.assert_exits(0, *command, ranks=2)
        self.assertEqual(again.stderr.count(": continued"), 3, err + again.stderr)
        self.assert_complete("stopped", range(1, 5), duration="12s")

    def test_the_wall_time_limit_stops_all_groups(self):
        done = self.ensemble(STOPPED, "--seeds", "1-4", "--max-walltime", "4s", "--output", "late",
                             duration="60s", ranks=2)
        self.assertEqual(done.stderr.count(": begun"), 2)
        self.assertIn("2 unfinished, 2 waiting of 4", done.stdout)

    def test_kills_at_any_time_lose_and_double_nothing(self):
        seeds = range(1, 9)
        command = ["ensemble", LOOP, *SHORT, "--set", "time.duration=8s", "--seeds", "1-8",
                   "--checkpoint-every", "0.1s", "--output", "killed"]
        chance = random.Random(7)
        n_kills = 0
        while n_kills < 8:
            process = self.bgsim.start(*command, ranks=3)
            time.sleep(chance.uniform(0.4, 1.5))
            if process.poll() is not None:
                process.communicate()
                break
            self.bgsim.kill(process)
            n_kills += 1
        self.assertGreaterEqual(n_kills, 2)
        self.assert_exits(0, *command, ranks=3)
        self.assert_complete("killed", seeds, duration="8s")

    def test_two_programs_share_an_ensemble(self):
        command = ["ensemble", LOOP, *SHORT, "--set", "time.duration=300ms", "--seeds", "1-8",
                   "--output", "shared"]
        programs = [self.bgsim.start(*command, ranks=2) for _ in range(2)]
        texts = [process.communicate(timeout=250) for process in programs]
        self.assertEqual([process.returncode for process in programs], [0, 0], texts)
        begun = [err.count(": begun") for _, err in texts]
        self.assertEqual(sum(begun), 8, texts)
        self.assertEqual(sum(err.count(": finished") for _, err in texts), 8)
        self.assert_complete("shared", range(1, 9), duration="300ms")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[4:]])
