#!/usr/bin/env python3
"""Is what `bgsim export --format sonata` writes a SONATA circuit and simulation, and does it hold the result?

sonata_export_test.py BGSIM SOURCE_FOLDER. Needs h5py and numpy.

The rules are those of the SONATA developer guide (github.com/AllenInstitute/sonata, docs/SONATA_DEVELOPER_GUIDE.md: "Guide"), of its extension
(github.com/openbraininstitute/sonata-extension, source/sonata_config.rst and sonata_simulation.rst: "Extension") and what libsonata refuses
(src/config.cpp, population.hpp, node_sets.cpp, report_reader.cpp: "libsonata").
"""

import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy as np

BGSIM, SOURCE = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
CONFIG = SOURCE / "configs" / "examples" / "every_feature.yaml"
VIRTUAL = ["pulse", "afferents"]  # cells without a model
SILENT = ["TAN"]  # its spikes are not recorded


def bgsim(folder, *arguments):
    return subprocess.run([BGSIM, *arguments], cwd=folder, text=True, capture_output=True, timeout=120, check=False)


def texts_in(value):
    """All strings of a JSON value."""
    if isinstance(value, dict):
        return [text for entry in value.values() for text in texts_in(entry)]
    if isinstance(value, list):
        return [text for entry in value for text in texts_in(entry)]
    return [value] if isinstance(value, str) else []


class Configuration:
    """A configuration as libsonata takes it: variables of the manifest replaced, '.' is the folder of the file."""

    def __init__(self, file):
        self.folder = file.parent
        self.raw = json.loads(file.read_text())
        text = file.read_text()
        for name, value in self.raw["manifest"].items():
            text = text.replace(f'"{name}', f'"{value}')
        self.values = json.loads(text)

    def path(self, text):
        return self.folder / text


class SonataExportTest(unittest.TestCase):
    window = (0.0, 200.0)
    options = ()

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="bgsim-test-"))
        recorded = "record.spikes=[STN, GPe, MSN, FSN, SNr, CM, GPi, pulse, afferents]"
        done = bgsim(cls.folder, "run", CONFIG, "--set", "time.duration=200ms", "--set", recorded, "--output",
                     "run.h5", "--threads", "1", "--quiet")
        assert done.returncode == 0, done.stderr
        done = bgsim(cls.folder, "export", "run.h5", "-o", "before", "--format", "sonata", *cls.options)
        assert done.returncode == 0, done.stderr
        cls.listed = [pathlib.Path(line).relative_to("before") for line in done.stdout.splitlines()]
        (cls.folder / "before").rename(cls.folder / "after")  # nothing may depend on where the files are
        cls.run_file = h5py.File(cls.folder / "run.h5")
        cls.circuit = Configuration(cls.folder / "after" / "circuit_config.json")
        cls.simulation = Configuration(cls.folder / "after" / "simulation_config.json")
        cls.node_sets = json.loads(cls.circuit.path(cls.circuit.values["node_sets_file"]).read_text())
        about = cls.run_file["bgsim"]
        cls.sizes = dict(zip(about["population_names"].asstr()[:], about["population_sizes"][:].tolist()))

    @classmethod
    def tearDownClass(cls):
        cls.run_file.close()
        shutil.rmtree(cls.folder)

    def assert_text(self, attributes, name, text):
        """Variable length and UTF-8, as libsonata reads it."""
        kind = h5py.check_string_dtype(attributes.get_id(name).dtype)
        self.assertEqual((kind.encoding, kind.length), ("utf-8", None))
        self.assertEqual(attributes[name], text)

    def test_the_files_are_those_that_it_lists(self):
        self.assertEqual(sorted(path.name for path in (self.folder / "after").iterdir()), sorted(map(str, self.listed)))

    def test_every_hdf5_file_says_that_it_is_sonata(self):
        # Guide, HDF5: magic is a uint32 with the value 0x0A7A, version two of them.
        for name in [name for name in self.listed if name.suffix == ".h5"]:
            with h5py.File(self.folder / "after" / name) as file:
                self.assertEqual((file.attrs["magic"], file.attrs["magic"].dtype), (0x0A7A, np.uint32))
                self.assertEqual((file.attrs["version"].shape, file.attrs["version"].dtype), ((2,), np.uint32))

    def test_no_path_is_absolute_or_leaves_the_folder(self):
        for configuration in (self.circuit, self.simulation):
            self.assertEqual(configuration.raw["manifest"], {"$BASE_DIR": "."})
            for text in texts_in(configuration.values):
                self.assertFalse(text.startswith(("/", "..")) or str(self.folder) in text, text)

    def test_the_circuit_names_its_nodes(self):
        # Extension, networks: lists `nodes` and `edges` are mandatory; a nodes_file and at least one population each;
        # types are among the given ones, and biophysical ones need morphologies.
        networks = self.circuit.values["networks"]
        self.assertEqual(set(networks), {"nodes", "edges"})
        self.assertEqual(networks["edges"], [])
        (nodes,) = networks["nodes"]
        self.assertEqual(set(nodes), {"nodes_file", "populations"})  # libsonata refuses CSV of types
        with h5py.File(self.circuit.path(nodes["nodes_file"])) as file:
            self.assertEqual(set(nodes["populations"]), set(file["nodes"]))
        self.assertEqual(set(nodes["populations"]), set(self.sizes))
        for name, properties in nodes["populations"].items():
            self.assertEqual(properties, {"type": "virtual" if name in VIRTUAL else "point_neuron"})

    def test_nodes_are_complete(self):
        # Guide, table 1 and required attributes; libsonata: one group, whose name is 0.
        nodes = self.circuit.values["networks"]["nodes"][0]
        with h5py.File(self.circuit.path(nodes["nodes_file"])) as file:
            for name, population in file["nodes"].items():
                size = self.sizes[name]
                self.assertEqual(set(population), {"node_type_id", "node_id", "node_group_id", "node_group_index", "0"})
                self.assertEqual(population["node_type_id"].dtype, np.int64)
                self.assertEqual(population["node_type_id"].shape, (size,))
                np.testing.assert_array_equal(population["node_id"], np.arange(size))
                np.testing.assert_array_equal(population["node_group_id"], np.zeros(size))
                np.testing.assert_array_equal(population["node_group_index"], np.arange(size))
                self.check_properties(population["0"], size, nodes["populations"][name]["type"])

    def check_properties(self, group, size, model_type):
        # Guide, Enum datatypes: integers whose meaning is in @library.
        names = set(group) - {"@library"}
        self.assertEqual(names, set(group["@library"]))
        self.assertLessEqual({"model_type", "model_template"}, names)
        meaning = {}
        for name in names:
            self.assertEqual(group[name].shape, (size,))
            self.assertTrue(np.issubdtype(group[name].dtype, np.integer))
            self.assertTrue((group[name][:] < len(group["@library"][name])).all())
            (meaning[name],) = group["@library"][name].asstr()[:]
        # Guide: model_type has 4 valid values and that of the configuration says the same; a template is schema:resource.
        self.assertIn(meaning["model_type"], ("biophysical", "virtual", "single_compartment", "point_neuron"))
        self.assertEqual(meaning["model_type"], model_type)
        self.assertRegex(meaning["model_template"], r"^NULL$" if model_type == "virtual" else r"^bgsim:\w+$")

    def test_models_and_cells_are_those_of_the_configuration(self):
        with h5py.File(self.folder / "after" / "nodes.h5") as file:
            for name, property_name, text in (("MSN", "model_template", "bgsim:qif"), ("TAN", "model_template", "bgsim:izhikevich"),
                                              ("STN", "cell", "lindahl2016/stn")):
                self.assertEqual(file["nodes"][name]["0/@library"][property_name].asstr()[0], text)
            self.assertNotIn("cell", file["nodes/MSN/0"])

    def test_node_sets_name_populations_and_their_cells(self):
        # Guide, node sets: attributes and values; `population` and `node_id` are special.
        for rules in self.node_sets.values():
            self.assertLessEqual(set(rules), {"population", "node_id"})
            (population,) = rules["population"]
            self.assertTrue(all(0 <= node < self.sizes[population] for node in rules.get("node_id", [])))
        self.assertLessEqual(set(self.sizes), set(self.node_sets))

    def test_the_run_is_described(self):
        # Extension, run: tstop, dt, random_seed are mandatory.
        run = self.simulation.values["run"]
        self.assertEqual(run, {"tstart": self.window[0], "tstop": self.window[1], "dt": 0.1, "random_seed": 42})
        network = self.simulation.path(self.simulation.values["network"])
        self.assertEqual(network.resolve(), (self.circuit.folder / "circuit_config.json").resolve())
        self.assertEqual(self.simulation.values["metadata"]["experiment"], "every_feature")

    def test_spikes_are_those_of_the_result(self):
        # Guide, output: a spikes_file with a path in it has undefined behaviour; Guide, spike file.
        output = self.simulation.values["output"]
        self.assertEqual(pathlib.Path(output["spikes_file"]).name, output["spikes_file"])
        self.assertEqual(output["spikes_sort_order"], "by_time")
        n_spikes = 0
        with h5py.File(self.simulation.path(output["output_dir"]) / output["spikes_file"]) as file:
            self.assertEqual(set(file), {"spikes"})
            self.assertEqual(set(file["spikes"]), set(self.sizes) - set(SILENT))
            for name, spikes in file["spikes"].items():
                expected = self.run_file["spikes"][name]
                times = expected["timestamps"][:]
                inside = (times > self.window[0] + 0.05) & (times < self.window[1] + 0.05)
                np.testing.assert_array_equal(spikes["timestamps"], times[inside])
                np.testing.assert_array_equal(spikes["node_ids"], expected["node_ids"][:][inside])
                self.assertEqual((spikes["timestamps"].dtype, spikes["node_ids"].dtype), (np.float64, np.uint64))
                self.assertEqual(h5py.check_enum_dtype(spikes.attrs.get_id("sorting").dtype),
                                 {"none": 0, "by_id": 1, "by_time": 2})
                self.assertEqual(spikes.attrs["sorting"], 2)
                self.assert_text(spikes["timestamps"].attrs, "units", "ms")
                n_spikes += np.count_nonzero(inside)
        self.assertGreater(n_spikes, 500)

    def test_there_is_a_report_for_each_recorded_variable(self):
        expected = {f"{name}.{variable}" for name, report in self.run_file["report"].items()
                    for variable in report["data"].attrs["variables"]}
        self.assertEqual(len(expected), 16)
        self.assertEqual(set(self.simulation.values["reports"]), expected)

    def test_reports_are_described(self):
        # Extension, reports, and libsonata: what is mandatory, which words are allowed, which names of variables.
        for name, report in self.simulation.values["reports"].items():
            self.assertLessEqual({"type", "cells", "variable_name", "dt", "start_time", "end_time"}, set(report))
            self.assertIn(report["type"], ("compartment", "summation", "synapse", "lfp"))
            self.assertIn(report["sections"], ("soma", "axon", "dend", "apic", "all"))
            self.assertIn(report["compartments"], ("center", "all"))
            self.assertRegex(report["variable_name"], r"^\w+$")
            self.assertEqual(report["file_name"], name + ".h5")
            self.assertIs(report["enabled"], True)
            self.assertIn(report["cells"], self.node_sets)

    def test_reports_hold_what_was_recorded(self):
        folder = self.simulation.path(self.simulation.values["output"]["output_dir"])
        for name, report in self.simulation.values["reports"].items():
            with self.subTest(name), h5py.File(folder / report["file_name"]) as file:
                population, variable = name.split(".")
                self.assertEqual(list(file["report"]), [population])
                self.check_report(file["report"][population], report, self.run_file["report"][population], variable)
                rules = self.node_sets[report["cells"]]
                self.assertEqual(rules["population"], [population])
                self.assertEqual(list(file["report"][population]["mapping/node_ids"]),
                                 rules.get("node_id", list(range(self.sizes[population]))))

    def check_report(self, report, described, recorded, variable):
        # Guide, frame oriented recordings, and libsonata: one pointer more than nodes, units of data and time, as many
        # frames as there are times from start by steps to before stop.
        mapping, data = report["mapping"], report["data"]
        nodes = mapping["node_ids"][:]
        np.testing.assert_array_equal(nodes, recorded["mapping/node_ids"])
        np.testing.assert_array_equal(mapping["index_pointers"], np.arange(len(nodes) + 1))
        self.assertEqual((mapping["element_ids"].shape, mapping["element_ids"].dtype), ((len(nodes),), np.uint32))
        self.assertEqual(mapping["node_ids"].attrs["sorted"], 1)
        start, stop, step = mapping["time"][:]
        self.assert_text(mapping["time"].attrs, "units", "ms")
        self.assertEqual((described["start_time"], described["end_time"], described["dt"]), (start, stop, step))
        self.assertGreaterEqual(start, self.window[0])
        self.assertLess(start, self.window[0] + step)
        self.assertEqual(len(data), round((stop - start) / step))
        self.assertLessEqual(abs(stop - self.window[1]), step)
        variables = list(recorded["data"].attrs["variables"])
        position = variables.index(variable)
        unit = recorded["data"].attrs["variable_units"][position]
        self.assert_text(data.attrs, "units", unit)
        self.assertEqual((described["variable_name"], described["unit"]), (variable, unit))
        first = round((start - recorded["mapping/time"][0]) / step)
        expected = recorded["data"][first:first + len(data), position::len(variables)]
        self.assertEqual((data.dtype, data.shape), (np.float32, expected.shape))
        np.testing.assert_array_equal(data, expected)


class WindowTest(SonataExportTest):
    """The same of a part of the run, whose ends are no samples of all reports."""
    window = (50.3, 151.1)
    options = ("--window", "50.3ms:151.1ms")


class MistakeTest(unittest.TestCase):
    def setUp(self):
        holder = tempfile.TemporaryDirectory(prefix="bgsim-test-")
        self.addCleanup(holder.cleanup)
        self.folder = pathlib.Path(holder.name)
        done = bgsim(self.folder, "run", SOURCE / "configs" / "examples" / "small_loop.yaml", "--set", "time.duration=50ms",
                     "--set", "time.discard=0 s", "--output", "run.h5", "--threads", "1", "--quiet")
        assert done.returncode == 0, done.stderr

    def assert_refused(self, exit_code, text, *arguments):
        done = bgsim(self.folder, "export", *arguments, "--format", "sonata")
        self.assertEqual(done.returncode, exit_code, done.stderr)
        self.assertIn(text, done.stderr)

    def test_files_that_exist_are_replaced_only_on_demand(self):
        (self.folder / "out").mkdir()
        (self.folder / "out" / "STN.w.h5").write_text("mine")
        self.assert_refused(73, "out/STN.w.h5: this file exists already; use --overwrite", "run.h5", "-o", "out")
        self.assertEqual([path.name for path in (self.folder / "out").iterdir()], ["STN.w.h5"])
        done = bgsim(self.folder, "export", "run.h5", "-o", "out", "--format", "sonata", "--overwrite")
        self.assertEqual(done.returncode, 0, done.stderr)
        with h5py.File(self.folder / "out" / "STN.w.h5") as file:
            self.assertEqual(file["report/STN/data"].shape, (100, 5))

    def test_what_is_no_result_is_named(self):
        (self.folder / "text.h5").write_text("no result")
        self.assert_refused(66, "text.h5: is no result of bgsim", "text.h5", "-o", "out")
        self.assert_refused(66, "none.h5: there is no such file", "none.h5", "-o", "out")
        self.assertFalse((self.folder / "out").exists())

    def test_a_result_without_its_configuration_is_refused(self):
        with h5py.File(self.folder / "run.h5", "a") as run:
            del run["provenance/configuration"]
        self.assert_refused(66, "run.h5: has no /provenance/configuration", "run.h5", "-o", "out")
        self.assertFalse((self.folder / "out").exists())

    def test_a_configuration_that_is_not_understood_is_refused_at_its_place(self):
        with h5py.File(self.folder / "run.h5", "a") as run:
            del run["provenance/configuration"]
            run["provenance/configuration"] = "experiment: x\nduratoin: 1 s\n"
        self.assert_refused(78, "run.h5:2:1: unknown section 'duratoin'", "run.h5", "-o", "out")
        self.assertFalse((self.folder / "out").exists())

    def test_a_configuration_of_another_network_is_refused(self):
        with h5py.File(self.folder / "run.h5", "a") as run:
            text = run["provenance/configuration"].asstr()[()]
            del run["provenance/configuration"]
            run["provenance/configuration"] = re.sub(r"\bGPe\b", "SNr", text)
        self.assert_refused(66, "run.h5: its configuration has no population 'GPe'", "run.h5", "-o", "out")

    def test_a_window_beyond_the_run_and_an_unknown_format_are_refused(self):
        self.assert_refused(64, "the result holds 0 to 50 ms", "run.h5", "-o", "out", "--window", "10ms:60ms")
        done = bgsim(self.folder, "export", "run.h5", "-o", "out", "--format", "matlab")
        self.assertEqual(done.returncode, 64)
        self.assertRegex(done.stderr, "--format.*csv.*sonata")

    def test_a_folder_that_cannot_be_written_to_is_named(self):
        (self.folder / "file").write_text("")
        self.assert_refused(73, "--output file: cannot create this folder", "run.h5", "-o", "file")
        (self.folder / "out" / "spikes.h5.tmp").mkdir(parents=True)  # where the file is written first
        self.assert_refused(74, "out/spikes.h5: cannot be written", "run.h5", "-o", "out")


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
