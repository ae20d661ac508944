/// A made-up run whose every spike and sample is known, for tests of writing and reading.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <random>
#include <tuple>
#include <vector>

#include "io/result_writer.hpp"

namespace bgsim::io::test {

/// The rank that owns a neuron.
using Owner = std::function<int(PopulationId, std::uint64_t neuron)>;

struct RandomRun {
    ResultLayout layout;
    std::vector<Spike> spikes;  ///< by step; neurons in random order

    static float sample(std::uint64_t node, std::size_t variable, Step step) {
        return static_cast<float>(node) + 1000.0F * static_cast<float>(variable) +
               0.25F * static_cast<float>(step);
    }

    /// Spikes of one population as the file shall have them.
    std::vector<Spike> sorted(PopulationId population) const {
        std::vector<Spike> own;
        std::ranges::copy_if(spikes, std::back_inserter(own),
                             [&](const Spike& s) { return s.population == population; });
        std::ranges::sort(own, {}, [](const Spike& s) { return std::tuple(s.step, s.neuron); });
        return own;
    }
};

/// Population 0 is busy, 1 sparse, 2 not recorded, 3 silent, 4 without neurons; 5 bursts in one
/// step.
inline RandomRun random_run(std::uint32_t seed, Step n_steps) {
    RandomRun run;
    run.layout.dt = 0.1;
    run.layout.n_steps = n_steps;
    run.layout.populations = {{.name = "MSN_D1", .size = 100, .channels = {"left", "right"}},
                              {"STN", 7},
                              {"GPe_TA", 10, false},
                              {"GPe_TI", 3},
                              {"none", 0},
                              {.name = "SNr", .size = 1000, .channels = {"1", "2", "3"}}};
    run.layout.rate_bin = 7;
    run.layout.reports = {{.population = "MSN_D1",
                           .nodes = {3, 4, 5, 50, 99},
                           .own_nodes = {},
                           .variables = {"V_m", "w"},
                           .units = {"mV", "pA"},
                           .every = 10},
                          {.population = "STN",
                           .nodes = {0, 6},
                           .own_nodes = {},
                           .variables = {"V_m"},
                           .units = {"mV"},
                           .every = 1}};
    run.layout.provenance = {{"seed", std::to_string(seed)}, {"version", "1.2.3"}};

    std::mt19937 generator(seed);
    std::uniform_real_distribution<double> uniform;
    const std::vector<std::pair<PopulationId, double>> probabilities = {
        {0, 0.05}, {1, 0.002}, {2, 0.01}};
    for (Step step = 1; step <= n_steps; ++step) {
        for (const auto& [population, probability] : probabilities) {
            const auto size = static_cast<NeuronIndex>(run.layout.populations[population].size);
            for (NeuronIndex i = size; i-- != 0;) {
                if (uniform(generator) < probability) run.spikes.push_back({population, i, step});
            }
        }
        if (step == n_steps / 2) {
            for (NeuronIndex i = 1000; i-- != 0;) run.spikes.push_back({5, i, step});
        }
    }
    return run;
}

/// The layout as rank `rank` sees it.
inline ResultLayout layout_of(const RandomRun& run, const Owner& owner, int rank) {
    ResultLayout layout = run.layout;
    for (auto& report : layout.reports) {
        const auto position =
            std::ranges::find(layout.populations, report.population, &RecordedPopulation::name);
        const auto id = static_cast<PopulationId>(position - layout.populations.begin());
        for (const auto node : report.nodes) {
            if (owner(id, node) == rank) report.own_nodes.push_back(node);
        }
    }
    return layout;
}

/// Record what happens on rank `rank` in the steps (from, until].
inline void record_steps(ResultWriter& writer,
                         const RandomRun& run,
                         const ResultLayout& own,
                         const Owner& owner,
                         int rank,
                         Step from,
                         Step until) {
    std::vector<Spike> spikes;
    for (const Spike& spike : run.spikes) {
        if (spike.step > from && spike.step <= until &&
            owner(spike.population, spike.neuron) == rank) {
            spikes.push_back(spike);
        }
    }
    writer.record(spikes);
    for (Step step = from; step != until; ++step) {
        for (std::size_t r = 0; r != own.reports.size(); ++r) {
            const auto& report = own.reports[r];
            if (step % report.every != 0) continue;
            std::vector<float> values;
            for (const auto node : report.own_nodes) {
                for (std::size_t v = 0; v != report.variables.size(); ++v) {
                    values.push_back(RandomRun::sample(node, v, step));
                }
            }
            writer.record_sample(r, values);
        }
    }
}

/// Write the whole run, flushing at the given steps.
inline void write_run(const std::filesystem::path& file,
                      const comm::Communicator& communicator,
                      const RandomRun& run,
                      const Owner& owner,
                      std::vector<Step> flushes) {
    const ResultLayout own = layout_of(run, owner, communicator.rank());
    ResultWriter writer(file, communicator, own, false);
    Step done = 0;
    for (const Step until : flushes) {
        record_steps(writer, run, own, owner, communicator.rank(), done, until);
        writer.flush(until);
        done = until;
    }
    record_steps(writer, run, own, owner, communicator.rank(), done, run.layout.n_steps);
    writer.close(run.layout.n_steps);
}

}  // namespace bgsim::io::test
