/// A postsynaptic potential begins exactly one delay after the spike, in the times of the file.
#include <gtest/gtest.h>

#include <cmath>

#include "io/result_reader.hpp"
#include "simulation/run.hpp"
#include "support/lif_network.hpp"
#include "support/shared_folder.hpp"

namespace bgsim {
namespace {

constexpr NeuronIndex n_cells = 40;
constexpr double dt = 0.1;
constexpr double tau_s = 5.0;
constexpr double C_m = 100.0;
constexpr double tau_m = 10.0;
constexpr double weight = 20.0;  // [pA]

/// Each cell of A fires at its own times and drives its partner of B, which never fires; another
/// projection makes intervals of 5 steps.
config::Specification network(Step delay) {
    auto s = test::lif_specification(
        {test::lif_population("A", n_cells), test::lif_population("B", n_cells)}, 1000);
    test::parameter(s.populations[0], "I_e") = {
        .kind = config::Distribution::Kind::uniform, .first = 210.0, .second = 400.0};
    test::parameter(s.populations[0], "V_reset").first = -1e7;  // no second spike for 130 ms
    s.populations[1].ports[1].tau = tau_s;
    const config::ConnectionRule rule{.kind = config::ConnectionRule::Kind::one_to_one};
    s.projections = {test::lif_projection("A -> B", 0, 1, rule, delay),
                     test::lif_projection("B -> A", 1, 0, rule, 5)};
    s.projections[0].port = 1;
    s.projections[0].weight = {.first = weight};
    s.recording.states = {
        {.population = 1, .variables = {"V_m"}, .neurons = {{0, n_cells - 1}}, .every = 1}};
    return s;
}

/// Response of a leaky membrane to a current that jumps to `weight` and decays with tau_s.
double potential(double t_ms) {
    if (t_ms <= 0.0) return 0.0;
    return weight / C_m * (std::exp(-t_ms / tau_m) - std::exp(-t_ms / tau_s)) /
           (1.0 / tau_s - 1.0 / tau_m);
}

class DelayTest : public testing::TestWithParam<Step> {};

TEST_P(DelayTest, ThePotentialBeginsOneDelayAfterTheSpike) {
    const auto world = comm::Communicator::world();
    const test::SharedFolder folder(world);
    simulation::RunOptions options;
    options.output = folder / "run.h5";
    options.threads = 2;
    simulation::run(network(GetParam()), world, options, {});
    if (!world.is_root()) return;

    const io::ResultReader reader(folder / "run.h5");
    const auto spikes = reader.spikes("A", 0, 1000);
    const auto V_m = reader.samples("B", 0, 1000);
    ASSERT_EQ(V_m.size(), 1000U * n_cells);
    ASSERT_GT(spikes.node_ids.size(), n_cells / 2);
    int n_in_last_step = 0;
    for (std::size_t i = 0; i != spikes.node_ids.size(); ++i) {
        const Step spike = std::llround(spikes.timestamps_ms[i] / dt);
        if (spike % 5 == 0) ++n_in_last_step;
        const Step onset = spike + GetParam();
        for (Step step = 0; step != 1000; ++step) {
            const auto at = static_cast<std::size_t>(step) * n_cells + spikes.node_ids[i];
            const double expected = -70.0 + potential(static_cast<double>(step - onset) * dt);
            if (step <= onset) {
                ASSERT_EQ(V_m[at], -70.0F);
            } else {
                // Samples are single precision: 70 mV +- 4e-6 mV; the solver is far more exact.
                ASSERT_NEAR(V_m[at], expected, 1e-5);
            }
        }
    }
    EXPECT_GT(n_in_last_step, 0) << "no spike in the last step of an interval";
}

INSTANTIATE_TEST_SUITE_P(Steps, DelayTest, testing::Values(5, 6, 17, 300));

}  // namespace
}  // namespace bgsim
