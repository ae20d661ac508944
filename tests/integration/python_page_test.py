#!/usr/bin/env python3
"""Does docs/python.md read a result rightly, and does its script draw what the result holds?

python_page_test.py BGSIM SOURCE_FOLDER. Needs h5py, numpy and matplotlib.
"""

import contextlib
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

import h5py
import numpy as np
from matplotlib import image

BGSIM, SOURCE = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
CONFIG = SOURCE / "configs" / "examples" / "small_loop.yaml"
SCRIPT = SOURCE / "docs" / "examples" / "raster_and_psd.py"
RESULT = "results/small_loop/seed-1.h5"
BLUE, VERMILLION = (0x00, 0x72, 0xB2), (0xD5, 0x5E, 0x00)  # of the first and the second population


class PythonPageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="bgsim-test-"))
        # 2.2 s: several segments of the spectra of analyze.
        cls.done("run", CONFIG, "--set", "time.duration=2.2s", "--threads", "1", "--quiet")
        cls.analysis = json.loads(cls.done("analyze", RESULT, "--json"))["populations"]

    @classmethod
    def tearDownClass(cls):
        shutil.rmtree(cls.folder)

    @classmethod
    def done(cls, *arguments):
        return subprocess.run([BGSIM, *arguments], cwd=cls.folder, text=True, capture_output=True, timeout=120,
                              check=True).stdout

    def draw(self, *arguments, script=SCRIPT):
        environment = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
        environment["MPLCONFIGDIR"] = str(self.folder / "matplotlib")
        return subprocess.run([sys.executable, script, *arguments], cwd=self.folder, env=environment, text=True,
                              capture_output=True, timeout=120, check=False)

    def test_the_blocks_of_the_page_read_what_was_recorded(self):
        page = (SOURCE / "docs" / "python.md").read_text()
        blocks = re.findall(r"^```python\n(.*?)^```$", page, re.M | re.S)
        self.assertGreaterEqual(len(blocks), 6)
        names = {}
        with in_folder(self.folder):
            for block in blocks:
                with contextlib.redirect_stdout(io.StringIO()):
                    exec(compile(block, "docs/python.md", "exec"), names)
        names["run"].close()
        summary = json.loads((self.folder / RESULT).with_suffix(".json").read_text())
        self.assertEqual(set(names["rates_hz"]), {"STN", "GPe"})
        for population in self.analysis:
            name = population["name"]
            self.assertAlmostEqual(names["rates_hz"][name], population["rate_hz"], places=9)
            self.assertAlmostEqual(names["rates_hz"][name], summary["rates_hz"][name], places=9)
        self.assertEqual(names["summary"], summary)
        self.assertEqual(names["sizes"], {"STN": 100, "GPe": 200})
        with h5py.File(self.folder / RESULT) as run:
            self.check_spikes_and_rates(names, run)
            self.check_state(names, run)
            self.assertEqual(names["provenance"]["seed"], "1")
        self.done("run", "again.yaml", "--output", "again.h5", "--threads", "1", "--quiet")
        again = json.loads((self.folder / "again.json").read_text())
        self.assertEqual(again["spike_digest"], summary["spike_digest"])

    def check_spikes_and_rates(self, names, run):
        spikes = run["spikes/STN"]
        expected = [t for t, cell in zip(spikes["timestamps"][:], spikes["node_ids"][:]) if cell == 7]
        self.assertEqual(list(names["train_ms"]), expected)
        # The spikes of GPe between 1000 and 1100 ms, counted one by one and from the bins of 5 ms.
        inside = (names["bin_from_ms"] > 999.9) & (names["bin_from_ms"] < 1099.9)
        self.assertEqual((np.count_nonzero(inside), names["bin_ms"]), (20, 5.0))
        times = run["spikes/GPe/timestamps"][:]
        self.assertAlmostEqual(names["rate_hz"][inside].sum() * 200 * 5e-3,
                               np.count_nonzero((times > 1000.05) & (times < 1100.05)), places=6)

    def check_state(self, names, run):
        self.assertEqual((names["unit"], list(names["recorded"])), ("mV", [0, 1, 2, 3, 4]))
        self.assertEqual(names["V_m"].shape, (4400, 5))  # every 0.5 ms
        np.testing.assert_array_equal(names["V_m"][:, 3], run["report/STN/data"][:, 6])
        self.assertEqual(names["sample_ms"][-1], 2199.5)

    def test_the_script_prints_the_rates_and_peaks_of_analyze(self):
        drawn = self.draw(RESULT)
        self.assertEqual((drawn.returncode, drawn.stderr), (0, ""))
        lines = [line.split() for line in drawn.stdout.splitlines()[1:]]
        self.assertEqual([line[0] for line in lines], ["STN", "GPe"])
        for line, population in zip(lines, self.analysis):
            self.assertEqual(int(line[1]), population["cells"])
            self.assertAlmostEqual(float(line[2]), population["rate_hz"], places=6)
            self.assertAlmostEqual(float(line[3]), population["rhythm"]["peak_hz"], places=3)

    def test_the_spectra_of_the_script_are_those_of_analyze(self):
        sys.path.insert(0, str(SCRIPT.parent))
        sys.dont_write_bytecode = True
        import raster_and_psd as script
        run = script.read_run(self.folder / RESULT)
        for ours, population in zip(run.populations, self.analysis):
            _, power = script.power_spectrum(script.rate_by_time(run, ours))
            np.testing.assert_allclose(power, population["rhythm"]["power_hz2_per_hz"], rtol=1e-9, atol=1e-15)

    def test_the_picture_has_its_size_and_shows_both_populations(self):
        self.assertEqual(self.draw(RESULT, "-o", "figure.png").returncode, 0)
        picture = np.rint(255 * image.imread(self.folder / "figure.png")[:, :, :3]).astype(int)
        self.assertEqual(picture.shape, (1080, 1920, 3))
        raster, rates, spectra = picture[60:730, 230:1130], picture[770:985, 230:1130], picture[60:985, 1330:1880]
        for part in (raster, rates, spectra):
            for colour in (BLUE, VERMILLION):
                # Nearly that colour, since the edges of lines are smoothed.
                self.assertGreater(np.count_nonzero(np.abs(part - colour).max(axis=2) < 40), 500)
        # GPe fires more often than STN and stands below it.
        upper = np.abs(raster[:300] - BLUE).max(axis=2) < 40
        lower = np.abs(raster[370:] - VERMILLION).max(axis=2) < 40
        self.assertGreater(np.count_nonzero(lower), 1.5 * np.count_nonzero(upper))

    def test_a_result_without_spikes_is_refused(self):
        self.done("run", CONFIG, "--set", "time.duration=0.3s", "--set", "record.spikes=none", "--output", "silent.h5",
                  "--quiet")
        drawn = self.draw("silent.h5", "-o", "nothing.png")
        self.assertEqual(drawn.returncode, 2)
        self.assertIn("silent.h5: no recorded spikes", drawn.stderr)
        self.assertFalse((self.folder / "nothing.png").exists())


@contextlib.contextmanager
def in_folder(folder):
    """As contextlib.chdir, which is newer than the oldest Python that is in use."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
