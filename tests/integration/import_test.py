#!/usr/bin/env python3
"""Does `bgsim import` write configurations that can be checked and run?

import_test.py BGSIM
"""

import json
import pathlib
import subprocess
import sys
import tempfile
import unittest

BGSIM = sys.argv[1]


def value(number, unit):
    return {"value": number, "unit": unit}


STN = {"model": "AdEx",
       "params": {"a": value(0.3, "nS"), "d": value(0.05, "pA"), "C": value(60, "pF"),
                  "Delta_T": value(16.2, "mV"), "E_L": value(-80.2, "mV"), "g_L": value(10, "nS"),
                  "I_ext": value(5, "pA"), "tau_w": value(333, "ms"), "th": value(15, "mV"),
                  "vt": value(-64, "mV"), "vr": value(-70, "mV"), "v": value(-69, "mV"),
                  "z": value(0, "pA")}}


def connection(pre, post, receptor, tau, g0, p):
    return {"pre": pre, "post": post, "receptor_type": receptor, "p": p, "weight": 1,
            "receptor_params": {receptor: {"g0": value(g0, "nS"), "tau_syn": value(tau, "ms"),
                                           "E_rev": value(0 if receptor == "AMPA" else -84, "mV"),
                                           "delay": value(2.5, "ms")}}}


NETWORK = {"neurons": [{"name": "Ext", "N": 40, "neuron_type": "poisson",
                        "target_rates": {"STN": {"equation": "500*Hz"}}},
                       {"name": "STN", "N": 40, "params_file": "./params_ref/STN_1.json"}],
           "connections": {"Ext_to_STN": connection("Ext", "STN", "AMPA", 4, 0.8, 1),
                           "STN_to_STN": connection("STN", "STN", "GABA", 8, 0.1, 0.2)},
           "simulation": {"duration": 300}}


class ImportTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="bgsim-test-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.write("params/STN_1.json", STN)
        self.write("config/small net.json", NETWORK)

    def write(self, name, content):
        file = self.folder / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(content, indent=1))

    def assert_exits(self, code, *arguments):
        done = subprocess.run([BGSIM, *arguments], cwd=self.folder, capture_output=True, text=True)
        self.assertEqual(done.returncode, code, done.stdout + done.stderr)
        return done

    def imports(self, code, *options):
        return self.assert_exits(code, "import", "brian2-json", "config/small net.json", "-o", "out",
                                 *options)

    def test_what_is_written_can_be_checked_and_run(self):
        text = self.imports(0).stdout
        self.assertIn("out/small net.yaml\nout/params/STN_1.json\n", text)
        self.assertIn("1 populations, 1 projections, 1 inputs", text)
        self.assertIn("(AdEx) are those of params/STN_1.json", text)
        self.assert_exits(0, "check", "out/small net.yaml")
        self.assert_exits(0, "run", "out/small net.yaml", "--threads", "1", "--output", "a.h5")
        rates = json.loads((self.folder / "a.json").read_text())["rates_hz"]
        self.assertGreater(rates["STN"], 1.0)
        self.assertLess(rates["STN"], 200.0)

    def test_receptors_may_be_shared_and_limited_as_the_project_does(self):
        strong = json.loads(json.dumps(NETWORK))
        strong["connections"]["STN_to_STN"] = connection("STN", "STN", "AMPA", 12, 5, 0.5)
        self.write("config/small net.json", strong)
        rates = {}
        for options in [[], ["--compat", "shared-receptors"]]:
            text = self.imports(0, "--overwrite", *options).stdout
            written = (self.folder / "out/small net.yaml").read_text()
            self.assertEqual(written.count("ceiling: 6.9 nS"), len(options) // 2)
            self.assertEqual("receptors are shared" in text, bool(options))
            self.assert_exits(0, "run", "out/small net.yaml", "--threads", "1", "--overwrite",
                              "--set", "limits.max_rate=10kHz", "--output", "a.h5")
            summary = json.loads((self.folder / "a.json").read_text())
            rates[len(options)] = summary["rates_hz"]["STN"]
        self.assertLess(rates[2], 0.7 * rates[0], "the ceiling holds back what excites itself")

    def test_existing_files_are_left_alone_unless_told(self):
        self.imports(0)
        file = self.folder / "out/params/STN_1.json"
        file.write_text("mine")
        self.assertIn("use --overwrite", self.imports(73).stderr)
        self.assertEqual(file.read_text(), "mine")
        self.imports(0, "--overwrite")
        self.assertNotEqual(file.read_text(), "mine")

    def test_mistakes_come_together_and_nothing_is_written(self):
        broken = json.loads(json.dumps(NETWORK))
        broken["connections"]["STN_to_STN"]["p"] = 2
        broken["connections"]["Ext_to_STN"]["post"] = "STM"
        self.write("config/small net.json", broken)
        text = self.imports(78).stderr
        self.assertRegex(text, r"config/small net.json:\d+:\d+: 'p' is 2")
        self.assertIn("there is no group 'STM'; did you mean 'STN'?", text)
        self.assertIn("2 errors", text)
        self.assertFalse((self.folder / "out").exists())

    def test_times_between_steps_are_mistakes(self):
        broken = json.loads(json.dumps(NETWORK))
        params = broken["connections"]["STN_to_STN"]["receptor_params"]["GABA"]
        params["delay"]["value"] = 0.25
        broken["simulation"]["duration"] = 300.05
        self.write("config/small net.json", broken)
        text = self.imports(78).stderr
        self.assertIn("'delay' is 0.25 ms, which is no multiple of 0.1 ms", text)
        self.assertIn("'duration' is 300.05 ms", text)
        self.assertFalse((self.folder / "out").exists())

    def test_values_that_no_configuration_may_have_are_refused(self):
        cell = json.loads(json.dumps(STN))
        cell["params"]["vr"]["value"] = 20
        self.write("params/STN_1.json", cell)
        self.assertIn("V_reset", self.imports(78).stderr)

    def test_missing_files_and_wrong_command_lines(self):
        (self.folder / "params/STN_1.json").unlink()
        self.assertIn("there is no file './params_ref/STN_1.json'", self.imports(66).stderr)
        self.assert_exits(66, "import", "brian2-json", "none.json", "-o", "out")
        self.assert_exits(64, "import", "nest", "none.json", "-o", "out")
        self.assert_exits(64, "import", "brian2-json", "config/small net.json")
        self.assertIn("shared-receptors", self.imports(64, "--compat", "all-receptors").stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=2)
