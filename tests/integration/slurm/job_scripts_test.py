#!/usr/bin/env python3
"""Do the scripts in jobs/ do on a Slurm cluster what they promise?

job_scripts_test.py BGSIM SOURCE_FOLDER [arguments of unittest]. Starts a cluster of three nodes on
this machine, as root. Exit code 77 where that is impossible.
"""

import csv
import re

from job_test import BGSIM, EXAMPLE, JobTest, run_tests

NODES = ["--nodes=2", "--ntasks-per-node=2", "--cpus-per-task=1"]


class JobScriptsTest(JobTest):
    def test_a_job_over_two_nodes_gives_the_spikes_of_one_process(self):
        job = self.submit(*NODES, "jobs/slurm.sh", EXAMPLE, "--seed", "7")
        known, _ = self.assert_ends(job, "COMPLETED", 0)
        self.assertEqual(known["NumNodes"], "2")
        summary = self.summary("every_feature/seed-7.json")
        self.assertEqual((summary["ranks"], summary["threads"], summary["exit_code"]), (4, 1, 0))
        self.assertEqual(summary["spike_digest"], self.alone("--seed", "7")["spike_digest"])

    def test_a_job_with_a_mistake_fails_with_the_code_of_bgsim(self):
        job = self.submit(*NODES, "jobs/slurm.sh", EXAMPLE, "--set", "time.duratoin=2s")
        _, log = self.assert_ends(job, "FAILED", 78)
        self.assertIn("did you mean 'duration'?", log)

    def test_an_array_runs_each_seed_once(self):
        job = self.submit("--array=1-4", "--cpus-per-task=1", "jobs/slurm_array.sh", EXAMPLE,
                          "--set", "time.duration=200ms")
        for seed in range(1, 5):
            self.assert_ends(f"{job}_{seed}", "COMPLETED", 0)
            alone = self.alone("--set", "time.duration=200ms", "--seed", str(seed))
            summary = self.summary(f"every_feature/seed-{seed}.json")
            self.assertEqual(summary["seed"], seed)
            self.assertEqual(summary["spike_digest"], alone["spike_digest"])

    def test_the_script_that_bgsim_writes_runs_as_an_array_over_nodes(self):
        text = self.cluster.call(BGSIM, "slurm", EXAMPLE, "--array", "3-4", "--nodes", "2",
                                 "--ranks-per-node", "1", "--threads", "1", "--time", "10min",
                                 "--submit", cwd=self.folder)
        job = re.search(r"Submitted batch job (\d+)", text).group(1)
        for seed in (3, 4):
            known, _ = self.assert_ends(f"{job}_{seed}", "COMPLETED", 0)
            self.assertEqual(known["NumNodes"], "2")
            summary = self.summary(f"every_feature/seed-{seed}.json")
            self.assertEqual(summary["ranks"], 2)
            self.assertEqual(summary["spike_digest"],
                             self.alone("--seed", str(seed))["spike_digest"])

    def test_jobs_share_the_members_of_an_ensemble(self):
        job = self.submit("--array=1-2", *NODES, "jobs/slurm_ensemble.sh", EXAMPLE, "--seeds",
                          "1-6", "--set", "time.duration=200ms")
        logs = [self.assert_ends(f"{job}_{task}", "COMPLETED", 0)[1] for task in (1, 2)]
        for seed in range(1, 7):
            alone = self.alone("--set", "time.duration=200ms", "--seed", str(seed))
            summary = self.summary(f"every_feature/ensemble/seed-{seed}.json")
            self.assertEqual(summary["spike_digest"], alone["spike_digest"], (seed, logs))
        self.assertTrue((self.folder / "results/every_feature/ensemble/ensemble.h5").exists())

    def test_a_scaling_study_in_a_job_goes_up_to_all_its_ranks(self):
        job = self.submit(*NODES, "jobs/scaling.sh", "strong", EXAMPLE,
                          "--set", "time.duration=200ms")
        self.assert_ends(job, "COMPLETED", 0)
        with open(self.folder / "results/scaling/every_feature-strong.csv", newline="") as file:
            rows = list(csv.DictReader(file))
        self.assertEqual([(row["ranks"], row["threads"]) for row in rows],
                         [("1", "1"), ("2", "1"), ("4", "1")])
        self.assertEqual(len({row["spike_digest"] for row in rows}), 1)


if __name__ == "__main__":
    run_tests()
