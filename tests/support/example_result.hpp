/// A result file with populations whose statistics are known.
#pragma once

#include <cmath>
#include <filesystem>
#include <numbers>
#include <random>
#include <vector>

#include "io/result_writer.hpp"

namespace bgsim::test {

constexpr Step example_steps = 200'000;  // 20 s

/// "leader": 200 cells, Poisson, 20 Hz modulated by 80 % at 20 Hz. "follower": the same 5 ms later.
/// "leader" has two channels, with the same firing. "poisson": 100 cells of 10 Hz. "silent": 5
/// cells. "once": one cell with one spike, at 7 s. "unrecorded" has no spikes in the file, "nobody"
/// no cells. The LFP of "leader" is 100 pA and 20 pA of the same rhythm, every 0.5 ms.
inline void write_example_result(const std::filesystem::path& file) {
    io::ResultWriter writer(
        file, {},
        {.n_steps = example_steps,
         .populations = {{.name = "leader", .size = 200, .channels = {"a", "b"}},
                         {"follower", 200},
                         {"poisson", 100},
                         {"silent", 5},
                         {"once", 1},
                         {"unrecorded", 3, false},
                         {"nobody", 0}},
         .lfp = io::LfpLayout{.populations = {0}, .every = 5, .unit_pA = 1e-4}},
        false);
    std::mt19937_64 generator(1);
    const auto spikes_of = [&](std::uint32_t population, NeuronIndex n_cells, double rate_hz,
                               Step step, std::vector<Spike>& spikes) {
        constexpr double dt_s = 1e-4;
        std::binomial_distribution<NeuronIndex> n_fired(n_cells, rate_hz * dt_s);
        std::uniform_int_distribution<NeuronIndex> cell(0, n_cells - 1);
        for (NeuronIndex i = n_fired(generator); i != 0; --i) {
            const Spike spike{population, cell(generator), step};
            const auto is_same = [&](const Spike& other) {
                return other.population == spike.population && other.neuron == spike.neuron;
            };
            if (std::ranges::none_of(spikes, is_same)) spikes.push_back(spike);
        }
    };
    const auto modulated_hz = [](Step step) {
        const double time_s = static_cast<double>(step) * 1e-4;
        return 20.0 * (1.0 + 0.8 * std::sin(2.0 * std::numbers::pi * 20.0 * time_s));
    };
    for (Step step = 1; step <= example_steps; ++step) {
        if ((step - 1) % 5 == 0) {  // a sample is taken before its step
            const double lfp_pA = 100.0 + 20.0 * (modulated_hz(step - 1) / 16.0 - 1.25);
            const std::vector<std::uint64_t> sums = {
                static_cast<std::uint64_t>(std::llround(200.0 * lfp_pA / 1e-4))};
            writer.record_lfp(sums);
        }
        std::vector<Spike> spikes;
        spikes_of(0, 200, modulated_hz(step), step, spikes);
        spikes_of(1, 200, modulated_hz(step - 50), step, spikes);
        spikes_of(2, 100, 10.0, step, spikes);
        if (step == 70'000) spikes.push_back({4, 0, step});
        writer.record(spikes);
    }
    writer.close(example_steps);
}

}  // namespace bgsim::test
