#!/usr/bin/env python3
"""Do the files of the fourteen cell types hold the numbers of the table, each with its origin?

Compares params/*.json with cell_types_published.json, a table made from the sources and not from the files: a number
that differs is a mistake, or a change of the table. Of the variants in the folders of params/ it checks the form.
Needs only Python 3.
"""
import json
import pathlib
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PARAMS = ROOT / "params"
TABLE = json.loads((pathlib.Path(__file__).parent / "cell_types_published.json").read_text())
TYPES = {file.stem: json.loads(file.read_text()) for file in PARAMS.glob("*.json")}
VARIANTS = {str(file.relative_to(PARAMS).with_suffix("")): json.loads(file.read_text()) for file in PARAMS.glob("*/*.json")}
ALL = {**TYPES, **VARIANTS}
# Aliases that users know: each must lead to one cell.
KNOWN_ALIASES = {"dSPN": "msn_d1", "iSPN": "msn_d2", "FSI": "fsn", "TAN": "chin", "CIN": "chin", "GPe-TI": "gpe_prototypic",
                 "GPe-TA": "gpe_arkypallidal", "Proto": "gpe_prototypic", "Arky": "gpe_arkypallidal", "STN PV+": "stn_pvpos",
                 "STN PV-": "stn_pvneg", "GPi PV+": "gpi_pvpos", "GPi SST+": "gpi_sstpos", "SNr PV+": "snr_pvpos",
                 "SNr SST+": "snr_sstpos", "SNc GABA": "snc_gaba", "SNc DA": "snc_da"}


def essence(name):
    """What counts of a name (docs/configuration.md)."""
    kept = "".join(c for c in name.lower() if c not in " -_")
    return kept + "-" if name.endswith("-") else kept


class CellTypesTest(unittest.TestCase):
    maxDiff = None

    def test_the_types_are_those_of_the_table(self):
        self.assertEqual(sorted(TYPES), sorted(TABLE))

    def test_parameters_are_those_of_the_table(self):
        for name, row in TABLE.items():
            with self.subTest(name):
                cell = TYPES[name]
                self.assertEqual((cell["model"], cell["confidence"]), (row["model"], row["confidence"]))
                found = {key: [value["value"], value["unit"]] for key, value in cell["params"].items()}
                self.assertEqual(found, row["parameters"])

    def test_computed_behaviour_is_that_of_the_table(self):
        for name, row in TABLE.items():
            with self.subTest(name):
                found, expected = TYPES[name]["expected"]["computed"][0], row["computed"]
                self.assertEqual(found["integrator"], "rk4")
                self.assertEqual(found["spontaneous_rate"], {"value": expected["spontaneous_rate"], "unit": "Hz"})
                self.assertEqual(found.get("rest", {}).get("value"), expected.get("rest"))
                rheobase = found["rheobase"]
                self.assertEqual([rheobase["value"], rheobase["unit"]], expected["rheobase"])
                curve = found["f_I"]
                self.assertEqual({"current": curve["current"], "unit": curve["I"]["unit"], "I": curve["I"]["value"],
                                  "rate": curve["rate"]["value"]}, expected["f_I"])

    def test_every_number_has_a_unit_and_an_origin(self):
        for name, cell in ALL.items():
            for kind in ("params", "ports"):
                for key, value in cell.get(kind, {}).items():
                    with self.subTest(name, key=key):
                        self.assertTrue(value["source"].strip())
                        self.assertTrue(kind == "ports" or value["unit"])

    def test_what_is_not_published_says_why(self):
        for name, cell in ALL.items():
            for what, entry in [("cell", cell), *cell.get("ports", {}).items()]:
                with self.subTest(name, what=what):
                    confidence = entry.get("confidence", "published")
                    self.assertIn(confidence, ("published", "adapted", "assumed"))
                    self.assertTrue(confidence == "published" or len(entry.get("why", "")) > 20)

    def test_assumed_numbers_are_found_in_cells_that_say_so(self):
        for name, cell in ALL.items():
            assumed = [key for key, value in cell["params"].items() if value["source"].startswith("assumed") and key != "area"]
            with self.subTest(name, assumed=assumed):
                self.assertTrue(not assumed or cell["confidence"] == "assumed")

    def test_every_type_can_be_excited_and_inhibited(self):
        for name, cell in TYPES.items():
            with self.subTest(name):
                reversal = [float(port["E_rev"].removesuffix(" mV")) for port in cell["ports"].values()]
                self.assertGreater(max(reversal), -20)
                self.assertLess(min(reversal), -55)

    def test_aliases_are_unambiguous(self):
        taken = {}
        for name, cell in TYPES.items():
            for alias in map(essence, (name, *cell["aliases"])):
                self.assertNotIn(alias, taken, f"{name} and {taken.get(alias)}")  # nor twice in one cell
                taken[alias] = name
        for alias, name in KNOWN_ALIASES.items():
            self.assertEqual(taken.get(essence(alias)), name, alias)

    def test_variants_name_the_type_that_they_are_variants_of(self):
        for name, cell in VARIANTS.items():
            with self.subTest(name):
                self.assertIn(cell["variant_of"], TYPES)
                self.assertEqual(cell["region"].split(" (")[0], TYPES[cell["variant_of"]]["region"].split(" (")[0])
        for name, cell in TYPES.items():
            self.assertNotIn("variant_of", cell, name)


if __name__ == "__main__":
    unittest.main()
