#!/usr/bin/env python3
"""Do jobs that are stopped early go on from their checkpoint, with the spikes of an uninterrupted run?

stopped_jobs_test.py BGSIM SOURCE_FOLDER [arguments of unittest]. Starts a cluster of three nodes on
this machine, as root. Exit code 77 where that is impossible.
"""

import time

from job_test import JobTest, run_tests

# Two ranks on two nodes must meet every 0.1 ms, which takes them more than ten times as long as one
# process takes for the same simulation. So what shall be stopped runs on two nodes, and what shall
# be done soon, also the rest after a restart, runs in one process.
CHATTER = """
experiment: chatter
seed: 1
time: {duration: 60 s, dt: 0.1 ms}
populations:
  A:
    size: 40
    model: lif
    parameters: {C_m: 100 pF, g_L: 10 nS, E_L: -65 mV, V_th: -50 mV, V_reset: -60 mV}
    initial: {V_m: {uniform: [-65 mV, -50 mV]}}
    ports: {in: {type: current, tau: 5 ms}}
projections:
  A -> A: {port: in, connect: {rule: fixed_indegree, k: 10}, weight: -5 pA, delay: 0.1 ms}
inputs:
  noise -> A: {poisson: {rate: 2 kHz}, ports: {in: 18 pA}, delay: 1 ms}
record: {spikes: all}
"""
QUICK_AFTER_RESTART = """#!/bin/bash
[[ ${SLURM_RESTART_COUNT:-0} -eq 0 ]] || exec mpirun -np 1 "$@"
exec mpirun "$@"
"""
TWO_NODES = ["--nodes=2", "--ntasks-per-node=1", "--cpus-per-task=1"]
ALONE = ["--nodes=1", "--ntasks=1", "--cpus-per-task=1"]


class StoppedJobsTest(JobTest):
    def setUp(self):
        super().setUp()
        (self.folder / "chatter.yaml").write_text(CHATTER)
        launcher = self.folder / "quick_after_restart"
        launcher.write_text(QUICK_AFTER_RESTART)
        launcher.chmod(0o755)

    def submit_two_nodes(self, *arguments):
        """On two nodes; if it is started again under the same id, then in one process."""
        return self.cluster.submit(*TWO_NODES, *arguments, cwd=self.folder,
                                   variables={"BGSIM_MPIRUN": "./quick_after_restart"})

    def wait_for_file(self, name):
        file = self.folder / "results/chatter" / name
        end = time.monotonic() + 60
        while not file.exists() or file.stat().st_size == 0:
            self.assertLess(time.monotonic(), end, f"{name} has not come")
            time.sleep(0.1)

    def assert_is_as_alone(self, *options, seed=1):
        summary = self.summary(f"chatter/seed-{seed}.json")
        self.assertEqual(summary["exit_code"], 0)
        alone = self.alone(*options, "--seed", str(seed), config="chatter.yaml")
        self.assertEqual(summary["spike_digest"], alone["spike_digest"])

    def test_a_long_job_at_its_time_limit_returns_to_the_queue_until_it_is_done(self):
        # Slurm looks at limits every 30 s: the signal comes some time in the first half minute, and
        # the job must take longer. Two nodes take 0.1 s for a second of model time, or more.
        longer = ["--set", "time.duration=450s"]
        job = self.submit_two_nodes("--time=1", "--signal=B:USR2@60", "jobs/slurm_long.sh",
                                    "chatter.yaml", *longer)
        known, log = self.assert_ends(job, "COMPLETED", 0)
        self.assertGreaterEqual(int(known["Restarts"]), 1, log)
        self.assertIn("back into the queue, to go on from the checkpoint", log)
        self.assert_is_as_alone(*longer)

    def test_tasks_of_an_array_return_to_the_queue_each_for_itself(self):
        job = self.submit_two_nodes("--array=1-2", "jobs/slurm_array.sh", "chatter.yaml",
                                    "--max-walltime", "4s", "--overwrite")
        for seed in (1, 2):
            known, log = self.assert_ends(f"{job}_{seed}", "COMPLETED", 0)
            self.assertGreaterEqual(int(known["Restarts"]), 1, log)
            self.assert_is_as_alone(seed=seed)

    def test_a_job_stopped_by_hand_goes_on_when_it_is_submitted_again(self):
        command = ["jobs/slurm.sh", "chatter.yaml"]
        job = self.submit(*TWO_NODES, *command)
        self.wait_for_file("seed-1.h5")
        self.cluster.call("scancel", "--batch", "--signal=USR2", job)
        self.assert_ends(job, "FAILED", 75)
        stopped = self.summary("chatter/seed-1.json")
        self.assertEqual(stopped["exit_code"], 75)
        self.assertLess(stopped["simulated_s"], stopped["requested_s"])
        self.assert_ends(self.submit(*ALONE, *command), "COMPLETED", 0)
        self.assert_is_as_alone()

    def test_a_job_whose_node_dies_goes_on_elsewhere(self):
        job = self.submit_two_nodes("jobs/slurm.sh", "chatter.yaml", "--checkpoint-every", "1s")
        self.wait_for_file("seed-1.checkpoint.h5")
        node = self.cluster.show(job)["BatchHost"]  # that of rank 0, which holds the lock
        self.cluster.crash(node)
        known, log = self.assert_ends(job, "COMPLETED", 0)
        self.assertEqual(known["Restarts"], "1", log)
        self.assertNotEqual(known["BatchHost"], node)
        self.assert_is_as_alone()

    def test_a_cancelled_long_job_stays_out_of_the_queue_and_can_be_continued(self):
        command = ["jobs/slurm_long.sh", "chatter.yaml", "--checkpoint-every", "1s"]
        job = self.submit(*TWO_NODES, *command)
        self.wait_for_file("seed-1.checkpoint.h5")
        self.cluster.call("scancel", job)
        known = self.cluster.wait(job)
        self.assertEqual((known["JobState"], known["Restarts"]), ("CANCELLED", "0"))
        self.assert_ends(self.submit(*ALONE, *command), "COMPLETED", 0)
        self.assert_is_as_alone()

    def test_a_long_job_returns_to_the_queue_only_so_often(self):
        job = self.cluster.submit(*TWO_NODES, "jobs/slurm_long.sh", "chatter.yaml",
                                  "--max-walltime", "2s", cwd=self.folder,
                                  variables={"BGSIM_MAX_RESTARTS": "1"})
        known, log = self.assert_ends(job, "FAILED", 75)
        self.assertEqual(known["Restarts"], "1", log)
        self.assertIn("restarted 1 times; not again", log)

    def test_a_second_job_on_the_same_result_is_refused(self):
        command = [*TWO_NODES, "jobs/slurm.sh", "chatter.yaml"]
        first = self.submit(*command)
        self.wait_for_file("seed-1.h5")
        _, log = self.assert_ends(self.submit(*command), "FAILED", 73)
        self.assertIn(f"Slurm job {first}", log)
        self.cluster.call("scancel", first)


if __name__ == "__main__":
    run_tests()
