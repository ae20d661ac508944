/// A network with every rule that knows channels or distances, in 1,700 cells.
#pragma once

#include "bgsim/config/load.hpp"
#include "model/neuron_models.hpp"

namespace bgsim::test {

/// Populations of more than one block; all fire.
inline config::Specification topographic_network(std::vector<std::string> set = {}) {
    static const char* const yaml = R"(
experiment: topography
seed: 5
time: {duration: 150 ms}
populations:
  cortex: {size: 300, channels: 3, on: line, spikes: {poisson: {rate: 60 Hz}}}
  striatum:
    size: 600
    channels: 3
    on: {sheet: [30, 20]}
    model: lif
    parameters: {C_m: 100 pF, g_L: 10 nS, E_L: -65 mV, V_th: -50 mV, V_reset: -60 mV}
    ports: {AMPA: {tau: 5 ms, E_rev: 0 mV}, GABA: {tau: 8 ms, E_rev: -75 mV}}
  pallidum:
    size: 800
    channels: 2
    on: line
    model: lif
    parameters: {C_m: 100 pF, g_L: 10 nS, E_L: -65 mV, V_th: -50 mV, V_reset: -60 mV}
    ports: {AMPA: {tau: 5 ms, E_rev: 0 mV}, GABA: {tau: 8 ms, E_rev: -75 mV}}
projections:
  cortex -> striatum:
    port: AMPA
    connect: {rule: pairwise_bernoulli, p: 0.5, channels: {same: 1, neighbour: 0.2}}
    weight: {uniform: [0.5 nS, 1.5 nS]}
    delay: 2 ms
  cortex -> pallidum:
    port: AMPA
    connect: {rule: fixed_indegree, k: 60, kernel: {gaussian: 0.05}}
    weight: {uniform: [0.5 nS, 1.5 nS]}
    delay: {uniform: [1 ms, 3 ms]}
  striatum -> striatum:
    port: GABA
    connect: {rule: pairwise_bernoulli, p: 0.5, kernel: {exponential: 0.1, periodic: yes}, autapses: no}
    weight: 0.1 nS
    delay: 1 ms
  striatum -> striatum (near):
    port: GABA
    connect: {rule: fixed_indegree, k: 20, kernel: {gaussian: 0.1}, multapses: yes}
    weight: {uniform: [0 nS, 0.1 nS]}
    delay: 1.5 ms
  striatum -> pallidum:
    port: GABA
    connect: {rule: fixed_indegree, k: 40, channels: [[1, 0.5, 0], [0, 0.5, 1]]}
    weight: 0.1 nS
    delay: {uniform: [1 ms, 4 ms]}
  pallidum -> striatum:
    port: GABA
    connect: {rule: fixed_outdegree, k: 10, channels: [[1, 0], [1, 1], [0, 1]]}
    weight: 0.1 nS
    delay: 1 ms
  pallidum -> pallidum:
    port: GABA
    connect: {rule: all_to_all, channels: focused, autapses: no}
    weight: 0.01 nS
    delay: 1 ms
  pallidum -> pallidum (line):
    port: GABA
    connect: {rule: pairwise_bernoulli, p: 0.2, kernel: {gaussian: 0.02}}
    weight: 0.1 nS
    delay: 2 ms
inputs:
  drive -> striatum: {poisson: {rate: 300 Hz}, ports: {AMPA: 1 nS}, neurons: {channel: [1, 3]}}
  current -> pallidum: {current: 100 pA, neurons: {channel: 2}}
record:
  rates: {every: 7 ms}
  state: {striatum: {variables: [V_m], neurons: {channel: 2}, every: 10 ms}}
)";
    return config::load_text(yaml, "topography.yaml",
                             {.set = std::move(set), .scale = {}, .seed = {}, .params = {}},
                             model::catalogue());
}

}  // namespace bgsim::test
