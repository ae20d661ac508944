#!/usr/bin/env python3
"""A raster, the rates and their power spectra of a result of bgsim, as a picture for a talk.

    raster_and_psd.py RUN.h5 [-o FIGURE.png] [--show MS] [--cells N]

Needs h5py, numpy and matplotlib (Debian: python3-h5py python3-numpy python3-matplotlib). Rates and spectra are of the
whole run after time.discard; the raster shows the end of it. Spectra are those of `bgsim analyze` (docs/analysis.md).
Prints a table of mean rates and spectral peaks. Start here for figures of your own: every step is a short function.
"""

import argparse
import pathlib
from dataclasses import dataclass

import h5py
import matplotlib
import numpy as np

matplotlib.use("Agg")  # draws without a screen, as on the nodes of a cluster
import matplotlib.pyplot as plt  # noqa: E402 (after the choice)

BIN_MS, SEGMENT_MS = 1.0, 1000.0  # of rates and spectra; the defaults of bgsim analyze
# Okabe & Ito (2008): colours that are told apart also with colour-blind eyes; grey for yellow, which is faint on white.
COLOURS = ["#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000", "#999999"]
LINES = ["-", "--", ":"]  # when the colours come again


@dataclass
class Population:
    name: str
    size: int
    steps: np.ndarray  # of its spikes, in whole time steps; ascending
    node_ids: np.ndarray
    colour: str
    line: str


@dataclass
class Run:
    experiment: str
    dt_ms: float
    from_ms: float  # what comes before is left out
    to_ms: float
    populations: list


def read_run(file_name):
    """The recorded spikes of all populations, and from when to when they count."""
    with h5py.File(file_name) as file:
        about, provenance = file["bgsim"], file["provenance"]
        dt = about["dt_ms"][()]
        populations = []
        for name, size in zip(about["population_names"].asstr()[:], about["population_sizes"][:]):
            if size == 0 or name not in file["spikes"]:
                continue
            steps = np.rint(file[f"spikes/{name}/timestamps"][:] / dt).astype(int)
            number = len(populations)
            populations.append(Population(name, int(size), steps, file[f"spikes/{name}/node_ids"][:],
                                          COLOURS[number % len(COLOURS)], LINES[number // len(COLOURS) % len(LINES)]))
        start = max(float(provenance["discard_ms"].asstr()[()]), about["start_ms"][()])
        return Run(provenance["experiment"].asstr()[()], dt, start, about["complete_until_ms"][()], populations)


def mean_rate(run, population):
    """Spikes per cell and second. A spike has the time of the end of its step, so windows are (from, to]."""
    first, last = np.searchsorted(population.steps, np.rint(np.array([run.from_ms, run.to_ms]) / run.dt_ms), side="right")
    return (last - first) / population.size / (1e-3 * (run.to_ms - run.from_ms))


def rate_by_time(run, population):
    """Spikes per cell and second in bins of BIN_MS."""
    bin_steps = round(BIN_MS / run.dt_ms)
    n_bins = int((run.to_ms - run.from_ms) / BIN_MS + 1e-6)
    bins = (population.steps - round(run.from_ms / run.dt_ms) - 1) // bin_steps
    counts = np.bincount(bins[(bins >= 0) & (bins < n_bins)], minlength=n_bins)
    return counts / population.size / (1e-3 * BIN_MS)


def power_spectrum(rate):
    """Frequencies [Hz] and one-sided density [Hz^2/Hz] by Welch's method: halves overlap, Hann window, no mean."""
    n = min(int(SEGMENT_MS / BIN_MS), len(rate))
    window = 0.5 * (1 - np.cos(2 * np.pi * np.arange(n) / n))
    segments = np.lib.stride_tricks.sliding_window_view(rate, n)[::max(1, n // 2)]
    segments = segments - segments.mean(axis=1, keepdims=True)
    power = (np.abs(np.fft.rfft(segments * window)) ** 2).mean(axis=0) * 2 * 1e-3 * BIN_MS / (window ** 2).sum()
    power[0] /= 2  # zero and the highest frequency have no mirror image
    if n % 2 == 0:
        power[-1] /= 2
    return np.fft.rfftfreq(n, 1e-3 * BIN_MS), power


def smoothed(rate, sigma_ms=5.0):
    """For the eye: under a Gaussian, which is cut off at the ends."""
    reach = np.arange(-int(4 * sigma_ms / BIN_MS), int(4 * sigma_ms / BIN_MS) + 1) * BIN_MS
    kernel = np.exp(-0.5 * (reach / sigma_ms) ** 2)
    return np.convolve(rate, kernel, "same") / np.convolve(np.ones(len(rate)), kernel, "same")


def draw_raster(axes, run, shown_ms, cells):
    """A band of equal height for each population; in it up to `cells` cells, evenly spread over the population."""
    counts = [min(cells, population.size) for population in run.populations]
    for band, (population, n) in enumerate(zip(run.populations, counts)):
        row = np.full(population.size, -1)
        row[np.arange(n) * population.size // n] = np.arange(n)
        times_ms = population.steps * run.dt_ms
        seen = (times_ms > shown_ms[0]) & (row[population.node_ids] >= 0)
        top = band + row[population.node_ids[seen]] / n
        axes.vlines(times_ms[seen], top, top + 0.9 / n, color=population.colour, linewidth=1)
        axes.axhline(band, color="0.8", linewidth=1, zorder=0)
    axes.set_ylim(len(counts), 0)
    axes.set_yticks(np.arange(len(counts)) + 0.5,
                    [f"{p.name}\n{n} of {p.size}" for p, n in zip(run.populations, counts)],
                    fontsize=min(16, 110 / len(counts)))
    for label, population in zip(axes.get_yticklabels(), run.populations):
        label.set_color(population.colour)
    axes.tick_params(axis="y", length=0)
    axes.set_ylabel("cell")


def draw_rates(axes, run, rates, shown_ms):
    times_ms = run.from_ms + BIN_MS * (np.arange(len(next(iter(rates.values()), []))) + 0.5)
    for population in run.populations:
        seen = times_ms > shown_ms[0]
        axes.plot(times_ms[seen], smoothed(rates[population.name])[seen], population.line, color=population.colour)
    axes.set_ylim(bottom=0)
    axes.set_xlim(*shown_ms)
    axes.set_xlabel("time (ms)")
    axes.set_ylabel("rate (Hz)")


def draw_spectra(axes, run, rates):
    for population in run.populations:
        frequencies, power = power_spectrum(rates[population.name])
        seen = (frequencies >= 1) & (frequencies <= 100) & (power > 0)
        label = population.name if len(run.populations) <= 4 else None  # else there is no place; the raster names them
        axes.plot(frequencies[seen], power[seen], population.line, color=population.colour, label=label)
        chance = 2 * rates[population.name].mean() / population.size
        if chance > 0:
            axes.axhline(chance, color=population.colour, linestyle=":", linewidth=1.2)
    axes.plot([], [], ":", color="0.4", linewidth=1.2, label="independent Poisson cells")
    axes.set_yscale("log")
    axes.set_xlim(0, 100)
    axes.set_xlabel("frequency (Hz)")
    axes.set_ylabel("power spectral density (Hz²/Hz)")
    axes.legend(frameon=False, fontsize=14, loc="lower right")


def draw(run, rates, show_ms, cells):
    """16:9, 1920 x 1080 pixels."""
    plt.rcParams.update({"font.size": 16, "axes.spines.top": False, "axes.spines.right": False, "lines.linewidth": 2})
    figure = plt.figure(figsize=(40 / 3, 7.5), dpi=144, constrained_layout=True)
    places = figure.add_gridspec(2, 2, height_ratios=(3, 1), width_ratios=(5, 3))
    below = figure.add_subplot(places[1, 0])
    raster = figure.add_subplot(places[0, 0], sharex=below)
    shown_ms = (max(run.from_ms, run.to_ms - show_ms), run.to_ms)
    draw_raster(raster, run, shown_ms, cells)
    raster.tick_params(axis="x", labelbottom=False)
    draw_rates(below, run, rates, shown_ms)
    draw_spectra(figure.add_subplot(places[:, 1]), run, rates)
    figure.suptitle(run.experiment)
    figure.align_ylabels([raster, below])
    return figure


def print_table(run, rates):
    print(f"{'population':<14} {'cells':>9} {'rate [Hz]':>12} {'peak [Hz]':>10}")
    for population in run.populations:
        frequencies, power = power_spectrum(rates[population.name])
        band = (frequencies >= 1) & (frequencies <= 100)
        peak = frequencies[band][power[band].argmax()] if band.any() else np.nan
        print(f"{population.name:<14} {population.size:>9} {mean_rate(run, population):>12.6f} {peak:>10.3f}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", metavar="RUN.h5", type=pathlib.Path)
    parser.add_argument("-o", "--output", metavar="FIGURE.png", type=pathlib.Path, default="raster_and_psd.png")
    parser.add_argument("--show", metavar="MS", type=float, default=1000.0, help="length of the raster (1000)")
    parser.add_argument("--cells", metavar="N", type=int, default=50, help="most cells of a population in it (50)")
    options = parser.parse_args()
    run = read_run(options.run)
    if not run.populations or run.to_ms - run.from_ms < 10 * BIN_MS:
        parser.error(f"{options.run}: no recorded spikes, or less than {10 * BIN_MS:g} ms after time.discard")
    rates = {population.name: rate_by_time(run, population) for population in run.populations}
    print_table(run, rates)
    draw(run, rates, options.show, options.cells).savefig(options.output)


if __name__ == "__main__":
    main()
