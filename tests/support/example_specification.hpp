/// A small specification made by hand, for tests that need one without reading files.
#pragma once

#include "bgsim/config/specification.hpp"

namespace bgsim::test {

inline config::Population population(const std::string& name, NeuronIndex size) {
    config::Population result;
    result.name = name;
    result.size = size;
    result.model = "qif";
    result.cell = "cell_of_" + name;
    result.parameters = {{"C_m",
                          {.kind = config::Distribution::Kind::normal,
                           .first = 15.2,
                           .second = 3.0,
                           .bounds = config::Distribution::Bounds::clip,
                           .low = 6.2,
                           .high = 24.2}},
                         {"k", {.first = 1.0}}};
    result.initial = {{"V_m", {.first = -80.0}}, {"u", {.first = 0.0}}};
    config::Port ampa;
    ampa.name = "AMPA";
    ampa.tau = 12.0;
    config::Port gaba;
    gaba.name = "GABA_A";
    gaba.tau = 6.0;
    gaba.E_rev = -65.0;
    result.ports = {ampa, gaba};
    return result;
}

inline config::Projection projection(const std::string& name,
                                     PopulationId source,
                                     PopulationId target,
                                     const config::ConnectionRule& rule) {
    config::Projection result;
    result.name = name;
    result.source = source;
    result.target = target;
    result.port = 1;
    result.rule = rule;
    result.weight = {.first = 0.5};
    result.delay = {.first = 2.0};
    result.min_delay = 20;
    result.max_delay = 20;
    return result;
}

inline config::Target target(const std::string& name,
                             const std::vector<PopulationId>& populations,
                             double low_hz,
                             double high_hz,
                             const std::string& source) {
    config::Target result;
    result.name = name;
    result.populations = populations;
    result.rate_hz = {low_hz, high_hz};
    result.source = source;
    return result;
}

/// STN (100 cells) -> GPe (300), GPe -> STN with varied weights and delays, GPe -> GPe; one input.
inline config::Specification example_specification() {
    using Kind = config::ConnectionRule::Kind;
    config::Specification s;
    s.experiment = "loop";
    s.description = "two nuclei";
    s.seed = 3;
    s.duration = 20'000;
    s.discard = 1'000;
    s.populations = {population("STN", 100), population("GPe", 300)};
    s.projections = {
        projection("STN -> GPe", 0, 1, {.kind = Kind::fixed_indegree, .number = 30}),
        projection("GPe -> STN", 1, 0, {.kind = Kind::fixed_outdegree, .number = 10}),
        projection("GPe -> GPe", 1, 1,
                   {.kind = Kind::pairwise_bernoulli, .probability = 0.1, .autapses = false})};
    s.projections[1].weight = {
        .kind = config::Distribution::Kind::uniform, .first = 1.0, .second = 3.0};
    s.projections[1].delay = {
        .kind = config::Distribution::Kind::uniform, .first = 1.0, .second = 5.0};
    s.projections[1].min_delay = 10;
    s.projections[1].max_delay = 50;
    s.projections[2].plasticity = config::ShortTermPlasticity{.U = 0.2, .tau_rec = 77.0};
    config::Input input;
    input.name = "CTX -> STN";
    input.waveform = {.kind = config::Waveform::Kind::square,
                      .mean = 546.0,
                      .amplitude = 50.4,
                      .frequency = 20.0,
                      .steps = {}};
    input.ports = {{.port = 0, .weight = {.first = 0.5}}};
    input.delay = 25;
    s.inputs = {input};
    s.recording.spikes = {true, true};
    s.recording.states = {
        {.population = 0, .variables = {"V_m", "u"}, .neurons = {{0, 9}}, .every = 10}};
    s.recording.rate_bin = 10;
    s.targets = {target("STN", {0}, 10.0, 13.0, "A (2001)"),
                 target("all", {0, 1}, 33.6, 33.6, "B (2002)")};
    s.resolved_yaml = "experiment: loop\n";
    s.notes = {"sizes were scaled by 0.1"};
    return s;
}

/// The same with 20 blocks in each population, enough for some ranks.
inline config::Specification example_of_40_blocks() {
    auto s = example_specification();
    s.populations[0].size = 5120;
    s.populations[1].size = 5120;
    return s;
}

}  // namespace bgsim::test
