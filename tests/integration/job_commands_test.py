#!/usr/bin/env python3
"""Do `bgsim plan` and `bgsim slurm` say what a cluster needs to know?

job_commands_test.py BGSIM MPIEXEC SOURCE_FOLDER. Needs only Python's standard library.
"""

import json
import os
import pathlib
import shutil
import stat
import subprocess
import sys
import tempfile
import unittest

BGSIM, MPIEXEC, SOURCE = sys.argv[1:4]
LINDAHL = str(pathlib.Path(SOURCE) / "configs" / "lindahl2016" / "activation_control.yaml")
LOOP = str(pathlib.Path(SOURCE) / "configs" / "examples" / "small_loop.yaml")
SHORT = ["--set", "time.duration=20ms", "--set", "time.discard=0ms"]
UNSET = ("OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_NTASKS", "BGSIM_SITE", "BGSIM", "BGSIM_MPIRUN",
         "XDG_CONFIG_HOME")


class JobCommandsTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="bgsim-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.environment = {k: v for k, v in os.environ.items() if k not in UNSET}
        self.environment["HOME"] = folder.name

    def bgsim(self, *arguments, ranks=1, variables=None):
        launcher = [MPIEXEC, "-n", str(ranks)] if ranks > 1 else []
        return subprocess.run([*launcher, BGSIM, *arguments], cwd=self.folder, text=True,
                              capture_output=True, timeout=120, check=False,
                              env={**self.environment, **(variables or {})})

    def assert_exits(self, code, *arguments, **how):
        done = self.bgsim(*arguments, **how)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def write(self, name, text, executable=False):
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        if executable:
            file.chmod(file.stat().st_mode | stat.S_IXUSR)
        return str(file)

    def plan(self, *arguments, **how):
        return json.loads(self.assert_exits(0, "plan", *arguments, "--json", **how).stdout)

    # plan

    def test_plan_shows_memory_disk_messages_time_and_rates(self):
        text = self.assert_exits(0, "plan", LINDAHL, "--ranks", "4", "--threads", "2").stdout
        for words in ("synapses", "program and MPI", "two checkpoints", "2000 times in a second",
                      "real-time factor", "as published: STN (design)"):
            self.assertIn(words, text)

    def test_plan_of_many_ranks_is_quick_and_makes_no_files(self):
        plan = self.plan(LINDAHL, "--ranks", "4000", "--threads", "8", "--scale", "100")
        self.assertEqual(plan["ranks"], 4000)
        self.assertGreater(plan["synapses"], 5e9)
        self.assertLess(plan["largest_rank_bytes"]["total"], 1e9)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_plan_on_more_ranks_takes_less_memory_on_each(self):
        one, four = (self.plan(LINDAHL, "--ranks", n)["largest_rank_bytes"] for n in ("1", "4"))
        self.assertLess(four["synapses"], 0.5 * one["synapses"])

    def test_nodes_are_suggested(self):
        text = self.assert_exits(0, "plan", LINDAHL, "--node-memory", "64GB", "--node-cores",
                                 "32").stdout
        self.assertIn("the memory needs 1 node(s)", text)
        choice = self.plan(LINDAHL, "--scale", "100", "--node-memory", "16GB", "--node-cores",
                           "16")["node_choice"]
        self.assertGreater(choice["fewest"], 2)
        self.assertFalse(choice["options"][0]["fits"])

    def test_assumed_rate_is_the_users(self):
        self.assertEqual(self.plan(LOOP)["assumed_rates_hz"], {"STN": 10.0, "GPe": 10.0})
        rates = self.plan(LOOP, "--rate", "40Hz")["assumed_rates_hz"]
        self.assertEqual(rates, {"STN": 40.0, "GPe": 40.0})

    def test_plan_warns(self):
        text = self.assert_exits(0, "plan", LOOP, "--ranks", "9", "--threads", "1").stdout
        self.assertIn("warning: 9 ranks for 2 block(s)", text)

    def test_plan_under_mpirun_speaks_once_and_takes_its_ranks(self):
        self.assertEqual(self.plan(LOOP, ranks=2)["ranks"], 2)

    def test_wrong_options_are_refused(self):
        for option in (["--ranks", "0"], ["--node-memory", "64"], ["--node-memory", "5ms"],
                       ["--rate", "0Hz"], ["--node-cores", "-1"]):
            with self.subTest(option=option):
                self.assertIn(option[0], self.assert_exits(64, "plan", LOOP, *option).stderr)

    def test_plan_predicts_what_a_run_counts(self):
        self.assert_exits(0, "run", LOOP, *SHORT, "--threads", "2", "--quiet")
        run = json.loads((self.folder / "results" / "small_loop" / "seed-1.json").read_text())
        plan = self.plan(LOOP, *SHORT, "--threads", "2")
        counted = run["synapse_memory_bytes"]
        self.assertAlmostEqual(plan["mean_rank_bytes"]["synapses"], counted, delta=0.03 * counted)
        self.assertEqual(plan["neurons"], run["neurons"])

    def test_emulated_ranks_together_hold_the_network(self):
        self.assert_exits(0, "run", LINDAHL, *SHORT, "--scale", "0.05", "--threads", "1", "--quiet",
                          "--output", "run.h5")
        run = json.loads((self.folder / "run.json").read_text())
        ranks = [self.plan(LINDAHL, *SHORT, "--scale", "0.05", "--emulate", f"{i}/3", "--threads",
                           "1") for i in range(3)]
        self.assertEqual(sum(rank["synapses"] for rank in ranks), run["synapses"])
        for rank in ranks:
            stored = rank["measured"]["synapse_memory_bytes"]
            self.assertAlmostEqual(rank["predicted"]["synapse_memory_bytes"], stored,
                                   delta=0.05 * stored)
            self.assertGreater(rank["synaptic_events"], 0)

    def test_wrong_emulations_are_refused(self):
        for rank in ("3/3", "-1/3", "1", "0/0", "a/b"):
            with self.subTest(rank=rank):
                done = self.assert_exits(64, "plan", LINDAHL, f"--emulate={rank}")
                self.assertIn("--emulate", done.stderr)
        alone = self.bgsim("plan", LOOP, "--emulate", "0/2", ranks=2)
        self.assertEqual(alone.returncode, 64)
        self.assertEqual(alone.stderr.count("without mpirun"), 1)

    # slurm

    def test_script_runs_the_configuration_as_given(self):
        script = self.assert_exits(0, "slurm", LOOP, *SHORT, "--set", "description=it's a b",
                                   "--seed", "7").stdout
        file = self.write("job.sh", script)
        done = subprocess.run(["bash", file], cwd=self.folder, text=True, capture_output=True,
                              timeout=120, check=False,
                              env={**self.environment, "SLURM_SUBMIT_DIR": str(self.folder),
                                   "SLURM_CPUS_PER_TASK": "1", "BGSIM_MPIRUN": "env"})
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        run = json.loads((self.folder / "results" / "small_loop" / "seed-7.json").read_text())
        self.assertEqual(run["exit_code"], 0)

    def test_task_of_an_array_has_its_number_as_seed(self):
        script = self.assert_exits(0, "slurm", LOOP, *SHORT, "--array", "1-3").stdout
        self.assertIn("#SBATCH --array=1-3\n", script)
        file = self.write("job.sh", script)
        subprocess.run(["bash", file], cwd=self.folder, capture_output=True, timeout=120, check=True,
                       env={**self.environment, "SLURM_SUBMIT_DIR": str(self.folder),
                            "SLURM_CPUS_PER_TASK": "1", "BGSIM_MPIRUN": "env",
                            "SLURM_ARRAY_JOB_ID": "9", "SLURM_ARRAY_TASK_ID": "3"})
        self.assertTrue((self.folder / "results" / "small_loop" / "seed-3.h5").exists())

    def test_sizes_are_the_users(self):
        script = self.assert_exits(0, "slurm", LOOP, "--nodes", "3", "--ranks-per-node", "5",
                                   "--threads", "6", "--time", "3h50min").stdout
        for line in ("--nodes=3", "--ntasks-per-node=5", "--cpus-per-task=6", "--time=03:50:00",
                     "--signal=B:USR2@300", "--requeue"):
            self.assertIn(f"#SBATCH {line}\n", script)

    def test_site_is_found_where_it_may_stand(self):
        self.assertNotIn("--partition", self.assert_exits(0, "slurm", LOOP).stdout)
        self.write(".config/bgsim/site.yaml", "partition: of_user\n")
        self.assertIn("--partition=of_user", self.assert_exits(0, "slurm", LOOP).stdout)
        self.write("site.yaml", "partition: of_folder\n")
        self.assertIn("--partition=of_folder", self.assert_exits(0, "slurm", LOOP).stdout)
        named = self.write("named.yaml", "partition: named\nnode: {cores: 32, memory: 64 GB}\n")
        script = self.assert_exits(0, "slurm", LOOP, variables={"BGSIM_SITE": named}).stdout
        self.assertIn("--partition=named", script)
        self.assertIn("#SBATCH --mem=", script)
        given = self.write("given.yaml", "partition: given\n")
        script = self.assert_exits(0, "slurm", LOOP, "--site", given,
                                   variables={"BGSIM_SITE": named}).stdout
        self.assertIn("--partition=given", script)

    def test_mistakes_of_a_site_are_all_named(self):
        file = self.write("bad.yaml", "partitoin: a\nlongest_time: soon\n")
        text = self.assert_exits(78, "slurm", LOOP, "--site", file).stderr
        self.assertIn("bad.yaml:1:1: unknown key 'partitoin' in 'site'; did you mean 'partition'?",
                      text)
        self.assertIn("bad.yaml:2:15: 'longest_time' must be a time of a job", text)
        self.assert_exits(66, "slurm", LOOP, "--site", "no.yaml")
        self.assert_exits(66, "slurm", LOOP, variables={"BGSIM_SITE": "no.yaml"})

    def test_wrong_options_of_a_job_are_refused(self):
        for option in (["--time", "4 hours"], ["--array", "1-"], ["--array", "1;rm"], ["--nodes", "0"]):
            with self.subTest(option=option):
                self.assertIn(option[0], self.assert_exits(64, "slurm", LOOP, *option).stderr)
        text = self.assert_exits(64, "slurm", LOOP, "--seed", "1", "--array", "1-3").stderr
        self.assertIn("--seed and --array contradict each other", text)

    def test_warnings_go_to_stderr_and_not_into_the_script(self):
        done = self.assert_exits(0, "slurm", LOOP, "--nodes", "9")
        self.assertIn("warning: 18 ranks for 2 block(s)", done.stderr)
        self.assertNotIn("warning", done.stdout)

    def with_sbatch(self, body):
        self.write("bin/sbatch", f"#!/bin/sh\n{body}\n", executable=True)
        return {"PATH": f"{self.folder / 'bin'}:{self.environment['PATH']}"}

    def test_submitted_script_is_the_printed_one(self):
        path = self.with_sbatch("cat >submitted.sh; env >environment; echo Submitted batch job 12")
        printed = self.assert_exits(0, "slurm", LOOP).stdout
        done = self.assert_exits(0, "slurm", LOOP, "--submit", variables=path)
        self.assertEqual(done.stdout, "Submitted batch job 12\n")
        submitted = (self.folder / "submitted.sh").read_text()
        self.assertEqual(submitted.replace(" --submit", ""), printed)

    def test_job_does_not_inherit_what_mpi_adds_to_the_environment(self):
        path = self.with_sbatch("env >environment")
        self.assert_exits(0, "slurm", LOOP, "--submit", variables=path)
        names = {line.split("=")[0] for line in (self.folder / "environment").read_text().splitlines()}
        self.assertEqual({name for name in names - set(self.environment)
                          if name.startswith(("OMPI_", "PMIX_", "ORTE_", "PRTE_"))}, set())
        self.assertIn("HOME", names)

    def test_refused_job_is_an_error(self):
        path = self.with_sbatch("echo no such partition >&2; exit 1")
        text = self.assert_exits(73, "slurm", LOOP, "--submit", variables=path).stderr
        self.assertIn("no such partition", text)
        self.assertIn("sbatch refused the job", text)

    def test_without_slurm_a_job_cannot_be_submitted(self):
        path = self.folder / "without"  # what Open MPI itself starts, and no more
        path.mkdir()
        for name in ("orted", "ssh", "rsh", "sh"):
            if program := shutil.which(name):
                (path / name).symlink_to(program)
        text = self.assert_exits(66, "slurm", LOOP, "--submit",
                                 variables={"PATH": str(path)}).stderr
        self.assertIn("sbatch: there is no such program", text)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
