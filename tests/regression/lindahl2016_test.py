#!/usr/bin/env python3
"""Does the Lindahl & Hellgren Kotaleski (2016) network still consist of the published numbers?

Compares configs/lindahl2016/ and params/lindahl2016/ with lindahl2016_published.json, both ways: every published
number is there, and nothing else is. Needs only Python 3 and PyYAML (Debian: python3-yaml).
"""
import math
import re
import unittest

from network_files import ROOT, cell_of, load, number, published

CONFIGS = ROOT / "configs" / "lindahl2016"
PUBLISHED = published("lindahl2016")
STATES = list(PUBLISHED["states"])
PHI_LESION = PUBLISHED["dopamine"]["lesion"] - PUBLISHED["dopamine"]["baseline"]
GROUPS = {
    "MSN": ["MSN_D1", "MSN_D2"],
    "GPe_TI_all": ["GPe_TI", "GPe_TI_F"],
    "GPe_all": ["GPe_TI", "GPe_TI_F", "GPe_TA"],
}


def published_value(cell, quantity):
    """The value that a cell lists as published; None if it does not."""
    return next((entry["value"] for entry in cell["expected"]["published"] if entry["quantity"] == quantity), None)


def computed(cell, phi):
    """What a cell lists as computed with the dopamine deviation phi, from rest."""
    return next((entry for entry in cell["expected"]["computed"] if entry["phi"] == phi), None)


def in_degree(connect, phi):
    return round(connect["k"] * (1 + connect.get("dopamine", 0) * phi))


def steady_current(model, p, V_m):
    """Membrane current [pA] at V_m once the recovery variable has settled."""
    if model == "qif":
        x = V_m - p["V_b"]
        recovery = p["b_1"] * x if x < 0 else p["b_2"] * x + p["b_3"] * x**3
        return p["k"] * (V_m - p["E_L"]) * (V_m - p["V_th"]) - recovery + p["I_e"]
    recovery = p["a_1" if V_m < p["V_a"] else "a_2"] * (V_m - p["V_a"])
    spike = p["g_L"] * p["Delta_T"] * math.exp((V_m - p["V_th"]) / p["Delta_T"])
    return -p["g_L"] * (V_m - p["E_L"]) + spike - recovery + p["I_e"]


class Lindahl2016Test(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.network = load(CONFIGS / "network.yaml")
        cls.cells = {name: cell_of(p) for name, p in cls.network["populations"].items()}

    def assert_close(self, found, expected, relative=1e-9):
        """Equal up to the digits that are written out."""
        self.assertAlmostEqual(found, expected, delta=relative * abs(expected) + 1e-12)

    def each(self, published, found):
        """Check that the names agree; then pair what is published with what is found."""
        self.assertEqual(sorted(found), sorted(published))
        return [(name, published[name], found[name]) for name in published]

    # --- populations and cells

    def test_populations_have_the_published_sizes_and_spreads(self):
        total = 0
        for name, published, found in self.each(PUBLISHED["populations"], self.network["populations"]):
            with self.subTest(name=name):
                self.assertEqual(set(found), {"size", "cell", "solver", "vary", "initial"})
                self.assertEqual(found["size"], published["size"])
                self.assertEqual(found["solver"], "rk4")
                total += found["size"]

                self.assertEqual(set(found["vary"]), {"C_m", "V_th"})
                for parameter, unit in (("C_m", "pF"), ("V_th", "mV")):
                    draw = found["vary"][parameter]
                    self.assertEqual(set(draw), {"normal", "clip"})
                    self.assertEqual(draw["clip"], "3 sd")
                    mean, sd = draw["normal"]
                    mean = number(mean, unit)
                    sd = number(sd, "%") / 100 * mean if sd.endswith("%") else number(sd, unit)
                    self.assert_close(mean, published[parameter][0])
                    self.assert_close(sd, published[parameter][1])
                    self.assertEqual(mean, self.cells[name]["params"][parameter]["value"])

                self.assertEqual(set(found["initial"]), {"V_m"})
                self.assertEqual([number(end, "mV") for end in found["initial"]["V_m"]["uniform"]], published["V_m"])
        self.assertEqual(total, PUBLISHED["totals"]["cells"])

    def test_cells_have_the_published_parameters(self):
        units = {"C_m": "pF", "k": "nS/mV", "a": "1/ms", "b_1": "nS", "b_2": "nS", "b_3": "pA/mV^3", "d": "pA", "b": "pA",
                 "I_e": "pA", "g_L": "nS", "a_1": "nS", "a_2": "nS", "tau_w": "ms", "t_ref": "ms", "reset_slope": "mV/pA"}
        for name, published, cell in self.each(PUBLISHED["populations"], self.cells):
            with self.subTest(name=name):
                self.assertEqual(cell["model"], published["model"])
                for parameter, value, found in self.each(published["parameters"], cell["params"]):
                    with self.subTest(parameter=parameter):
                        self.assertEqual(found["value"], value)
                        self.assertEqual(found["unit"], units.get(parameter, "mV"))
                        self.assertTrue(found["source"])
                self.assertEqual(published_value(cell, "in_vitro_current"), published["I_e_in_vitro"])

    def test_dopamine_changes_the_published_parameters(self):
        for name, published, cell in self.each(PUBLISHED["populations"], self.cells):
            with self.subTest(name=name):
                modulated = {p: v for p, v in cell["params"].items() if "dopamine" in v}
                for parameter, (beta, lesion), found in self.each(published["dopamine"], modulated):
                    with self.subTest(parameter=parameter):
                        self.assertEqual(found["dopamine"], beta)
                        self.assert_close(found["value"] * (1 - beta * PHI_LESION), lesion, 1e-6)

    def test_ports_have_the_published_kinetics_and_dopamine(self):
        block = {key: f"{value:g} mV" for key, value in PUBLISHED["nmda_block"].items()}
        for name, published, cell in self.each(PUBLISHED["populations"], self.cells):
            with self.subTest(name=name):
                for port, expected, found in self.each(published["ports"], cell["ports"]):
                    with self.subTest(port=port):
                        self.assertEqual(found["type"], "conductance")
                        self.assertEqual(number(found["tau"], "ms"), expected["tau"])
                        self.assertEqual(number(found["E_rev"], "mV"), expected["E_rev"])
                        self.assertEqual(found.get("dopamine"), expected.get("beta"))
                        self.assertEqual(found.get("nmda_block"), block if port.startswith("NMDA") else None)
                        if "beta" in expected:
                            self.assert_close(1 + found["dopamine"] * PHI_LESION, expected["factor_lesion"], 2e-6)
                        self.assertTrue(found["source"])

    def test_cells_list_the_rates_of_the_isolated_cell(self):
        for state, phi in (("control", 0.0), ("lesion", PHI_LESION)):
            found = {name: computed(cell, phi)["f_I"] for name, cell in self.cells.items()
                     if name != "GPe_TI_F" and computed(cell, phi)}
            for name, published, curve in self.each(PUBLISHED["isolated_cell"][state], found):
                with self.subTest(name=name):
                    self.assertEqual(curve["current"], "total")
                    self.assertEqual({key: value["value"] for key, value in curve.items() if key != "current"}, published)
                    self.assertEqual(curve["I"]["unit"], "pA")
                    self.assertEqual(curve["rate"]["unit"], "Hz")

    def test_computed_behaviour_starts_at_rest_and_is_counted_after_2_s(self):
        for name, cell in self.cells.items():
            for entry in cell["expected"]["computed"][:2]:
                with self.subTest(name, phi=entry["phi"]):
                    E_L = cell["params"]["E_L"]
                    self.assert_close(entry["start"]["V_m"]["value"], E_L["value"] * (1 - E_L.get("dopamine", 0) * entry["phi"]))
                    self.assertEqual([entry["step_at"]["value"], *entry["window"]["value"]], [0, 2000, 5000])
                    self.assertEqual((entry["integrator"], entry["step"]), ("rk4", {"value": 0.0005, "unit": "ms"}))

    def test_cells_list_the_design_rates_of_the_isolated_cell(self):
        found = {name: published_value(cell, "spontaneous_rate") for name, cell in self.cells.items() if name != "GPe_TI_F"}
        self.assertEqual({name: rate for name, rate in found.items() if rate is not None},
                         PUBLISHED["isolated_cell"]["in_vitro_rate"])
        bistable = [entry for entry in self.cells["GPe_TA"]["expected"]["computed"] if entry["f_I"]["I"]["value"] == [1.0]]
        found = {"from_rest" if entry["start"]["V_m"]["value"] == -55.1 else f"from_minus_{-entry['start']['V_m']['value']:.0f}_mV":
                 entry["f_I"]["rate"]["value"][0] for entry in bistable}
        self.assertEqual(found, PUBLISHED["isolated_cell"]["GPe_TA_at_1_pA"])

    def test_silent_cells_rest_where_the_membrane_current_is_zero(self):
        for name, cell in self.cells.items():
            for entry in cell["expected"]["computed"]:
                if "spontaneous_rate" not in entry:
                    continue
                with self.subTest(name, phi=entry["phi"]):
                    self.assertIn(entry["phi"], (0.0, PHI_LESION))
                    rate = entry["spontaneous_rate"]["value"]
                    if "rest" not in entry:  # fires by itself: the rate is on the f-I curve
                        at_I_e = entry["f_I"]["I"]["value"].index(cell["params"]["I_e"]["value"])
                        self.assertEqual(rate, entry["f_I"]["rate"]["value"][at_I_e])
                        continue
                    p = {k: v["value"] * (1 - v.get("dopamine", 0) * entry["phi"]) for k, v in cell["params"].items()}
                    self.assertEqual(rate, 0)
                    self.assertLess(abs(steady_current(cell["model"], p, entry["rest"]["value"])), 0.01)  # pA

    # --- projections

    def test_projections_have_the_published_numbers(self):
        for name, published, found in self.each(PUBLISHED["projections"], self.network["projections"]):
            with self.subTest(name=name):
                source, target = name.split(" -> ")
                connect = {"rule": "fixed_indegree", "k": published["k"], "multapses": False}
                if source == target:
                    connect["autapses"] = True
                if "beta_k" in published:
                    connect["dopamine"] = published["beta_k"]
                self.assertEqual(found["connect"], connect)
                self.assertEqual(in_degree(connect, PHI_LESION), published["k_lesion"])
                self.assertLessEqual(published["k"], self.network["populations"][source]["size"])

                for key, unit in (("weight", "nS"), ("delay", "ms")):
                    self.assertEqual(list(found[key]), ["uniform"])
                    low, high = (number(end, unit) for end in found[key]["uniform"])
                    self.assert_close(low, 0.5 * published[key])
                    self.assert_close(high, 1.5 * published[key])

                self.assertEqual(found["port"], published["port"])
                port = self.cells[target]["ports"][found["port"]]
                self.assertEqual(number(port["tau"], "ms"), published["tau"])
                self.assertEqual(number(port["E_rev"], "mV"), published["E_rev"])
                self.assert_close(1 + port.get("dopamine", 0) * PHI_LESION, published["factor_lesion"], 2e-6)

    def test_plastic_synapses_have_the_published_plasticity_and_first_jump(self):
        for name, published in PUBLISHED["projections"].items():
            with self.subTest(name):
                found = dict(self.network["projections"][name].get("short_term_plasticity") or {})
                if "stp" not in published:
                    self.assertEqual(found, {})
                    continue
                self.assertEqual(found.pop("model"), "tsodyks")
                stp = {k: v if k == "U" else number(v, "ms") for k, v in found.items()}
                self.assertEqual(stp, published["stp"])
                low, high = (number(end, "nS") for end in self.network["projections"][name]["weight"]["uniform"])
                self.assert_close((low + high) / 2 * stp["U"], published["g0"], 2e-6)  # printed with 6 decimals

    def test_the_number_of_synapses_is_the_published_one(self):
        for state, phi in (("control", 0.0), ("lesion", PHI_LESION)):
            total = sum(in_degree(p["connect"], phi) * self.network["populations"][name.split(" -> ")[1]]["size"]
                        for name, p in self.network["projections"].items())
            self.assertEqual(total, PUBLISHED["totals"]["synapses_" + state])

    def test_means_in_the_comments_are_the_means_of_the_ranges(self):
        lines = (CONFIGS / "network.yaml").read_text().splitlines()
        ranges = [re.search(r"\[(\S+) (nS|ms), (\S+) \2\]}\s+# mean (\S+) \2:", line) for line in lines
                  if re.match(r"    (weight|delay): {uniform", line)]
        self.assertEqual(len(ranges), 2 * len(PUBLISHED["projections"]))
        for found in ranges:
            self.assert_close((float(found[1]) + float(found[3])) / 2, float(found[4]))

    # --- inputs and states

    def test_inputs_have_the_published_weights_delays_and_base_rates(self):
        for name, published, found in self.each(PUBLISHED["inputs"], self.network["inputs"]):
            with self.subTest(name=name):
                self.assertEqual(set(found), {"poisson", "ports", "delay"})
                self.assertEqual(set(found["poisson"]), {"rate"})
                self.assertEqual(number(found["poisson"]["rate"], "Hz"), published["base_rate"]["activation"])
                self.assertEqual(number(found["delay"], "ms"), published["delay"])
                cell = self.cells[name.split(" -> ")[1]]
                for port, expected, weight in self.each(published["ports"], found["ports"]):
                    with self.subTest(port=port):
                        self.assertEqual(number(weight, "nS"), expected["weight"])
                        self.assertEqual(number(cell["ports"][port]["tau"], "ms"), expected["tau"])
                        self.assertEqual(number(cell["ports"][port]["E_rev"], "mV"), expected["E_rev"])
                        factor = 1 + cell["ports"][port].get("dopamine", 0) * PHI_LESION
                        self.assert_close(factor, expected["factor_lesion"], 2e-6)

    def test_states_have_the_published_rates_and_rhythms(self):
        for state in STATES:
            published = PUBLISHED["states"][state]
            found = load(CONFIGS / f"{state}.yaml")
            self.assertEqual(sorted(found["inputs"]), sorted(PUBLISHED["inputs"]))
            for name, base in PUBLISHED["inputs"].items():
                with self.subTest(state=state, input=name):
                    base_rate = base["base_rate"][published["base_rate"]]
                    poisson = found["inputs"][name]["poisson"]
                    rate = number(poisson["rate"], "Hz")
                    self.assert_close(rate, base_rate * published["p0"].get(name, 1))
                    if "rate" in published:
                        self.assertEqual(rate, published["rate"][name])
                    modulation = published.get("modulation")
                    if modulation is None or name not in modulation["factor"]:
                        self.assertEqual(set(poisson), {"rate"})
                        continue
                    self.assertEqual(set(poisson), {"rate", "modulate"})
                    square = poisson["modulate"]["square"]
                    self.assertEqual(list(poisson["modulate"]), ["square"])
                    self.assertEqual(set(square), {"frequency", "amplitude"})
                    self.assertEqual(number(square["frequency"], "Hz"), modulation["frequency"])
                    self.assert_close(number(square["amplitude"], "Hz"),
                                      base_rate * modulation["A"] * modulation["factor"][name])

    def test_states_have_the_published_dopamine_and_change_nothing_else(self):
        for state in STATES:
            with self.subTest(state):
                found = load(CONFIGS / f"{state}.yaml")
                self.assertEqual(found["experiment"], "lindahl2016_" + state)
                self.assertEqual(found["dopamine"], {"level": PUBLISHED["states"][state]["dopamine"],
                                                     "baseline": PUBLISHED["dopamine"]["baseline"]})
                for section in ("populations", "projections"):
                    self.assertEqual(found[section], self.network[section])
                for name, entry in found["inputs"].items():
                    for key in ("ports", "delay"):
                        self.assertEqual(entry[key], self.network["inputs"][name][key])
                self.assertEqual(found["time"], {"duration": "10 s", "discard": "1 s", "dt": "0.1 ms"})
                self.assertEqual(found["seed"], 1)
                self.assertEqual(found["record"], {"spikes": "all", "rates": {"every": "1 ms"}})

    def test_targets_are_the_published_ones(self):
        for state in STATES:
            targets = load(CONFIGS / f"{state}.yaml")["targets"]
            for name, published, found in self.each(PUBLISHED["states"][state]["targets"], targets):
                with self.subTest(name=name):
                    rate = found["rate"]
                    rate = [number(end, "Hz") for end in rate] if isinstance(rate, list) else number(rate, "Hz")
                    self.assertEqual(rate, published["rate"])
                    self.assertEqual(found.get("cv"), published.get("cv"))
                    group = name.split(" ")[0]
                    self.assertEqual(found["populations"], GROUPS.get(group, [group]))
                    self.assertTrue(found["source"])


if __name__ == "__main__":
    unittest.main()
