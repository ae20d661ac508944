#!/usr/bin/env python3
"""Does `bgsim cell` measure, write and say the right things?

cell_command_test.py BGSIM MPIEXEC SOURCE_FOLDER. Needs Python with h5py.
"""

import csv
import io
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import h5py

BGSIM, MPIEXEC, SOURCE = sys.argv[1:4]
EXAMPLE = str(pathlib.Path(SOURCE) / "configs" / "examples" / "f_I.yaml")
LAUNCHERS = ("OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_NTASKS")
STEP = ["--step", "0:100:400pA", "--settle", "100ms", "--duration", "500ms"]


class CellCommandTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="bgsim-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def cell(self, *arguments, ranks=1, variables=None):
        launcher = [MPIEXEC, "-n", str(ranks)] if ranks > 1 else []
        environment = {k: v for k, v in os.environ.items() if k not in LAUNCHERS}
        return subprocess.run([*launcher, BGSIM, "cell", *arguments], cwd=self.folder, text=True,
                              capture_output=True, timeout=600, check=False,
                              env={**environment, **(variables or {})})

    def assert_exits(self, code, *arguments, **how):
        done = self.cell(*arguments, **how)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def rows(self, *arguments):
        text = self.assert_exits(0, *arguments, "--csv", "-").stdout
        return list(csv.DictReader(io.StringIO(text)))

    # Protocols

    def test_cell_alone_is_described_by_default(self):
        text = self.assert_exits(0, "msn_d1", "snr").stdout
        self.assertRegex(text, r"\nmsn_d1 +qif +0 +0\.00 +- +-81\.85 +31\.0\d +~")
        self.assertRegex(text, r"\nsnr +adex +28 +14\.0\d +0\.00\d +- +- +-\n")

    def test_alias_is_as_good_as_a_name(self):
        by_name, by_alias = self.rows("msn_d1", *STEP), self.rows("dSPN", *STEP)
        self.assertEqual({row.pop("cell") for row in by_alias}, {"dSPN"})
        self.assertEqual({row.pop("cell") for row in by_name}, {"msn_d1"})
        self.assertEqual(by_alias, by_name)

    def test_step_gives_curve_and_rheobase(self):
        rows = self.rows("fsn", "--step", "0:100:300pA")
        self.assertEqual([float(row["current"]) for row in rows], [0, 100, 200, 300])
        # The file of the cell expects 30.05 and 42.21 Hz, and a rheobase of 100.195 pA.
        self.assertAlmostEqual(float(rows[2]["rate_hz"]), 30.05, delta=0.3)
        self.assertAlmostEqual(float(rows[3]["rate_hz"]), 42.21, delta=0.42)
        self.assertAlmostEqual(float(rows[0]["rheobase"]), 100.1, delta=0.3)
        self.assertLess(float(rows[0]["rheobase_resolution"]), 0.002)
        self.assertEqual(rows[0]["latency_ms"], "")
        self.assertGreater(float(rows[2]["latency_ms"]), float(rows[3]["latency_ms"]))

    def test_current_in_the_unit_of_the_model_is_the_same_current(self):
        in_pA = self.rows("gpi_pvpos", "--step", "0:10:20pA", "--duration", "500ms")
        own = self.rows("gpi_pvpos", "--step", "0:10:20mV/ms", "--duration", "500ms")
        self.assertEqual([row["rate_hz"] for row in in_pA], [row["rate_hz"] for row in own])
        area = self.rows("chin", "--step", "0:1:1uA/cm^2", "--duration", "500ms")
        pA = self.rows("chin", "--step", "0:113:113pA", "--duration", "500ms")
        self.assertEqual([row["spikes"] for row in area], [row["spikes"] for row in pA])

    def test_total_current_replaces_that_of_the_cell(self):
        added = self.rows("snr", "--step", "10pA", "--duration", "1s")
        total = self.rows("snr", "--step", "25pA", "--total", "--duration", "1s")  # I_e is 15 pA
        self.assertEqual(added[0]["rate_hz"], total[0]["rate_hz"])
        self.assertNotEqual(added[0]["rate_hz"], self.rows("snr", "--step", "25pA", "--duration",
                                                           "1s")[0]["rate_hz"])

    def test_ramp_finds_the_current_of_the_first_spike(self):
        rows = self.rows("fsn", "--ramp", "0:300pA", "--duration", "3s")
        current, time = float(rows[0]["current"]), float(rows[0]["time_ms"])
        self.assertAlmostEqual(current, time * 0.1, places=6)
        self.assertTrue(100 < current < 120, current)

    def test_hold_brings_a_pacemaker_to_rest(self):
        rows = self.rows("snr", "--spontaneous", "--hold=-20pA")
        self.assertEqual(rows[0]["spikes"], "0")
        self.assertLess(float(rows[0]["rest_mV"]), -56)

    def test_parameters_of_the_cell_can_be_set(self):
        # Six times the capacitance of a passive step means six times the time constant.
        self.write("leaky.json", '{"model": "lif", "params": {"C_m": "50 pF", "g_L": "5 nS", '
                   '"E_L": "-70 mV", "V_th": "-50 mV", "V_reset": "-60 mV"}}')
        for change, tau in ([], 10), (["--set", "C_m=300pF"], 60):
            row = self.rows("leaky.json", "--settle", "0s", *change)[0]
            self.assertAlmostEqual(float(row["tau_m_ms"]), tau, delta=0.01)
            self.assertAlmostEqual(float(row["R_in_MOhm"]), 200, delta=0.1)
            self.assertAlmostEqual(float(row["rest_mV"]), -70, delta=1e-4)

    def test_postsynaptic_potential_of_a_plastic_synapse(self):
        rows = self.rows("msn_d1", "--psp", "GABAA_1", "--train", "4@50Hz+2s", "--stp",
                         "U=0.5,tau_rec=800ms,tau_fac=0ms", "--hold", "100pA")
        self.assertEqual([float(row["arrival_ms"]) for row in rows], [0, 20, 40, 60, 2060])
        ratios = [float(row["ratio_to_first"]) for row in rows]
        self.assertEqual(ratios[0], 1)
        self.assertTrue(0.4 < ratios[1] < 0.6, ratios)  # depression: half of it was used up
        self.assertTrue(ratios[4] > 0.8, ratios)  # recovered
        self.assertGreater(float(rows[0]["amplitude_mV"]), 0.01)

    def test_dopamine_that_changes_nothing_is_told(self):
        self.assertIn("note: dopamine changes nothing of 'gpi_pvpos'",
                      self.assert_exits(0, "gpi_pvpos", "--dopamine", "0.2").stderr)
        self.assertEqual(self.assert_exits(0, "msn_d1", "--dopamine", "0.2").stderr, "")

    # Files

    def test_trace_writes_all_state_variables(self):
        text = self.assert_exits(0, "stn_pvneg", "--trace", "0,50pA", "--duration", "100ms",
                                 "--figure", "a.svg", "--output", "a.h5").stdout
        self.assertIn("V_m [mV], w [pA]", text)
        with h5py.File(self.folder / "a.h5") as file:
            report = file["report/stn_pvneg"]
            self.assertEqual(report["data"].shape, (6000, 4))
            self.assertEqual(list(report["mapping/time"]), [0, 600, 0.1])
        self.assertTrue((self.folder / "a.svg").read_text().startswith("<?xml"))

    def test_trace_goes_to_results_by_default(self):
        self.assert_exits(0, "--trace", "fsn", "--duration", "20ms")  # no current: a name follows
        for name in ("seed-0.h5", "seed-0.png"):
            self.assertTrue((self.folder / "results" / "trace" / name).exists(), name)

    def test_kept_configuration_repeats_the_spikes(self):
        self.assert_exits(0, "fsn", *STEP, "--keep-config", "a.yaml", "--output", "a.h5")
        run = subprocess.run([BGSIM, "run", "a.yaml", "--output", "b.h5", "--quiet"],
                             cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(run.returncode, 0, run.stderr)
        with h5py.File(self.folder / "a.h5") as a, h5py.File(self.folder / "b.h5") as b:
            for name in ("timestamps", "node_ids"):
                self.assertGreater(len(a[f"spikes/fsn/{name}"]), 10)
                self.assertEqual(list(a[f"spikes/fsn/{name}"]), list(b[f"spikes/fsn/{name}"]))

    def test_figure_is_drawn_and_its_parts_kept(self):
        self.assert_exits(0, "fsn", "msn_d1", *STEP, "--figure", "f.png", "--keep", "parts")
        self.assertEqual((self.folder / "f.png").read_bytes()[:4], b"\x89PNG")
        self.assertEqual({file.name for file in (self.folder / "parts").iterdir()},
                         {"figure.gp", "0-0.dat", "0-1.dat", "gnuplot.log"})

    def test_without_gnuplot_everything_else_is_there(self):
        programs = self.folder / "bin"
        programs.mkdir()
        for name in ("orted", "hydra_pmi_proxy"):  # what a single process of MPI may start
            if shutil.which(name):
                (programs / name).symlink_to(shutil.which(name))
        done = self.assert_exits(73, "fsn", *STEP, "--figure", "f.png", "--csv", "f.csv",
                                 variables={"PATH": str(programs), "OMPI_MCA_plm": "isolated"})
        self.assertIn("rheobase [pA]", done.stdout)
        self.assertIn("rate_hz", (self.folder / "f.csv").read_text())
        self.assertIn("f.png: no figure was drawn, there is no gnuplot in PATH; install it",
                      done.stderr)

    def test_existing_files_are_refused_before_anything_is_simulated(self):
        for option, name in (("--csv", "x.csv"), ("--figure", "x.png"), ("--output", "x.h5"),
                             ("--keep-config", "x.yaml")):
            self.write(name, "precious")
            text = self.assert_exits(73, "fsn", *STEP, option, name).stderr
            self.assertEqual(text, f"{option} {name}: this file exists already; use --overwrite to "
                             "replace it, or another name\n")
            self.assertEqual((self.folder / name).read_text(), "precious")
        self.assert_exits(0, "fsn", *STEP, "--csv", "x.csv", "--overwrite")

    def test_folders_of_files_are_made(self):
        self.assert_exits(0, "fsn", *STEP, "--csv", "new/folder/x.csv", "--keep-config", "b/x.yaml")
        self.assertTrue((self.folder / "new/folder/x.csv").exists())
        self.write("file", "")
        text = self.assert_exits(73, "fsn", *STEP, "--csv", "file/x.csv").stderr
        self.assertEqual(text, "--csv file/x.csv: cannot create its folder: Not a directory\n")

    def test_file_with_a_protocol(self):
        done = self.assert_exits(0, EXAMPLE, "--step", "0:200:400pA")
        self.assertRegex(done.stdout, r"\n +400 +34\.\d+ +25\.\d+ +53\.\d+\n")

    def test_ranks_agree(self):
        alone = self.assert_exits(0, "fsn", "snr", *STEP).stdout
        self.assertEqual(self.assert_exits(0, "fsn", "snr", *STEP, ranks=2).stdout, alone)
        text = self.assert_exits(66, "fan", ranks=2).stderr
        self.assertEqual(text.count("there is no cell 'fan'"), 1)

    # Expected behaviour

    def test_expected_values_are_met(self):
        done = self.assert_exits(0, "msn_d1", "fsn", "--expected", "--figure", "e.png")
        self.assertRegex(done.stdout, r"rate at 300 pA \[Hz\] +14\.99\d* +14\.9\d+ +[-+]0\.\d+ % +ok")
        self.assertNotIn("missed\n", done.stdout.split("expected | simulated")[0])

    def test_missed_value_has_its_exit_code(self):
        done = self.assert_exits(76, "fsn", "--expected", "--set", "V_th=-45mV")
        self.assertRegex(done.stdout, r"rate at 200 pA \[Hz\].* missed")

    # Mistakes

    def write(self, name, text):
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return str(file)

    def assert_message(self, code, message, *arguments):
        self.assertEqual(self.assert_exits(code, *arguments).stderr, message)

    def test_unknown_cell(self):
        self.assert_message(
            66, "bgsim cell msn_f1: there is no cell 'msn_f1' (no file 'msn_f1.json', nor a cell with "
            "this alias); did you mean 'msn_d1'?\n1 error; nothing was simulated\n", "msn_f1")

    def test_unit_of_another_kind(self):
        self.assert_message(
            78, "--step 0:5:30mV/ms: 'msn_d1' (qif) takes no current in mV/ms: its membrane has a "
            "capacitance in pF, but no area; write for example '30 pA'\n"
            "1 error; nothing was simulated\n", "msn_d1", "--step", "0:5:30mV/ms")
        self.assert_message(
            78, "--step 0:5:30uA/cm^2: 'gpi_pvpos' (izhikevich) takes no current in uA/cm^2: its "
            "equation has no membrane capacitance to divide by and counts in mV/ms (1 mV/ms is "
            "1 pA here); write for example '30 mV/ms' or '30 pA'\n"
            "1 error; nothing was simulated\n", "gpi_pvpos", "--step", "0:5:30uA/cm^2")

    def test_several_mistakes_at_once(self):
        self.assert_message(
            78, "--step 300:20:0pA: steps of 20 pA never lead from 300 pA to 0 pA; write for "
            "example 'by' as -30 pA\n"
            "--duration 3: 'duration' needs a time, '3' has no unit; write for example '3 ms'\n"
            "--set Cm=20pF: unknown parameter 'Cm' in 'populations.fsn.parameters'; did you mean "
            "'C_m'?\n"
            "3 errors; nothing was simulated\n",
            "fsn", "--step", "300:20:0pA", "--set", "Cm=20pF", "--duration", "3")

    def test_unknown_port(self):
        self.assert_message(
            78, "--psp AMPA: 'fsn' has no port 'AMPA'; use AMPA_1, GABAA_1, GABAA_2 or GABAA_3\n"
            "1 error; nothing was simulated\n", "fsn", "--psp", "AMPA")
        self.write("bare.json", '{"model": "lif", "params": {"C_m": "50 pF", "g_L": "5 nS", '
                   '"E_L": "-70 mV", "V_th": "-50 mV", "V_reset": "-60 mV"}}')
        self.assert_message(
            78, "--psp AMPA: 'bare.json' has no port 'AMPA'; it has none at all; give it one, for "
            "example with --set 'ports.AMPA={tau: 5 ms, E_rev: 0 mV}'\n"
            "1 error; nothing was simulated\n", "bare.json", "--psp", "AMPA")
        self.assert_exits(0, "bare.json", "--psp", "AMPA", "--set",
                          "ports.AMPA={tau: 5 ms, E_rev: 0 mV}")

    def test_wrong_command_lines(self):
        for arguments, message in (
                ([], "name a cell, for example 'bgsim cell msn_d1'; 'bgsim cells' lists them"),
                (["fsn", "--all"], "--all and names of cells contradict each other"),
                (["fsn", "--figure", "x.jpg"],
                 "--figure x.jpg: the name must end in .png or .svg"),
                (["fsn", "--output", "x.hdf"], "--output x.hdf: the name must end in .h5"),
                (["fsn", "--keep", "x"], "--keep keeps data and script of a figure; add --figure"),
                (["fsn", "--expected", "--output", "x.h5"], "--expected runs many simulations")):
            with self.subTest(arguments=arguments):
                self.assertIn(message, self.assert_exits(64, *arguments).stderr)

    def test_runaway_current_is_named(self):
        text = self.assert_exits(76, "snc_da", "--step", "0:50000:100000uA/cm^2", "--duration",
                                 "50ms").stderr
        self.assertRegex(text, r"snc_da at \d+ uA/cm\^2: V_m is -?nan from [\d.]+ ms on; check")

    def test_protocol_and_network_are_told_apart(self):
        loop = str(pathlib.Path(SOURCE) / "configs" / "examples" / "small_loop.yaml")
        self.assertIn("this file holds a network, no protocol; simulate it with 'bgsim run'",
                      self.assert_exits(78, loop).stderr)
        run = subprocess.run([BGSIM, "check", EXAMPLE], capture_output=True, text=True, check=False)
        self.assertRegex(run.stderr, r"f_I\.yaml:\d+:\d+: this file holds a protocol for single "
                         r"cells; run it with 'bgsim cell'")


if __name__ == "__main__":
    if not shutil.which("gnuplot"):
        sys.exit("gnuplot is missing: jobs/setup tests")
    unittest.main(argv=sys.argv[:1])
