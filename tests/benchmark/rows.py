"""What is measured of whole runs, and what is to be reached."""

import statistics
from typing import Callable, NamedTuple

from whole_runs import Layout, give_up

MB, GIB = 1e6, 2**30


def cores(summary):
    return summary["ranks"] * summary["threads"]


def real_time_factor(summary):
    return summary["real_time_factor"]


def seconds_for_20_s(summary):
    return 20 * summary["real_time_factor"]


def build_ns(summary):
    return 1e9 * summary["build_s"] * cores(summary) / summary["synapses"]


def deliver_ns(summary):
    return 1e9 * summary["wall_s"]["deliver"] * cores(summary) / summary["synaptic_events"]


def exchange_percent(summary):
    return 100 * summary["wall_s"]["exchange"] / summary["loop_s"]


def synapse_bytes(summary):
    return summary["synapse_memory_bytes"] / summary["synapses"]


def percent_of_other_memory(summary):
    """All but synapses, of 400 bytes a neuron and 100 MB a rank."""
    other = summary["peak_memory_bytes"] - summary["synapse_memory_bytes"]
    return 100 * other / (400 * summary["neurons"] + 100 * MB * summary["ranks"])


def peak_gib(summary):
    return summary["peak_memory_bytes"] / GIB


def deliver_ratio(generated, stored):
    """Of one network, whose synapses are generated when spikes arrive or stored."""
    if generated[0]["spike_digest"] != stored[0]["spike_digest"]:
        give_up("the same network, procedural and stored, has other spikes: a fault of bgsim")
    before = statistics.median(map(deliver_ns, stored))
    return [deliver_ns(summary) / before for summary in generated]


class Row(NamedTuple):
    what: str
    unit: str
    reach: float  # at most
    values: Callable  # of a Bench: one for each repetition
    needs: str = ""  # the option without which it is left out


def row(what, unit, reach, measure, runs, needs=""):
    """One whose values are a measure of each summary."""
    return Row(what, unit, reach, lambda bench: [measure(s) for s in runs(bench)], needs)


NETWORK = "brian2_network"  # the option
ROWS = [
    row("lindahl2016, euler, double", "x real time", 1.5, real_time_factor, lambda b: b.lindahl()),
    row("lindahl2016, euler, single", "x real time", 0.8, real_time_factor,
        lambda b: b.lindahl(precision="single")),
    row("lindahl2016, rk4, double", "x real time", 3, real_time_factor, lambda b: b.lindahl("rk4")),
    row("lindahl2016, rk4, single", "x real time", 1.6, real_time_factor,
        lambda b: b.lindahl("rk4", "single")),
    row("Brian2 network, euler, double", "x real time", 1.3, real_time_factor,
        lambda b: b.brian2_network(), NETWORK),
    row("Brian2 network, euler, single", "x real time", 0.7, real_time_factor,
        lambda b: b.brian2_network("single"), NETWORK),
    row("COBA, 4,000 cells", "s for 20 s", 1, seconds_for_20_s, lambda b: b.balanced("COBA")),
    row("CUBA, 4,000 cells", "s for 20 s", 1, seconds_for_20_s, lambda b: b.balanced("CUBA")),
    row("build lindahl2016 (in-degrees)", "ns a synapse and core", 30, build_ns,
        lambda b: b.lindahl()),
    row("build Brian2 network (Bernoulli)", "ns a synapse and core", 10, build_ns,
        lambda b: b.brian2_network(), NETWORK),
    row("deliver, stored (lindahl2016)", "ns an event and core", 3, deliver_ns,
        lambda b: b.lindahl()),
    Row("deliver, procedural (lindahl2016 with multapses)", "x stored", 1.5,
        lambda b: deliver_ratio(b.lindahl_with_multapses("procedural"),
                                b.lindahl_with_multapses("stored"))),
    row("deliver, stored (Brian2 network)", "ns an event and core", 3, deliver_ns,
        lambda b: b.brian2_network(), NETWORK),
    Row("deliver, procedural (Brian2 network)", "x stored", 1.5,
        lambda b: deliver_ratio(b.brian2_network(connectivity="procedural"), b.brian2_network()),
        NETWORK),
    row("exchange, 2 ranks of 1 thread (lindahl2016)", "% of the time loop", 5, exchange_percent,
        lambda b: b.lindahl(layout=Layout(2, 1))),
    row("memory, random weights and delays (lindahl2016)", "bytes a synapse", 10, synapse_bytes,
        lambda b: b.lindahl()),
    row("memory, constant weight and delay (CUBA)", "bytes a synapse", 5, synapse_bytes,
        lambda b: b.balanced("CUBA")),
    row("memory, constant weight and delay (Brian2 network)", "bytes a synapse", 5, synapse_bytes,
        lambda b: b.brian2_network(), NETWORK),
    row("memory, all but synapses (lindahl2016)", "% of 400 B a neuron + 100 MB a rank", 100,
        percent_of_other_memory, lambda b: b.lindahl()),
    row("macaque hemisphere", "x real time", 400, real_time_factor, lambda b: b.hemisphere(),
        "hemisphere"),
    row("macaque hemisphere, peak memory", "GiB", 20, peak_gib, lambda b: b.hemisphere(),
        "hemisphere"),
]
