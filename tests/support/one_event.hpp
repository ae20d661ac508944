/// One passive cell that gets events at one port, through configuration and engine as any network.
#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "support/run_in_memory.hpp"

namespace bgsim::test {

/// C_m 200 pF, g_L 10 nS, E_L -70 mV; the threshold is out of reach unless given.
struct OneEvent {
    static constexpr double C_m = 200.0;
    static constexpr double g_L = 10.0;
    static constexpr double E_L = -70.0;
    static constexpr double tau_m = C_m / g_L;
    static constexpr double arrival_ms = 1.0;  ///< of an event that left at 0.1 ms

    std::string port;  ///< as in `ports`
    std::string weight;
    std::string variable = {};     ///< recorded besides V_m; none if empty
    std::string times = "0.1 ms";  ///< when the source fires; the delay is 0.9 ms
    std::string parameters = "V_th: 1000 mV, V_reset: -70 mV";
    std::string solver = "rk4";
    double duration_ms = 40.0;
    double dt = 0.1;
    int n_sources = 1;

    std::string yaml() const {
        const std::string recorded = variable.empty() ? "V_m" : "V_m, " + variable;
        return fmt::format(
            "experiment: one_event\nseed: 1\ntime: {{duration: {} ms, dt: {} ms}}\n"
            "dopamine: {{baseline: 0.8, level: 0.0}}\n"
            "populations:\n"
            "  source: {{size: {}, spikes: {{times: [{}]}}}}\n"
            "  target: {{size: 1, model: lif, solver: {}, parameters: {{C_m: {} pF, g_L: {} nS,"
            " E_L: {} mV, {}}}, ports: {{port: {}}}}}\n"
            "projections:\n"
            "  source -> target: {{port: port, connect: {{rule: all_to_all}}, weight: {}, delay:"
            " 0.9 ms}}\n"
            "record:\n"
            "  spikes: all\n"
            "  state: {{target: {{variables: [{}], neurons: 0, every: {} ms}}}}\n",
            duration_ms, dt, n_sources, times, solver, C_m, g_L, E_L, parameters, port, weight,
            recorded, dt);
    }
};

/// Samples of each time step, single precision; a sample is taken before what arrives at its time.
struct Traces {
    std::vector<double> V_m;
    std::vector<double> port;            ///< [step], empty without a variable
    std::vector<double> spike_times_ms;  ///< of the target
};

inline Traces traces_of(const OneEvent& event) {
    const auto output = run_in_memory(specification_from(event.yaml()));
    Traces traces;
    traces.spike_times_ms = output.spike_times(1, event.dt);
    for (const auto& values : output.samples(0).values) {
        traces.V_m.push_back(values.at(0));
        if (!event.variable.empty()) traces.port.push_back(values.at(1));
    }
    return traces;
}

}  // namespace bgsim::test
