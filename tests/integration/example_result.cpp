/// Writes a small result whose content is known; sonata_conformance.py checks it.
///
///     example_result FILE FLUSH_EVERY [KILL_AT]
///
/// FLUSH_EVERY [steps], 0: only at the end. KILL_AT [steps]: end by SIGKILL there, after the flush.
#include <csignal>
#include <string>

#include "comm/communicator.hpp"
#include "io/result_writer.hpp"

namespace {

using namespace bgsim::io;  // NOLINT: the program is about nothing else
using bgsim::NeuronIndex;
using bgsim::Spike;
using bgsim::Step;

constexpr Step n_steps = 2000;
constexpr Step sample_every = 20;

ResultLayout layout_of(int rank, int n_ranks) {
    StateReport report{.population = "MSN_D1",
                       .nodes = {1, 5, 39},
                       .variables = {"V_m", "w"},
                       .units = {"mV", "pA"},
                       .every = sample_every};
    for (const auto node : report.nodes) {
        if (static_cast<int>(node) % n_ranks == rank) report.own_nodes.push_back(node);
    }
    StateReport single{.population = "STN", .variables = {"V_m"}, .units = {"mV"}};
    single.nodes = {0, 1, 2, 3, 4};
    if (rank == 0) single.own_nodes = single.nodes;
    return {.dt = 0.1,
            .n_steps = n_steps,
            .populations = {{"MSN_D1", 40}, {"STN", 5}, {"GPe_TI", 7, false}, {"nobody", 0}},
            .reports = {report, single},
            .rate_bin = 300,
            .provenance = {{"version", "example"}, {"ranks", std::to_string(n_ranks)}}};
}

/// Neuron i of MSN_D1 fires at all multiples of 50 + i steps, GPe_TI in every 10th; STN is silent.
std::vector<Spike> spikes_of(Step step, int rank, int n_ranks) {
    std::vector<Spike> spikes;
    for (NeuronIndex i = 40; i-- != 0;) {
        if (static_cast<int>(i) % n_ranks == rank && step % (50 + i) == 0) {
            spikes.push_back({0, i, step});
        }
    }
    if (rank == n_ranks - 1 && step % 10 == 0) spikes.push_back({2, 3, step});
    return spikes;
}

/// V_m = node + step / 10, w = -V_m.
void record_sample(ResultWriter& writer, const ResultLayout& layout, std::size_t index, Step step) {
    const StateReport& report = layout.reports[index];
    if (step % report.every != 0) return;
    std::vector<float> values;
    for (const auto node : report.own_nodes) {
        const float V_m = static_cast<float>(node) + 0.1F * static_cast<float>(step);
        values.push_back(V_m);
        if (report.variables.size() == 2) values.push_back(-V_m);
    }
    writer.record_sample(index, values);
}

}  // namespace

int main(int argc, char** argv) {
    const bgsim::comm::Environment environment(argc, argv);
    if (argc < 3) return 64;
    const auto world = bgsim::comm::Communicator::world();
    const Step flush_every = std::stol(argv[2]);
    const Step kill_at = argc > 3 ? std::stol(argv[3]) : -1;
    const ResultLayout layout = layout_of(world.rank(), world.size());
    ResultWriter writer(argv[1], world, layout, true);
    for (Step step = 0; step != n_steps; ++step) {
        for (std::size_t r = 0; r != layout.reports.size(); ++r) {
            record_sample(writer, layout, r, step);
        }
        writer.record(spikes_of(step + 1, world.rank(), world.size()));
        if (step + 1 == kill_at) std::raise(SIGKILL);
        if (flush_every != 0 && (step + 1) % flush_every == 0) writer.flush(step + 1);
    }
    writer.close(n_steps);
    return 0;
}
