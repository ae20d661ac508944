#!/usr/bin/env python3
"""Do the published networks fire as published?

published_networks_test.py BGSIM SOURCE_FOLDER. Needs only Python's standard library. Each state is simulated with some
seeds; the mean of each population's rate is compared with the authors' (tests/regression/*_published.json), and so is the
answer of SNr to a cortical volley, and the rhythm.
"""
import csv
import io
import json
import math
import pathlib
import subprocess
import sys
import tempfile
import unittest

BGSIM, SOURCE = sys.argv[1], pathlib.Path(sys.argv[2])


def published(name):
    return json.loads((SOURCE / "tests" / "regression" / f"{name}_published.json").read_text())


def mean(values):
    values = list(values)
    return sum(values) / len(values)


class PublishedNetworksTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="bgsim-test-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = pathlib.Path(folder.name)

    def bgsim(self, *arguments):
        done = subprocess.run([BGSIM, *arguments], cwd=self.folder, text=True, capture_output=True, check=False)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        return done.stdout

    def run_seeds(self, config, seeds, *options):
        """The names of the results, without their endings."""
        name = config.replace("/", "_")
        for seed in seeds:
            self.bgsim("run", str(SOURCE / "configs" / f"{config}.yaml"), "--seed", str(seed), "--threads", "2",
                       "--progress", "none", *options)
        return [str(self.folder / "results" / name / f"seed-{seed}") for seed in seeds]

    def rates(self, results):
        """Means over the results."""
        all_rates = [json.loads(pathlib.Path(r + ".json").read_text())["rates_hz"] for r in results]
        return {name: mean(rates[name] for rates in all_rates) for name in all_rates[0]}

    def table(self, result, name, *options):
        return list(csv.DictReader(io.StringIO(self.bgsim("analyze", result + ".h5", "--table", name, *options))))

    # --- Chakravarty et al. (2022)

    def test_chakravarty2022_has_the_logged_rates(self):
        log = published("chakravarty2022")
        seeds = (1, 2, 3)
        for state, expected in log["rates"].items():
            results = self.run_seeds(f"chakravarty2022/{state}", seeds)
            for name, rate in self.rates(results).items():
                with self.subTest(state=state, population=name):
                    # A rate below 0.1 Hz is some tens of spikes per run: three standard errors of the difference.
                    scatter = 3 * log["rates_sd"][state][name] * math.sqrt(1 / len(seeds) + 1 / 5)
                    few = 0.1 * expected[name] + scatter
                    self.assertAlmostEqual(rate, expected[name], delta=0.05 * expected[name] if rate > 0.1 else few)

    def test_chakravarty2022_snr_is_excited_silent_and_excited_after_the_volley(self):
        results = self.run_seeds("chakravarty2022/healthy", range(11, 17))
        rows = [self.table(r, "events", "--window", "500ms:1000ms", "--events", "700ms", "--around=-100ms:100ms",
                           "--event-bin", "1ms") for r in results]
        rate = {int(float(bins[0]["from_ms"])): mean(float(row["SNr"]) for row in bins) for bins in zip(*rows)}
        baseline = mean(rate[t] for t in range(-100, 0))
        self.assertAlmostEqual(baseline, 30, delta=3)
        self.assertGreater(mean(rate[t] for t in (8, 9)), 2 * baseline)
        self.assertLess(mean(rate[t] for t in range(12, 16)), 0.1 * baseline)
        self.assertGreater(mean(rate[t] for t in range(17, 22)), 2 * baseline)
        # That was all. In 5 ms of one trial the rate has a standard deviation of 10 Hz, in 60 ms of six 1.2 Hz.
        self.assertAlmostEqual(mean(rate[t] for t in range(40, 100)), 30, delta=4)

    # --- Ortone et al. (2023)

    def test_ortone2023_has_the_rates_and_the_rhythm_of_the_saved_run(self):
        # In the window in which that run is counted: GPe_TA goes on rising, to 9.9 Hz, for some seconds.
        results = self.run_seeds("ortone2023/depletion_0.95", range(1, 7), "--set", "time.duration=2250ms",
                                 "--set", "time.discard=500ms")
        rates = self.rates(results)
        for name, rate in published("ortone2023")["rates"]["0.95"].items():
            with self.subTest(population=name):
                self.assertAlmostEqual(rates[name], rate, delta=(0.1 if name == "MSN_D1" else 0.05) * rate)
        peaks = {}
        for result in results:
            rows = self.table(result, "populations", "--bin", "1ms", "--segment", "1750ms")
            for row in rows:
                if row["peak_hz"]:
                    peaks.setdefault(row["population"], []).append(float(row["peak_hz"]))
        self.assertEqual(sorted(peaks), sorted(rates))
        for name, found in peaks.items():
            with self.subTest(population=name):
                self.assertAlmostEqual(mean(found), 16.5, delta=0.5)

    # --- Lienard & Girard (2014), Girard et al. (2021): 14 tests of plausibility

    def check_macaque(self, config, expected):
        for name, rate in self.rates(self.run_seeds(f"macaque/{config}", (1, 2, 3))).items():
            if name in expected:
                with self.subTest(config=config, population=name):
                    low, high = expected[name]
                    self.assertGreaterEqual(rate, low)
                    self.assertLessEqual(rate, high)

    def test_macaque_rests_at_plausible_rates(self):
        self.check_macaque("reference", published("macaque")["rest_rates"])

    def test_macaque_answers_antagonists_as_recorded(self):
        for nucleus, experiments in published("macaque")["antagonists"].items():
            for receptors, rate in experiments.items():
                names = sorted(receptors.replace("GABAA", "GABA").split("+"), key=["AMPA", "NMDA", "GABA"].index)
                config = "_".join([nucleus, *names]).replace("GABA", "GABAA").lower()
                self.check_macaque(f"antagonists/{config}", {nucleus: rate})

    def test_macaque_gpi_without_receptors_fires_at_its_own_pace(self):
        (result,) = self.run_seeds("macaque/antagonists/gpi_ampa_nmda_gabaa", [1])
        self.bgsim("export", result + ".h5", "--output", result + "-csv")
        times = {}
        for row in csv.DictReader((pathlib.Path(result + "-csv") / "spikes.csv").open()):
            if row["population"] == "GPi":
                times.setdefault(row["cell"], []).append(float(row["time_ms"]))
        self.assertEqual(len(times), 56)
        # From reset to threshold tau ln(I / (I - V_th)) = 11.6 ms, on the grid 11.7; and 2 ms of refractoriness.
        intervals = {round(b - a, 6) for train in times.values() for a, b in zip(train, train[1:])}
        self.assertEqual(intervals, {13.7})


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
