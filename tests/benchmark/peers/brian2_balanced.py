#!/usr/bin/env python3
"""The networks of tests/benchmark/networks/coba.yaml and cuba.yaml in Brian2: C++ standalone, one thread.

brian2_balanced.py coba|cuba SECONDS

The last line of what it prints is {"loop_s": ..., "rates_hz": {"E": ..., "I": ...}}: the wall time of the time loop
alone, without building, and mean rates after the first twentieth. Equations and numbers are those of the configurations,
which name their sources. Needs brian2 (Debian: python3-brian) and a C++ compiler.
"""

import json
import sys
import tempfile

import brian2 as b2
from brian2 import ms, mV, nS

EQUATIONS = {
    # A linear equation in v while conductances are held over a step; as the default solver of bgsim.
    "coba": ("""dv/dt = (g_L * (E_L - v) + g_e * (0*mV - v) + g_i * (-80*mV - v)) / (200*pF) : volt (unless refractory)
                dg_e/dt = -g_e / (5*ms) : siemens
                dg_i/dt = -g_i / (10*ms) : siemens""", "exponential_euler"),
    "cuba": ("""dv/dt = (E_L - v + g_e + g_i) / (20*ms) : volt (unless refractory)
                dg_e/dt = -g_e / (5*ms) : volt
                dg_i/dt = -g_i / (10*ms) : volt""", "exact"),
}
CONSTANTS = {"coba": {"E_L": -60 * mV, "g_L": 10 * nS}, "cuba": {"E_L": -49 * mV}}
WEIGHTS = {"coba": (6 * nS, 67 * nS), "cuba": (1.62 * mV, -9 * mV)}  # of excitation and inhibition


def cells_of(kind):
    """4,000 cells from reset to threshold. COBA would be silent without the conductances at its start, which are those of
    Brian's example of the benchmark: mean and standard deviation 40, 15 nS and 200, 120 nS."""
    equations, method = EQUATIONS[kind]
    cells = b2.NeuronGroup(4000, equations, threshold="v > -50*mV", reset="v = -60*mV", refractory=5 * ms,
                           method=method, namespace=CONSTANTS[kind])
    cells.v = "-60*mV + 10*mV * rand()"
    if kind == "coba":
        cells.g_e = "clip(40 + 15 * randn(), 0, inf) * nS"
        cells.g_i = "clip(200 + 120 * randn(), 0, inf) * nS"
    return cells


def synapses_of(source, target, variable, weight):
    """Each pair with 2 %, after a step."""
    synapses = b2.Synapses(source, target, on_pre=f"{variable} += weight", namespace={"weight": weight}, delay=0.1 * ms)
    synapses.connect(p=0.02)
    return synapses


def network_of(kind):
    """The network, and the monitors of its excitatory and inhibitory cells."""
    cells = cells_of(kind)
    parts = {"E": cells[:3200], "I": cells[3200:]}
    pathways = [synapses_of(part, cells, variable, weight)
                for part, variable, weight in zip(parts.values(), ("g_e", "g_i"), WEIGHTS[kind])]
    monitors = {name: b2.SpikeMonitor(part) for name, part in parts.items()}
    return b2.Network(cells, *pathways, *monitors.values()), monitors


def rate_hz(monitor, seconds):
    """Spikes per cell and second, after the first twentieth."""
    n_spikes = int((monitor.t / b2.second > seconds / 20).sum())
    return n_spikes / len(monitor.source) / (seconds * 19 / 20)


def main():
    kind, seconds = sys.argv[1], float(sys.argv[2])
    with tempfile.TemporaryDirectory(prefix="bgsim-brian2-") as folder:
        b2.set_device("cpp_standalone", directory=folder)
        b2.defaultclock.dt = 0.1 * ms
        b2.seed(1)
        network, monitors = network_of(kind)
        network.run(seconds * b2.second)
        rates = {name: rate_hz(monitor, seconds) for name, monitor in monitors.items()}
    print(json.dumps({"loop_s": b2.device._last_run_time, "rates_hz": rates}))


if __name__ == "__main__":
    main()
