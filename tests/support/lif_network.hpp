/// Specifications of leaky integrate-and-fire cells that an engine can run, made by hand.
#pragma once

#include <string>
#include <vector>

#include "bgsim/config/specification.hpp"

namespace bgsim::test {

/// Cells that rest at -70 mV and fire at -50 mV, with a conductance port "AMPA" (port 0, 5 ms,
/// 0 mV) and a current port "soma" (port 1, 10 ms).
inline config::Population lif_population(const std::string& name, NeuronIndex size) {
    config::Population p;
    p.name = name;
    p.size = size;
    p.model = "lif";
    p.solver = config::Solver::rk4;
    p.parameters = {{"C_m", {.first = 100.0}},     {"g_L", {.first = 10.0}},
                    {"E_L", {.first = -70.0}},     {"V_th", {.first = -50.0}},
                    {"V_reset", {.first = -65.0}}, {"V_min", {.first = -1e9}},
                    {"I_e", {.first = 0.0}},       {"t_ref", {.first = 0.0}}};
    p.initial = {{"V_m", {.first = -70.0}}};
    config::Port ampa;
    ampa.name = "AMPA";
    ampa.tau = 5.0;
    config::Port soma;
    soma.name = "soma";
    soma.type = config::Port::Type::current;
    soma.tau = 10.0;
    p.ports = {ampa, soma};
    return p;
}

inline config::Distribution& parameter(config::Population& population, const std::string& name) {
    for (auto& p : population.parameters) {
        if (p.name == name) return p.value;
    }
    return population.initial.at(0).value;
}

/// A projection onto port 0 with a constant weight [nS] and delay [steps of 0.1 ms].
inline config::Projection lif_projection(const std::string& name,
                                         PopulationId source,
                                         PopulationId target,
                                         const config::ConnectionRule& rule,
                                         Step delay) {
    config::Projection p;
    p.name = name;
    p.source = source;
    p.target = target;
    p.rule = rule;
    p.weight = {.first = 1.0};
    p.delay = {.first = 0.1 * static_cast<double>(delay)};
    p.min_delay = p.max_delay = delay;
    return p;
}

/// A Poisson input onto port 0.
inline config::Input poisson_input(const std::string& name, PopulationId target, double rate_hz) {
    config::Input input;
    input.name = name;
    input.target = target;
    input.waveform.mean = rate_hz;
    input.ports = {{.port = 0, .weight = {.first = 1.0}}};
    return input;
}

inline config::Specification lif_specification(std::vector<config::Population> populations,
                                               Step duration) {
    config::Specification s;
    s.experiment = "test";
    s.seed = 5;
    s.duration = duration;
    s.recording.spikes.assign(populations.size(), true);
    s.populations = std::move(populations);
    return s;
}

}  // namespace bgsim::test
