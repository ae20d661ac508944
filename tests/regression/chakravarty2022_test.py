#!/usr/bin/env python3
"""Does the Chakravarty et al. (2022) network still consist of the published numbers?

Compares configs/chakravarty2022/ and params/chakravarty2022/ with chakravarty2022_published.json, both ways: every
published number is there, and nothing else is. Needs only Python 3 and PyYAML (Debian: python3-yaml).
"""
import re
import unittest

from network_files import ROOT, cell_of, load, number, parameters_of, published, weight_of

CONFIGS = ROOT / "configs" / "chakravarty2022"
PUBLISHED = published("chakravarty2022")
STATES = ("healthy", "pd_biphasic", "pd_triphasic")
V_PEAK_OF_NEST = 0.0  # [mV] default of aeif_cond_exp, which the authors' code never sets


def phi_of(state):
    return PUBLISHED["dopamine"][state] - PUBLISHED["dopamine"]["baseline"]


def in_state(population, state):
    """The published numbers of a population: those of the healthy state and what the state changes."""
    return population["healthy"] | (population[state] if state != "healthy" else {})


def expected_parameters(p):
    """The published numbers under the names of our models."""
    common = {name: p[name] for name in ("C_m", "g_L", "E_L", "V_th", "V_reset", "I_e", "t_ref")}
    if p["model"] == "iaf_cond_alpha":
        return common
    return common | {"Delta_T": p["Delta_T"], "tau_w": p["tau_w"], "V_a": p["E_L"], "a_1": p["a"], "a_2": p["a"],
                     "b": p["b"], "V_peak": V_PEAK_OF_NEST}


class Chakravarty2022Test(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.states = {state: load(CONFIGS / f"{state}.yaml") for state in STATES}

    def each_of_all(self, section):
        """The entries of a section in all states: (index, state, name, entry)."""
        for i, state in enumerate(STATES):
            for name, entry in self.states[state][section].items():
                with self.subTest(state=state, name=name):
                    yield i, state, name, entry

    def assert_close(self, found, expected):
        """Equal up to the digits that are written out."""
        self.assertAlmostEqual(found, expected, delta=1e-5 * abs(expected))

    def test_the_files_are_these(self):
        self.assertEqual(sorted(p.stem for p in CONFIGS.iterdir()), sorted(("network", "low_dopamine", *STATES)))

    # --- populations and cells

    def test_populations_have_the_published_sizes_and_start(self):
        for state in STATES:
            self.assertEqual(sorted(self.states[state]["populations"]), sorted(PUBLISHED["populations"]))
        sizes = [p["size"] for p in self.states["healthy"]["populations"].values()]
        self.assertEqual(sum(sizes), PUBLISHED["totals"]["cells"])
        for _, _, name, found in self.each_of_all("populations"):
            healthy = PUBLISHED["populations"][name]["healthy"]
            of = PUBLISHED["populations"]["MSN_D1" if name == "MSN_D2" else name]["healthy"]
            initial = {"V_m": {"uniform": [f"{of['E_L']:g} mV", f"{of['V_th']:g} mV"]}}
            if healthy["model"] == "aeif_cond_exp":
                initial["w"] = "0 pA"
            self.assertEqual(found, {"size": healthy["size"], "cell": found["cell"], "solver": "rk4", "initial": initial})

    def test_cells_have_the_published_parameters_in_each_state(self):
        for _, state, name, found in self.each_of_all("populations"):
            expected = in_state(PUBLISHED["populations"][name], state)
            cell = cell_of(found)
            self.assertEqual(cell["model"], "lif" if expected["model"] == "iaf_cond_alpha" else "adex")
            parameters = parameters_of(cell, phi_of(state))
            wanted = expected_parameters(expected)
            self.assertEqual(sorted(parameters), sorted(wanted))
            for key, value in wanted.items():
                self.assert_close(parameters[key], value)
            self.assertTrue(all(p["source"] for p in cell["params"].values()))

    def test_ports_have_the_published_kinetics_in_each_state(self):
        for _, state, name, found in self.each_of_all("populations"):
            expected = in_state(PUBLISHED["populations"][name], state)
            shape = "alpha" if expected["model"] == "iaf_cond_alpha" else "exponential"
            ports = cell_of(found)["ports"]
            self.assertEqual(sorted(ports), ["AMPA", "GABAA"])
            for port, side in (("AMPA", "ex"), ("GABAA", "in")):
                self.assertEqual(set(ports[port]) - {"shape"}, {"type", "tau", "E_rev", "source"})
                self.assertEqual(ports[port].get("shape", "exponential"), shape)
                self.assertEqual(number(ports[port]["tau"], "ms"), expected["tau_" + side])
                self.assertEqual(number(ports[port]["E_rev"], "mV"), expected["E_" + side])

    # --- projections

    def test_projections_have_the_published_numbers_in_each_state(self):
        for state in STATES:
            self.assertEqual(sorted(self.states[state]["projections"]), sorted(PUBLISHED["projections"]))
        for i, state, name, found in self.each_of_all("projections"):
            expected = PUBLISHED["projections"][name]
            source, target = name.split(" -> ")
            connect = dict(found["connect"])
            k = round(connect.pop("k") * (1 + connect.pop("dopamine", 0) * phi_of(state)))
            self.assertEqual(k, expected["k"][i])
            self.assertEqual(connect, {"rule": "fixed_indegree"} | ({"autapses": False} if source == target else {}))
            self.assert_close(weight_of(found["weight"], phi_of(state)), expected["weight"][i])
            self.assertEqual(number(found["delay"], "ms"), expected["delay"])
            self.assertEqual(found["port"], expected["port"])
            self.assertEqual(set(found), {"connect", "weight", "delay", "port"})

    def test_the_number_of_synapses_is_the_published_one(self):
        sizes = {name: p["size"] for name, p in self.states["healthy"]["populations"].items()}
        total = sum(p["connect"]["k"] * sizes[name.split(" -> ")[1]]
                    for name, p in self.states["healthy"]["projections"].items())
        self.assertEqual(total, PUBLISHED["totals"]["synapses_healthy"])

    # --- inputs

    def test_the_background_has_the_published_numbers_in_each_state(self):
        for i, state, name, found in self.each_of_all("inputs"):
            source, target = name.split(" -> ")
            if source != "EXT":
                continue
            expected = PUBLISHED["background"][target]
            self.assertEqual(found["poisson"], {"rate": f"{expected['rate'][i]:g} Hz"})
            self.assertEqual(list(found["ports"]), ["AMPA"])
            self.assert_close(weight_of(found["ports"]["AMPA"], phi_of(state)), expected["weight"][i])
            self.assertEqual(number(found["delay"], "ms"), expected["delay"])
            self.assertEqual(set(found), {"poisson", "ports", "delay"})

    def test_the_volley_has_the_published_numbers_in_each_state(self):
        volley = PUBLISHED["volley"]
        for i, state, name, found in self.each_of_all("inputs"):
            source, target = name.split(" -> ")
            if source != "CTX":
                continue
            self.assertEqual(set(found), {"poisson", "ports", "delay", "neurons"})
            self.assertEqual(number(found["delay"], "ms"), volley["delay"])
            self.assertEqual(number(found["neurons"], "%") / 100, volley["fraction"])
            self.assert_close(weight_of(found["ports"]["AMPA"], phi_of(state)), volley["weight"][target][i])
            self.assert_close(number(found["poisson"]["rate"], "Hz"), volley["sources"] * volley["baseline"])
            self.assertEqual(set(found["poisson"]), {"rate", "steps"})
            steps = [(number(t, "ms"), number(rate, "Hz")) for t, rate in found["poisson"]["steps"]]
            for ms, rate in enumerate(volley["rate_by_ms"]):  # each holds for 1 ms, the last one stays
                latest = [r for t, r in steps if t <= volley["onset"] + ms][-1]
                self.assert_close(latest, volley["sources"] * rate)
            self.assertTrue(all(t % 1 == 0 and 0 <= t - volley["onset"] < len(volley["rate_by_ms"]) for t, _ in steps))

    def test_the_inputs_are_these(self):
        names = ["EXT -> " + target for target in PUBLISHED["background"]]
        names += ["CTX -> " + target for target in PUBLISHED["volley"]["weight"]]
        for state in STATES:
            self.assertEqual(sorted(self.states[state]["inputs"]), sorted(names))

    # --- states

    def test_states_have_the_published_dopamine_and_change_nothing_else(self):
        for state in STATES:
            with self.subTest(state):
                found = self.states[state]
                self.assertEqual(found["experiment"], "chakravarty2022_" + state)
                self.assertEqual(found["dopamine"], {"level": PUBLISHED["dopamine"][state],
                                                     "baseline": PUBLISHED["dopamine"]["baseline"]})
                self.assertEqual(found["time"], {"duration": "1801 ms", "dt": "0.1 ms"})
                self.assertEqual(found["record"], {"spikes": "all", "rates": {"every": "1 ms"}})
                self.assertEqual(found["seed"], 1)
                self.assertEqual(set(found), {"experiment", "description", "seed", "time", "dopamine", "populations",
                                              "projections", "inputs", "record", "targets"})

    def test_targets_are_the_logged_rates(self):
        for i, state, name, found in self.each_of_all("targets"):
            self.assertEqual(number(found["rate"], "Hz"), PUBLISHED["rates"][state][name])
            self.assertIn(f"sd {PUBLISHED['rates_sd'][state][name]:g} Hz", found["source"])
        for state in STATES:
            self.assertEqual(sorted(self.states[state]["targets"]), sorted(PUBLISHED["rates"][state]))

    def test_every_number_of_the_network_has_an_origin(self):
        for file in CONFIGS.iterdir():
            for line in file.read_text().splitlines():
                if re.match(r"  \S.*(cell|port|ports|weight): ", line):
                    self.assertRegex(line, r"# .*[PT][VTM]:\d+", msg=file.name)


if __name__ == "__main__":
    unittest.main()
