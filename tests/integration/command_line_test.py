#!/usr/bin/env python3
"""Does the program say the right thing, once, and return the right exit code?

command_line_test.py BGSIM MPIEXEC SOURCE_FOLDER. Needs only Python's standard library.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import unittest

BGSIM, MPIEXEC, SOURCE = sys.argv[1:4]
CONFIG = str(pathlib.Path(SOURCE) / "configs" / "examples" / "one_cell.yaml")
LOOP = str(pathlib.Path(SOURCE) / "configs" / "examples" / "small_loop.yaml")
SHORT = ["--set", "time.duration=20ms", "--set", "time.discard=0ms", "--threads", "1"]
BAD = "experiment: bad\nseed: 1\ntimee: {duration: 1 s}\npopulation: {}\n"
LAUNCHERS = ("OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_NTASKS")


class CommandLineTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="bgsim-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def bgsim(self, *arguments, ranks=1, variables=None):
        launcher = [MPIEXEC, "-n", str(ranks)] if ranks > 1 else []
        environment = {k: v for k, v in os.environ.items() if k not in LAUNCHERS}
        return subprocess.run([*launcher, BGSIM, *arguments], cwd=self.folder, text=True,
                              capture_output=True, timeout=120, check=False,
                              env={**environment, **(variables or {})})

    def assert_exits(self, code, *arguments, **how):
        done = self.bgsim(*arguments, **how)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def assert_close(self, a, b, path=""):
        """The same but for the rounding of sums, whose order depends on the ranks."""
        self.assertEqual(type(a), type(b), path)
        if isinstance(a, float):
            self.assertAlmostEqual(a, b, delta=1e-9 * max(1.0, abs(b)), msg=path)
        elif isinstance(a, dict):
            self.assertEqual(a.keys(), b.keys(), path)
            for key in a:
                self.assert_close(a[key], b[key], f"{path}.{key}")
        elif isinstance(a, list):
            self.assertEqual(len(a), len(b), path)
            for i, (x, y) in enumerate(zip(a, b)):
                self.assert_close(x, y, f"{path}[{i}]")
        else:
            self.assertEqual(a, b, path)

    def write(self, name, text):
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
        return str(file)

    # Help

    def test_help_lists_the_commands_and_examples(self):
        text = self.assert_exits(0, "--help").stdout
        for command in ("run", "ensemble", "validate", "check", "plan", "slurm", "analyze", "compare",
                        "export", "import", "models", "cells", "info", "Examples:"):
            self.assertIn(command, text)

    def test_each_command_has_help(self):
        for command in ("run", "ensemble", "validate", "check", "plan", "slurm", "analyze", "compare",
                        "export", "import", "models", "cells", "info"):
            self.assertIn(f"Usage: bgsim {command}", self.assert_exits(0, command, "--help").stdout)

    def test_version_is_one_line(self):
        self.assertRegex(self.assert_exits(0, "--version").stdout, r"^bgsim \d+\.\d+\.\d+ \(.+\)\n$")

    def test_info_names_libraries_and_cores(self):
        text = self.assert_exits(0, "info").stdout
        for key in ("version", "commit", "compiler", "MPI", "HDF5", "cores", "instruction sets"):
            self.assertIn(key, text)

    def test_models_can_be_listed_and_described(self):
        self.assertIn("qif", self.assert_exits(0, "models").stdout)
        self.assertIn("C_m", self.assert_exits(0, "models", "QIF").stdout)

    # Wrong command lines: 64

    def test_no_command_shows_the_help(self):
        self.assertIn("Usage: bgsim", self.assert_exits(64).stderr)

    def test_misspelt_command_names_the_nearest(self):
        self.assertIn("did you mean 'run'?", self.assert_exits(64, "rnu").stderr)

    def test_misspelt_option_names_the_nearest(self):
        text = self.assert_exits(64, "run", CONFIG, "--sede", "4").stderr
        self.assertIn("unknown option '--sede'; did you mean '--seed'?", text)

    def test_wrong_values_of_options_are_refused(self):
        for option in (["--seed", "-1"], ["--seed", "99999999999999999999"], ["--isa", "v9"],
                       ["--scale", "0"], ["--threads", "0"], ["--output", "x.txt"]):
            with self.subTest(option=option):
                self.assertIn(option[0], self.assert_exits(64, "run", CONFIG, *option).stderr)

    def test_factors_on_sizes_are_positive_numbers(self):
        for factor in ("nan", "inf", "0", "-1", "10%", "1e999", "x"):
            with self.subTest(factor=factor):
                text = self.assert_exits(64, "check", CONFIG, "--scale", factor).stderr
                self.assertIn(f"a factor above 0, for example 0.1, not {factor}\n", text)

    def test_options_with_few_values_name_them_and_take_no_others(self):
        for option, value, names in (("--progress", "2", "auto, tty, plain, json, none"),
                                     ("--isa", "v9", "auto, v2, v3, v4"),
                                     ("--partition", "0", "by_population, round_robin"),
                                     ("--precision", "half", "double, single")):
            with self.subTest(option=option):
                text = self.assert_exits(64, "run", CONFIG, option, value).stderr
                self.assertIn(f"{option}: must be one of: {names}; not {value}\n", text)

    def test_number_of_ranks_is_the_launchers(self):
        for option in ("--ranks", "-n", "--np"):
            text = self.assert_exits(64, "run", CONFIG, option, "4").stderr
            self.assertIn("start it with 'mpirun -n N bgsim run ...'", text)

    def test_unknown_option_without_a_near_one_lists_all(self):
        text = self.assert_exits(64, "run", CONFIG, "--xyzzyplugh").stderr
        for option in ("--set", "--scale", "--no-output", "--progress", "--quiet"):
            self.assertIn(option, text)
        self.assertNotIn(" ...\n", text)

    def test_no_output_contradicts_output(self):
        text = self.assert_exits(64, "run", CONFIG, "--no-output", "--output", "x.h5").stderr
        self.assertIn("--no-output and --output", text)

    def test_set_without_a_value_is_a_mistake_of_the_command_line(self):
        for text in ("seed", "=3"):
            error = self.assert_exits(64, "check", CONFIG, "--set", text).stderr
            self.assertIn(f"'{text}' is not PATH=VALUE; write for example", error)

    def test_set_does_not_swallow_the_configuration(self):
        self.assert_exits(0, "check", "--set", "seed=3", CONFIG)

    def test_copies_instead_of_ranks_are_refused(self):
        text = self.assert_exits(64, "run", CONFIG, variables={"SLURM_NTASKS": "4"}).stderr
        self.assertIn("srun bgsim", text)

    # Wrong configurations: 66 and 78

    def test_missing_configuration(self):
        self.assertIn("no.yaml", self.assert_exits(66, "run", "no.yaml").stderr)

    def test_mistakes_are_all_named_with_their_place_and_counted(self):
        file = self.write("bad.yaml", BAD)
        for command in ("run", "check"):
            text = self.assert_exits(78, command, file).stderr
            self.assertRegex(text, r"bad\.yaml:3:\d+: .*'timee'.*did you mean 'time'\?")
            self.assertRegex(text, r"bad\.yaml:4:\d+: .*'population'")
            self.assertRegex(text, r"\n\d+ errors; nothing was simulated\n$")

    def test_ranks_report_a_mistake_once(self):
        file = self.write("bad.yaml", BAD)
        text = self.assert_exits(78, "run", file, ranks=2).stderr
        self.assertEqual(text.count("'timee'"), 1, text)
        self.assertEqual(text.count("nothing was simulated"), 1, text)

    def test_ranks_report_a_missing_file_once(self):
        text = self.assert_exits(66, "check", "no.yaml", ranks=2).stderr
        self.assertEqual(text.count("no.yaml"), 1, text)

    # Running

    def test_check_shows_the_network_and_writes_nothing(self):
        self.assertIn("populations", self.assert_exits(0, "check", CONFIG).stdout)
        self.assertEqual(list(self.folder.iterdir()), [])

    def test_run_writes_result_log_and_summary(self):
        done = self.assert_exits(0, "run", CONFIG, *SHORT, "--output", "out/x.h5")
        self.assertIn("result: out/x.h5", done.stdout)
        self.assertNotIn("\r", done.stderr)
        self.assertEqual(sorted(file.name for file in (self.folder / "out").iterdir()),
                         ["x.checkpoint.h5", "x.h5", "x.json", "x.log"])
        summary = json.loads((self.folder / "out" / "x.json").read_text())
        self.assertEqual(summary["exit_code"], 0)
        log = (self.folder / "out" / "x.log").read_text()
        self.assertTrue(log.startswith("bgsim "))
        self.assertIn("spike digest", log)

    def test_log_tells_where_the_run_comes_from(self):
        self.write("base.yaml", pathlib.Path(CONFIG).read_text())
        file = self.write("mine.yaml", "include: base.yaml\nseed: 3\n")
        self.assert_exits(0, "run", file, *SHORT, "--set", "description=a b", "--scale", "1",
                          "--output", "x.h5", "--quiet")
        head = (self.folder / "x.log").read_text()
        self.assertRegex(head, r"\nstarted: \d{4}-\d\d-\d\dT")
        self.assertRegex(head, r"\ncommand: .*bgsim'? run .*mine\.yaml .* --set 'description=a b' "
                               r"--scale 1 --output x\.h5 --quiet\n")
        self.assertRegex(head, r"\nconfiguration: .*mine\.yaml, .*base\.yaml\n")

    def test_quiet_run_tells_why_it_ends_early(self):
        done = self.assert_exits(76, "run", LOOP, "--set", "time.discard=0s", "--set",
                                 "limits.max_rate=0.001 Hz", "--no-output", "--quiet")
        self.assertIn("bgsim: error: ", done.stderr)
        self.assertIn("limits.max_rate", done.stderr)

    def test_rates_of_a_run_that_ends_before_discard_are_no_zeros(self):
        done = self.assert_exits(76, "run", LOOP, "--set", "time.duration=2s", "--set",
                                 "time.discard=1s", "--set", "limits.max_rate=0.001 Hz",
                                 "--output", "x.h5")
        self.assertRegex(done.stdout, r"STN +\d+ +-")
        self.assertIn("ended early: simulated 0.1 of 2 s", done.stdout)
        summary = json.loads((self.folder / "x.json").read_text())
        self.assertEqual(set(summary["rates_hz"].values()), {None})
        self.assertEqual(summary["written_s"], summary["simulated_s"])

    def test_too_little_free_space_is_refused(self):
        text = self.assert_exits(73, "run", CONFIG, *SHORT, "--set", "limits.disk_free=1000000000 GB",
                                 "--output", "x.h5").stderr
        self.assertRegex(text, r"x\.h5: .* are free, limits\.disk_free needs ")

    def test_default_name_comes_from_experiment_and_seed(self):
        self.assert_exits(0, "run", CONFIG, *SHORT, "--seed", "5", "--quiet")
        self.assertEqual(len(list(self.folder.glob("results/*/seed-5.h5"))), 1)

    def test_quiet_run_without_output_leaves_no_trace(self):
        done = self.assert_exits(0, "run", CONFIG, *SHORT, "--quiet", "--no-output")
        self.assertEqual((done.stdout, list(self.folder.iterdir())), ("", []))

    def test_existing_result_is_refused_untouched_before_anything_is_built(self):
        self.write("x.h5", "precious")
        for ranks in (1, 2):
            text = self.assert_exits(73, "run", CONFIG, *SHORT, "--output", "x.h5",
                                     ranks=ranks).stderr
            self.assertEqual(text.count("x.h5: is in the way and no result of bgsim; remove it"), 1)
        self.assertEqual((self.folder / "x.h5").read_text(), "precious")
        self.assertEqual([file.name for file in self.folder.iterdir()], ["x.h5"])

    def test_existing_result_can_be_overwritten(self):
        for more in ([], ["--overwrite"]):
            self.assert_exits(0, "run", CONFIG, *SHORT, "--output", "x.h5", "--quiet", *more)

    def test_output_that_cannot_be_created(self):
        self.write("file", "")
        for ranks in (1, 2):
            text = self.assert_exits(73, "run", CONFIG, *SHORT, "--output", "file/x.h5",
                                     ranks=ranks).stderr
            self.assertEqual(text.count("file/x"), 1, text)

    # Analysing

    def test_analyze_shows_rates_as_table_and_as_csv(self):
        self.assert_exits(0, "run", CONFIG, *SHORT, "--output", "x.h5", "--quiet")
        self.assertIn("MSN", self.assert_exits(0, "analyze", "x.h5").stdout)
        csv = self.assert_exits(0, "analyze", "x.h5", "--csv", "--window", "5ms:20 ms").stdout
        self.assertTrue(all("," in line for line in csv.splitlines()))

    def test_analyze_is_the_same_on_any_number_of_ranks(self):
        self.assert_exits(0, "run", LOOP, "--set", "time.duration=2s", "--output", "x.h5", "--quiet")
        alone = json.loads(self.assert_exits(0, "analyze", "x.h5", "--json").stdout)
        self.assertEqual(alone["settings"]["window_ms"], [200.0, 2000.0])
        for ranks in (2, 3):
            shared = self.assert_exits(0, "analyze", "x.h5", "--json", ranks=ranks).stdout
            self.assert_close(json.loads(shared), alone)

    def test_analyze_shows_responses_and_tables(self):
        self.assert_exits(0, "run", LOOP, "--set", "time.duration=2s", "--output", "x.h5", "--quiet")
        text = self.assert_exits(0, "analyze", "x.h5", "--stimulus", "1s:1.2s").stdout
        for heading in ("Regularity", "Rhythm", "Coherence", "Response to stimuli"):
            self.assertIn(heading, text)
        rows = self.assert_exits(0, "analyze", "x.h5", "--table", "events", "--events", "1s,1.2s",
                                 "--around=-50ms:50ms").stdout.splitlines()
        self.assertEqual(rows[0], "from_ms,STN,GPe")
        self.assertEqual(len(rows), 21)

    def test_analyze_explains_settings_that_do_not_fit(self):
        self.assert_exits(0, "run", LOOP, *SHORT, "--output", "x.h5", "--quiet")
        for option, value, remedy in (("--bin", "0.25ms", "for example 0.3 ms"),
                                      ("--segment", "3ms", "8 to 1e+08 bins of 1 ms"),
                                      ("--segment", "1e300 s", "8 to 1e+08 bins"),
                                      ("--band", "600Hz:700Hz", "only 0 to 500 Hz"),
                                      ("--band", "1ms:2ms", "write for example 13Hz:30Hz"),
                                      ("--stimulus", "2s", "write for example 5s:6s"),
                                      ("--events", "2", "for example '2s'"),
                                      ("--table", "spectrum", "must be one of"),
                                      ("--table", "events", "with --events"),
                                      ("--events", "19ms", "none of 1 lies within 0 to 20 ms"),
                                      ("--event-bin", "1.5 ms", "multiple of --bin"),
                                      ("--around=-1ms:3ms", None, "multiple of --event-bin"),
                                      ("--window", "5ms:5.01ms", "holds no step"),
                                      ("--fano-window", "0 ms", "above 0")):
            with self.subTest(option=option, value=value):
                words = [option] if value is None else [option, value]
                text = self.assert_exits(64, "analyze", "x.h5", *words).stderr
                self.assertIn(option.split("=")[0], text)
                self.assertIn(remedy, text)

    def test_compare_tells_equal_results_from_different_ones(self):
        for seed in ("1", "2"):
            self.assert_exits(0, "run", LOOP, "--set", "time.duration=1s", "--seed", seed,
                              "--output", f"{seed}.h5", "--quiet")
        self.assert_exits(0, "run", LOOP, "--set", "time.duration=2s", "--output", "long.h5",
                          "--quiet")
        self.assertIn("identical:", self.assert_exits(0, "compare", "1.h5", "1.h5").stdout)
        text = self.assert_exits(1, "compare", "1.h5", "long.h5").stdout
        self.assertIn("identical in what both have", text)
        for option, value in (("--window", "500ms:500.01ms"), ("--sample-bin", "0.01ms")):
            self.assertIn(option, self.assert_exits(64, "compare", "1.h5", "2.h5", option,
                                                    value).stderr)
        text = self.assert_exits(1, "compare", "1.h5", "2.h5").stdout
        self.assertRegex(text, r"not identical: cell \d+ of (STN|GPe) fires at [\d.]+ ms in [AB] only")
        self.assertIn("seed: 1 | 2", text)
        self.assertIn("KS distance", text)

    def test_compare_refuses_what_cannot_be_compared(self):
        self.assert_exits(0, "run", LOOP, *SHORT, "--output", "a.h5", "--quiet")
        self.assert_exits(0, "run", CONFIG, *SHORT, "--output", "b.h5", "--quiet")
        self.assertIn("no population in common",
                      self.assert_exits(66, "compare", "a.h5", "b.h5").stderr)
        self.assertIn("no.h5", self.assert_exits(66, "compare", "a.h5", "no.h5").stderr)
        self.assertIn("both results hold 0 to 20 ms",
                      self.assert_exits(64, "compare", "a.h5", "a.h5", "--window", "1s:").stderr)

    def test_analyze_refuses_windows_outside_of_the_result(self):
        self.assert_exits(0, "run", CONFIG, *SHORT, "--output", "x.h5", "--quiet")
        for window in ("5ms:30ms", "30ms:", "-5ms:10ms"):
            text = self.assert_exits(64, "analyze", "x.h5", f"--window={window}").stderr
            self.assertIn("the result holds 0 to 20 ms", text)

    def test_analyze_of_data_that_end_before_discard_says_what_to_do(self):
        self.assert_exits(76, "run", LOOP, "--set", "time.duration=2s", "--set",
                          "time.discard=1s", "--set", "limits.max_rate=0.001 Hz",
                          "--output", "x.h5", "--quiet")
        text = self.assert_exits(66, "analyze", "x.h5").stderr
        self.assertIn("starts at time.discard (1000 ms); use for example --window 0s:", text)
        self.assert_exits(0, "analyze", "x.h5", "--window", "0s:")

    def test_analyze_of_a_run_that_has_not_flushed_yet_says_so(self):
        file = self.folder / "x.h5"
        environment = {k: v for k, v in os.environ.items() if k not in LAUNCHERS}
        with subprocess.Popen([BGSIM, "run", LOOP, "--set", "time.duration=1000s", "--quiet",
                               "--threads", "1", "--output", str(file)], env=environment) as run:
            while run.poll() is None and not (file.exists() and file.stat().st_size > 0):
                time.sleep(0.01)
            time.sleep(0.3)  # created, but before the first flush
            run.kill()
        text = self.assert_exits(66, "analyze", "x.h5").stderr
        self.assertIn("nothing has been written yet, or the run was killed before", text)

    def test_analyze_without_recorded_spikes_says_so(self):
        self.assert_exits(0, "run", CONFIG, *SHORT, "--set", "record.spikes=none", "--output",
                          "x.h5", "--quiet")
        self.assertIn("no spikes were recorded", self.assert_exits(66, "analyze", "x.h5").stderr)

    def test_analyze_names_populations_without_recorded_spikes(self):
        self.assert_exits(0, "run", LOOP, *SHORT, "--set", "record.spikes=[STN]", "--output",
                          "x.h5", "--quiet")
        text = self.assert_exits(0, "analyze", "x.h5").stdout
        self.assertRegex(text, r"\nspikes were not recorded: .*GPe")

    def test_analyze_refuses_what_is_no_result(self):
        self.write("x.h5", "no HDF5")
        self.assertIn("is no result of bgsim", self.assert_exits(66, "analyze", "x.h5").stderr)

    def test_analyze_refuses_what_it_cannot_read(self):
        self.assert_exits(66, "analyze", "no.h5")
        for window in ("5", "1s", "1mV:2mV", "a:b", "9s:1s"):
            with self.subTest(window=window):
                text = self.assert_exits(64, "analyze", "no.h5", "--window", window).stderr
                self.assertIn("--window", text)

    def test_export_writes_what_was_recorded(self):
        self.assert_exits(0, "run", CONFIG, *SHORT, "--output", "x.h5", "--quiet")
        names = self.assert_exits(0, "export", "x.h5", "-o", "tables", ranks=2).stdout.split()
        self.assertEqual(names, ["tables/spikes.csv", "tables/samples-MSN.csv"])
        samples = (self.folder / "tables" / "samples-MSN.csv").read_text().splitlines()
        self.assertEqual(samples[0], "time_ms,cell,V_m [mV],u [pA]")
        self.assertEqual(len(samples), 201)  # every 0.1 ms of 20 ms
        self.assertIn("exists already",
                      self.assert_exits(73, "export", "x.h5", "-o", "tables").stderr)
        self.assert_exits(0, "export", "x.h5", "-o", "tables", "--overwrite")
        self.assertIn("the result holds 0 to 20 ms",
                      self.assert_exits(64, "export", "x.h5", "-o", "new", "--window", "1s:").stderr)
        self.assertFalse((self.folder / "new").exists())
        self.write("file", "")
        self.assert_exits(73, "export", "x.h5", "-o", "file")
        self.assertIn("--output", self.assert_exits(64, "export", "x.h5").stderr)

    def test_json_progress_can_be_parsed(self):
        text = self.assert_exits(0, "run", CONFIG, *SHORT, "--no-output", "--progress",
                                 "json").stderr
        lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
        self.assertEqual(lines[-1]["fraction"], 1.0)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
