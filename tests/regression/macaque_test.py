#!/usr/bin/env python3
"""Does the macaque network still consist of the published numbers?

Computes in-degrees and weights of configs/macaque/ from macaque_published.json, which holds what the authors publish (synapses
per source cell, positions on the dendrite, sizes of cells), and compares all of it, both ways. Needs only Python 3 and
PyYAML (Debian: python3-yaml).
"""
import math
import unittest

from network_files import ROOT, cell_of, load, number, published

CONFIGS = ROOT / "configs" / "macaque"
PUBLISHED = published("macaque")
PORT = {"AMPA": "AMPA", "NMDA": "NMDA", "GABA": "GABAA"}


def electrotonic_length(cell):
    """l sqrt(4 Ri / (d Rm)), lengths in um, Ri in Ohm m, Rm in Ohm m^2."""
    dendrite = PUBLISHED["dendrite"]
    return cell["l"] * 1e-6 * math.sqrt(4 * dendrite["Ri"] / (cell["d"] * 1e-6 * dendrite["Rm"]))


def mean_synapses(name):
    """nu, on one target cell."""
    source, target = name.split(" -> ")
    p = PUBLISHED["projections"][name]
    if p["P"] is None:  # cortical sources: the table gives it
        return p["alpha"]
    n_source = (PUBLISHED["populations"].get(source) or PUBLISHED["sources"][source])["N_real"]
    return n_source / PUBLISHED["populations"][target]["N_real"] * p["P"] * p["alpha"]


def weight(name, receptor, in_degree):
    p = PUBLISHED["projections"][name]
    length = electrotonic_length(PUBLISHED["populations"][name.split(" -> ")[1]])
    attenuation = math.cosh(length * (1 - p["x"])) / math.cosh(length)
    return mean_synapses(name) / in_degree * PUBLISHED["receptors"][receptor]["A"] * attenuation


class MacaqueTest(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.network = load(CONFIGS / "network.yaml")
        cls.reference = load(CONFIGS / "reference.yaml")
        cls.hemisphere = load(CONFIGS / "hemisphere.yaml")

    def sizes(self, configuration):
        return {name: p["size"] for name, p in configuration["populations"].items()}

    def test_populations_have_the_published_sizes(self):
        cells, sources = PUBLISHED["populations"], PUBLISHED["sources"]
        self.assertEqual(self.sizes(self.reference), {n: p["N_sim"] for n, p in (cells | sources).items()})
        whole = self.sizes(self.hemisphere)
        self.assertEqual({n: whole[n] for n in cells}, {n: p["N_real"] for n, p in cells.items()})
        self.assertEqual(whole["CMPf"], sources["CMPf"]["N_real"])
        self.assertEqual([whole["CSN"], whole["PTN"]], [12000 * 1000 // 4] * 2)  # the stated assumption

    def test_sources_fire_at_the_published_rates(self):
        for name, source in PUBLISHED["sources"].items():
            self.assertEqual(self.network["populations"][name], {"spikes": {"poisson": {"rate": f"{source['rate']:g} Hz"}}})

    def test_cells_have_the_published_parameters_and_receptors(self):
        neuron = PUBLISHED["neuron"]
        for name, cell in PUBLISHED["populations"].items():
            with self.subTest(name):
                population = self.network["populations"][name]
                self.assertEqual(set(population), {"cell", "solver"})
                self.assertEqual(population["solver"], "exact")
                found = cell_of(population)
                self.assertEqual(found["model"], "lif")
                self.assertEqual({k: p["value"] for k, p in found["params"].items()},
                                 {"C_m": cell["tau_m"], "g_L": 1, "E_L": neuron["E_L_mV"], "V_th": cell["V_th"],
                                  "V_reset": neuron["V_reset_mV"], "V_min": neuron["V_min_mV"], "I_e": cell["I_e"],
                                  "t_ref": neuron["t_ref_ms"]})
                self.assertEqual({k: {x: v for x, v in p.items() if x != "source"} for k, p in found["ports"].items()},
                                 {PORT[r]: {"type": "current", "shape": "alpha", "tau": f"{v['tau']} ms"}
                                  for r, v in PUBLISHED["receptors"].items()})

    def check_projections(self, configuration, largest):
        self.assertEqual(set(configuration["projections"]), set(PUBLISHED["projections"]))
        for name, found in configuration["projections"].items():
            with self.subTest(name):
                p = PUBLISHED["projections"][name]
                in_degree = min(mean_synapses(name) / PUBLISHED["redundancy"], largest(name.split(" -> ")[0]))
                self.assertEqual(set(found), {"connect", "ports", "delay"})
                self.assertEqual({k: v for k, v in found["connect"].items() if k != "k"},
                                 {"rule": "fixed_indegree", "multapses": True})
                self.assertAlmostEqual(found["connect"]["k"], in_degree, delta=5.1e-7 * max(1, in_degree))
                self.assertEqual(number(found["delay"], "ms"), p["delay"])
                self.assertEqual(list(found["ports"]), [PORT[r] for r in p["receptors"]])
                first = p["receptors"][0]
                self.assertAlmostEqual(number(found["ports"][PORT[first]], "pA"), weight(name, first, in_degree), delta=2e-6)
                if len(p["receptors"]) == 2:
                    share = weight(name, "NMDA", in_degree) / weight(name, "AMPA", in_degree)
                    self.assertEqual(found["ports"]["NMDA"], "2.5 %")
                    self.assertAlmostEqual(share, 0.025)

    def test_in_degrees_and_weights_follow_from_what_is_published(self):
        self.check_projections(self.hemisphere, lambda source: math.inf)

    def test_the_reference_joins_at_most_all_source_cells(self):
        sizes = self.sizes(self.reference)
        self.check_projections(self.reference, lambda source: sizes[source])

    def test_rates_at_rest_are_compared_with_the_accepted_ones(self):
        self.assertEqual({n: [number(x, "Hz") for x in t["rate"]] for n, t in self.reference["targets"].items()},
                         PUBLISHED["rest_rates"])

    def test_each_experiment_blocks_its_receptors(self):
        found = {}
        for path in sorted((CONFIGS / "antagonists").glob("*.yaml")):
            configuration = load(path)
            (blocker,) = configuration["blockers"].values()
            nucleus = blocker["populations"]
            self.assertEqual(set(blocker), {"populations", "ports"})  # all is blocked, all the time
            self.assertEqual(set(configuration["targets"]), {nucleus})
            rate = configuration["targets"][nucleus]["rate"]
            found[nucleus, frozenset(blocker["ports"])] = [number(x, "Hz") for x in rate]
        expected = {(nucleus, frozenset(x if x == "GABAA" else PORT[x] for x in receptors.split("+"))): rate
                    for nucleus, rates in PUBLISHED["antagonists"].items() for receptors, rate in rates.items()}
        self.assertEqual(found, expected)


if __name__ == "__main__":
    unittest.main()
