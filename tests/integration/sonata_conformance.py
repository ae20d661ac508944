"""Checks that result files are SONATA as its readers want it, and the same however they were written.

    sonata_conformance.py EXAMPLE_RESULT MPIEXEC H5DIFF

Each check is a row of the table in docs/output.md: what libsonata or BMTK refuse to read otherwise.
"""
import math
import os
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy as np

PROGRAM, MPIEXEC, H5DIFF = sys.argv[1:4]
DT, N_STEPS = 0.1, 2000


def write(name, ranks, flush_every, kill_at=None):
    """Run the example program; return its exit code."""
    command = [MPIEXEC, "-n", str(ranks), PROGRAM, name, str(flush_every)]
    environment = dict(os.environ)
    if kill_at is not None:
        command.append(str(kill_at))
        # Killed ranks leave their shared memory behind; sockets vanish with them.
        environment.update(OMPI_MCA_btl="self,tcp", OMPI_MCA_btl_tcp_if_include="lo",
                           OMPI_MCA_orte_tmpdir_base=os.path.dirname(name))
    return subprocess.run(command, env=environment, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, timeout=120).returncode


def expected_spikes(until=N_STEPS):
    return sorted((step, i) for i in range(40) for step in range(50 + i, until + 1, 50 + i))


class Conformance(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory()
        cls.name = os.path.join(cls.folder.name, "a.h5")
        assert write(cls.name, 2, 700) == 0
        cls.file = h5py.File(cls.name, "r")

    @classmethod
    def tearDownClass(cls):
        cls.file.close()
        cls.folder.cleanup()

    def assert_text(self, attribute_id, text):
        """Variable length: readers in Python see bytes otherwise, which equal no unit."""
        info = h5py.check_string_dtype(attribute_id.dtype)
        self.assertIsNotNone(info)
        self.assertIsNone(info.length)
        self.assertEqual(info.encoding, "utf-8")
        value = np.empty(attribute_id.shape, dtype=attribute_id.dtype)
        attribute_id.read(value)
        self.assertEqual(value[()].decode(), text)

    def assert_units(self, dataset, text):
        self.assert_text(h5py.h5a.open(dataset.id, b"units"), text)

    def test_root_says_that_it_is_sonata(self):
        self.assertEqual(self.file.attrs["magic"], 0x0A7A)
        self.assertEqual(self.file.attrs["magic"].dtype, np.uint32)
        self.assertEqual(list(self.file.attrs["version"]), [0, 1])
        self.assertEqual(self.file.attrs["version"].dtype, np.uint32)

    def test_spike_populations_exist_also_when_silent(self):
        self.assertEqual(set(self.file["spikes"]), {"MSN_D1", "STN", "nobody"})
        for name in ("STN", "nobody"):
            self.assertEqual(self.file["spikes"][name]["timestamps"].shape, (0,))
            self.assertEqual(self.file["spikes"][name]["node_ids"].shape, (0,))

    def test_sorting_is_a_scalar_enumeration_on_an_unsigned_byte(self):
        for population in self.file["spikes"].values():
            attribute = h5py.h5a.open(population.id, b"sorting")
            self.assertEqual(attribute.shape, ())
            self.assertIsInstance(attribute.get_type(), h5py.h5t.TypeEnumID)
            self.assertEqual(attribute.get_type().get_super().get_size(), 1)
            self.assertEqual(h5py.check_enum_dtype(attribute.dtype),
                             {"none": 0, "by_id": 1, "by_time": 2})
            self.assertEqual(population.attrs["sorting"], 2)

    def test_spikes_have_types_and_units(self):
        for population in self.file["spikes"].values():
            self.assertEqual(population["timestamps"].dtype, np.float64)
            self.assertEqual(population["node_ids"].dtype, np.uint64)
            self.assert_units(population["timestamps"], "ms")

    def test_spikes_are_all_there_by_time_and_then_by_id(self):
        spikes = self.file["spikes/MSN_D1"]
        expected = expected_spikes()
        self.assertEqual(list(spikes["node_ids"]), [i for _, i in expected])
        # Exactly the double that the decimal number means.
        self.assertEqual(list(spikes["timestamps"]), [step / 10 for step, _ in expected])

    def test_sizes_belong_to_the_file(self):
        run = self.file["bgsim"]
        names = [name.decode() for name in run["population_names"]]
        self.assertEqual(names, ["MSN_D1", "STN", "GPe_TI", "nobody"])
        self.assertEqual(list(run["population_sizes"]), [40, 5, 7, 0])
        self.assertEqual(self.file["spikes/MSN_D1"].attrs["size"], 40)
        self.assertEqual(run["dt_ms"][()], DT)
        self.assertEqual(run["complete_until_ms"][()], 200.0)

    def test_mean_rate_is_what_the_spikes_give(self):
        run = self.file["bgsim"]
        rate = (len(self.file["spikes/MSN_D1/timestamps"]) / run["population_sizes"][0]
                / (run["complete_until_ms"][()] * 1e-3))
        self.assertAlmostEqual(rate, len(expected_spikes()) / 40 / 0.2, places=12)

    def test_report_mapping_is_complete(self):
        mapping = self.file["report/MSN_D1/mapping"]
        self.assertEqual(list(mapping["node_ids"]), [1, 5, 39])
        self.assertEqual(mapping["node_ids"].dtype, np.uint64)
        self.assertEqual(mapping["node_ids"].attrs["sorted"], 1)
        self.assertEqual(list(mapping["index_pointers"]), [0, 2, 4, 6])  # nodes + 1
        self.assertEqual(mapping["index_pointers"], mapping["index_pointer"])  # one object
        self.assertEqual(list(mapping["element_ids"]), [0, 1] * 3)
        self.assertEqual(mapping["element_ids"].dtype, np.uint32)
        self.assertEqual(list(mapping["element_pos"]), [0.0] * 6)
        self.assertEqual(mapping["element_pos"].dtype, np.float32)
        np.testing.assert_array_equal(mapping["time"], [0.0, 200.0, 2.0])
        self.assertEqual(mapping["time"].dtype, np.float64)
        self.assert_units(mapping["time"], "ms")

    def test_report_data_are_time_by_elements_in_single_precision(self):
        data = self.file["report/MSN_D1/data"]
        self.assertEqual(data.dtype, np.float32)
        self.assertEqual(data.shape, (100, 6))
        steps = np.arange(0, N_STEPS, 20, dtype=np.float32)
        V_m = np.array([1, 5, 39], np.float32)[None, :] + np.float32(0.1) * steps[:, None]
        np.testing.assert_array_equal(data[:, 0::2], V_m)
        np.testing.assert_array_equal(data[:, 1::2], -V_m)

    def test_report_units_are_one_text_also_for_several_variables(self):
        self.assert_units(self.file["report/MSN_D1/data"], "mixed")
        self.assert_units(self.file["report/STN/data"], "mV")
        attributes = self.file["report/MSN_D1/data"].attrs
        self.assertEqual(list(attributes["variables"]), ["V_m", "w"])
        self.assertEqual(list(attributes["variable_units"]), ["mV", "pA"])
        self.assertEqual(list(self.file["report/STN/mapping/element_ids"]), [0] * 5)

    def test_rates_count_also_populations_whose_spikes_are_not_recorded(self):
        rates = self.file["rates"]
        self.assertEqual(set(rates), {"MSN_D1", "STN", "GPe_TI", "nobody"})
        self.assert_units(rates["GPe_TI"], "Hz")
        self.assertEqual(rates["GPe_TI"].attrs["bin_ms"], 30.0)
        # A spike each millisecond in 7 neurons; the last bin is shorter.
        self.assertEqual(len(rates["GPe_TI"]), math.ceil(N_STEPS / 300))
        np.testing.assert_allclose(rates["GPe_TI"], 1000 / 7)
        np.testing.assert_array_equal(rates["STN"], 0.0)
        np.testing.assert_array_equal(rates["nobody"], 0.0)

    def test_provenance_is_text(self):
        self.assertEqual(self.file["provenance/version"][()].decode(), "example")

    def test_file_is_the_same_for_any_ranks_and_flushes(self):
        for ranks, flush_every in ((1, 0), (1, 1000), (2, 0), (3, 130), (4, 999)):
            with self.subTest(ranks=ranks, flush_every=flush_every):
                other = os.path.join(self.folder.name, f"{ranks}-{flush_every}.h5")
                self.assertEqual(write(other, ranks, flush_every), 0)
                same = subprocess.run(
                    [H5DIFF, "-c", "--exclude-path", "/provenance", self.name, other],
                    stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
                # It says of empty datasets that they cannot be compared.
                remarks = [line for line in same.stdout.splitlines() if "empty" not in line]
                self.assertEqual((same.returncode, remarks), (0, []))

    def test_killed_run_leaves_what_was_flushed(self):
        name = os.path.join(self.folder.name, "killed.h5")
        self.assertNotEqual(write(name, 2, 500, kill_at=1400), 0)
        with h5py.File(name, "r") as killed:
            self.assertEqual(killed["bgsim/complete_until_ms"][()], 100.0)
            expected = expected_spikes(until=1000)
            self.assertEqual(killed["bgsim/n_spikes"][0], len(expected))
            self.assertEqual(list(killed["spikes/MSN_D1/node_ids"]), [i for _, i in expected])
            self.assertEqual(killed["report/MSN_D1/data"].shape, (50, 6))
            np.testing.assert_array_equal(killed["report/MSN_D1/mapping/time"], [0.0, 100.0, 2.0])
            self.assertEqual(len(killed["rates/MSN_D1"]), 3)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1], verbosity=1)
