#!/usr/bin/env python3
"""Does the Ortone et al. (2023) network still consist of the published numbers?

Compares configs/ortone2023/ and params/ortone2023/ with ortone2023_published.json, both ways: every published number
is there, and nothing else is. Needs only Python 3 and PyYAML (Debian: python3-yaml).
"""
import re
import unittest

from network_files import ROOT, cell_of, load, number, published

CONFIGS = ROOT / "configs" / "ortone2023"
PUBLISHED = published("ortone2023")
DEPLETIONS = ("0.85", "0.95", "1.03")


def expected_parameters(published):
    """The published numbers under the names of our models."""
    p = {"C_m": published["C_m"], "E_L": published["E_L"], "V_th": published["V_th"], "V_reset": published["V_res"],
         "V_peak": published["V_peak"], "I_e": published["I_e"], "t_ref": published["t_ref"]}
    if published["model"] == "aeif":
        return p | {"g_L": published["g_L"], "Delta_T": published["Delta_T"], "tau_w": published["tau_w"],
                    "V_a": published["E_L"], "a_1": published["a"], "a_2": published["a"], "b": published["b"]}
    p |= {"k": published["k"], "a": 1 / published["tau_w"], "d": published["b"]}
    if published["model"] == "aqif":
        return p | {"V_b": published["E_L"], "b_1": published["a"], "b_2": published["a"], "b_3": 0}
    return p | {"V_b": published["V_b"], "b_1": 0, "b_2": 0, "b_3": 0, "b_4": published["a"]}  # aqif2


class Ortone2023Test(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.network = load(CONFIGS / "network.yaml")
        cls.cells = {name: cell_of(p) for name, p in cls.network["populations"].items()}

    def each(self, published, found):
        """Check that the names agree; then pair what is published with what is found."""
        self.assertEqual(sorted(found), sorted(published))
        return [(name, published[name], found[name]) for name in published]

    def test_populations_have_the_published_sizes_and_start(self):
        for name, published, found in self.each(PUBLISHED["populations"], self.network["populations"]):
            with self.subTest(name):
                recovery = "w" if published["model"] == "aeif" else "u"
                self.assertEqual(found, {"size": published["size"], "cell": found["cell"], "solver": "rk4",
                                         "initial": {recovery: "0 pA"}})  # V_m starts at E_L by default

    def test_cells_have_the_published_parameters(self):
        for name, published, cell in self.each(PUBLISHED["populations"], self.cells):
            with self.subTest(name):
                self.assertEqual(cell["model"], "adex" if published["model"] == "aeif" else "qif")
                self.assertEqual({k: p["value"] for k, p in cell["params"].items()}, expected_parameters(published))
                self.assertFalse([k for k, p in cell["params"].items() if "dopamine" in p or not p["source"]])

    def test_ports_have_the_published_kinetics(self):
        for name, published, cell in self.each(PUBLISHED["populations"], self.cells):
            with self.subTest(name):
                found = {port: {k: v for k, v in p.items() if k != "source"} for port, p in cell["ports"].items()}
                self.assertEqual(found, {
                    port: {"type": "conductance", "tau": f"{published['tau_' + side]:g} ms",
                           "E_rev": f"{published['E_' + side]:g} mV"}
                    for port, side in (("AMPA", "ex"), ("GABAA", "in"))})

    def test_projections_have_the_published_numbers(self):
        for name, published, found in self.each(PUBLISHED["projections"], self.network["projections"]):
            with self.subTest(name):
                source, target = name.split(" -> ")
                connect = {"rule": "pairwise_bernoulli", "p": published["p"]}
                if source == target:
                    connect["autapses"] = True
                self.assertEqual(found["connect"], connect)
                self.assertEqual(found["port"], published["port"])
                self.assertEqual(number(found["weight"], "nS"), published["weight"])
                self.assertEqual(number(found["delay"], "ms"), published["delay"])
                self.assertEqual(set(found), {"connect", "port", "weight", "delay"})
                mean = self.network["populations"][source]["size"] * published["p"]
                self.assertAlmostEqual(mean, published["k"], delta=0.6)
                gain = published["weight"] / published.get("weight_at_gain_1", published["weight"])
                self.assertAlmostEqual(gain, 1.6 if "weight_at_gain_1" in published else 1)

    def test_inputs_have_the_published_rates_and_weights(self):
        for name, published, found in self.each(PUBLISHED["inputs"], self.network["inputs"]):
            with self.subTest(name):
                self.assertEqual(set(found), {"poisson", "ports"})
                self.assertEqual(number(found["poisson"]["rate"], "Hz"), published["rate"])
                self.assertEqual(list(found["ports"]), ["AMPA"])
                low, high = (number(end, "nS") for end in found["ports"]["AMPA"]["uniform"])
                self.assertAlmostEqual(low, published["weight"] - published["deviation"])
                self.assertAlmostEqual(high, published["weight"] + published["deviation"])

    def test_depletion_multiplies_the_rate_of_one_input(self):
        target = "EXT -> " + PUBLISHED["dopamine"]["target"]
        for name, found in self.network["inputs"].items():
            self.assertEqual(found["poisson"].get("dopamine"), -1 if name == target else None)
        self.assertEqual(self.network["inputs"][target]["poisson"]["rate"], f"{PUBLISHED['dopamine']['rate_at_1']:g} Hz")
        self.assertEqual(self.network["dopamine"], {"baseline": 1})  # phi = 1 - Dd, so the rate is multiplied by Dd

    def test_states_differ_in_the_depletion_alone(self):
        self.assertEqual(sorted(p.name for p in CONFIGS.iterdir()),
                         sorted(["network.yaml", *(f"depletion_{d}.yaml" for d in DEPLETIONS)]))
        for depletion in DEPLETIONS:
            with self.subTest(depletion):
                found = load(CONFIGS / f"depletion_{depletion}.yaml")
                self.assertEqual(found.pop("experiment"), f"ortone2023_depletion_{depletion}")
                self.assertEqual(found.pop("dopamine"), {"baseline": 1, "depletion": float(depletion)})
                self.assertEqual(found.pop("time"), {"duration": "13 s", "discard": "3 s", "dt": "0.1 ms"})
                self.assertEqual(found.pop("seed"), 1)
                found.pop("description")
                targets = found.pop("targets", {})
                self.assertEqual({n: number(t["rate"], "Hz") for n, t in targets.items()},
                                 PUBLISHED["rates"].get(depletion, {}))
                self.assertTrue(all(t["source"] for t in targets.values()))
                self.assertEqual(found, {k: v for k, v in self.network.items() if k != "dopamine"})

    def test_every_number_of_the_network_has_an_origin(self):
        for line in (CONFIGS / "network.yaml").read_text().splitlines():
            if re.match(r"  \S.*(cell|port|poisson): ", line):
                self.assertRegex(line, r"# .*PR:\d+")


if __name__ == "__main__":
    unittest.main()
