#!/usr/bin/env python3
"""The balanced networks of tests/benchmark/networks in Brian2, C++ standalone, one thread.

brian2_balanced.py coba|cuba SECONDS

Prints {"loop_s": wall time of the simulation, "E": rate, "I": rate} as its last line. Equations and
numbers: Brette et al. (2007), appendix B, as in the configurations.
"""

import json
import sys
import tempfile

import brian2 as b2
from brian2 import Hz, ms, mV, nS

MEMBRANE = {
    "coba": "dv/dt = ((El - v) + (ge * (Ee - v) + gi * (Ei - v)) / gl) / tau_m : volt"
            " (unless refractory)\ndge/dt = -ge / tau_e : siemens\ndgi/dt = -gi / tau_i : siemens",
    "cuba": "dv/dt = (El - v + ge + gi) / tau_m : volt (unless refractory)\n"
            "dge/dt = -ge / tau_e : volt\ndgi/dt = -gi / tau_i : volt",
}
WEIGHTS = {"coba": (6 * nS, 67 * nS), "cuba": (1.62 * mV, -9 * mV)}


def network(kind):
    """All objects of the network, and the monitors of E and I."""
    gl, tau_m, tau_e, tau_i = 10 * nS, 20 * ms, 5 * ms, 10 * ms
    El, Ee, Ei = (-60 if kind == "coba" else -49) * mV, 0 * mV, -80 * mV
    space = {"gl": gl, "tau_m": tau_m, "tau_e": tau_e, "tau_i": tau_i, "El": El, "Ee": Ee, "Ei": Ei}
    cells = b2.NeuronGroup(4000, MEMBRANE[kind], threshold="v > -50*mV", reset="v = -60*mV",
                           refractory=5 * ms, method="exponential_euler" if kind == "coba" else
                           "exact", namespace=space)
    cells.v = "-60*mV + rand() * 10*mV"
    w_e, w_i = WEIGHTS[kind]
    parts = cells[:3200], cells[3200:]
    objects = [cells]
    for part, target, weight in ((parts[0], "ge", w_e), (parts[1], "gi", w_i)):
        synapses = b2.Synapses(part, cells, on_pre=f"{target} += w", namespace={"w": weight})
        synapses.connect(p=0.02)
        synapses.delay = 0.1 * ms
        objects.append(synapses)
    if kind == "coba":  # ignites the activity
        rate = b2.TimedArray([300, 0, 0, 0] * Hz, dt=50 * ms)
        start = b2.PoissonGroup(4000, rates="rate(t)", namespace={"rate": rate})
        ignition = b2.Synapses(start, cells, on_pre="ge += w", namespace={"w": w_e})
        ignition.connect(j="i")
        objects += [start, ignition]
    monitors = [b2.PopulationRateMonitor(part) for part in parts]
    return b2.Network(*objects, *monitors), monitors


def main():
    kind, seconds = sys.argv[1], float(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="bgsim-brian2-") as folder:
        b2.set_device("cpp_standalone", directory=folder, build_on_run=True)
        b2.prefs.devices.cpp_standalone.openmp_threads = 0
        b2.defaultclock.dt = 0.1 * ms
        b2.seed(1)
        net, monitors = network(kind)
        net.run(seconds * b2.second)
        rates = [float((m.rate[m.t > 1 * b2.second]).mean() / Hz) for m in monitors]
        loop_s = b2.device._last_run_time  # the time of its main loop, without building
    print(json.dumps({"loop_s": loop_s, "E": rates[0], "I": rates[1]}))


if __name__ == "__main__":
    main()
