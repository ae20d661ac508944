/// A depressing synapse in a regular train, from a source through plasticity, port and membrane.
#include <gtest/gtest.h>

#include <cmath>

#include "support/run_in_memory.hpp"

namespace bgsim::test {
namespace {

// Figure 1A of Tsodyks, Pawelzik & Markram (1998), Neural Comput 10, 821-835: tau_m 40 ms with
// 1 GOhm, tau_psc 3 ms, tau_rec 800 ms, U 0.5, 250 pA. Spikes of 98 + 50 k ms arrive 1.1 ms later.
const std::string yaml = R"(
experiment: train
time: {duration: 1001 ms, dt: 0.1 ms}
populations:
  source:
    size: 1
    spikes:
      times: [98 ms, 148 ms, 198 ms, 248 ms, 298 ms, 348 ms, 398 ms, 448 ms, 498 ms, 548 ms,
              598 ms, 648 ms, 698 ms, 748 ms, 798 ms, 848 ms, 898 ms, 948 ms, 998 ms]
  target:
    size: 1
    model: lif
    parameters: {C_m: 40 pF, g_L: 1 nS, E_L: 0 mV, V_th: 15 mV, V_reset: 0 mV}
    ports: {port: {type: current, tau: 3 ms}}
projections:
  source -> target:
    port: port
    connect: {rule: one_to_one}
    weight: 250 pA
    delay: 1.1 ms
    short_term_plasticity: {model: tsodyks, U: 0.5, tau_rec: 800 ms, tau_fac: 0 ms}
record: {state: {target: {variables: [V_m], neurons: 0}}}
)";

TEST(TsodyksTrainTest, TheMembranePotentialIsThatOfIndependentSimulators) {
    const auto output = run_in_memory(specification_from(yaml));
    const auto& samples = output.samples(0).values;
    const std::vector<std::pair<int, double>> expected = {
        {100, 2.40135}, {125, 5.30244}, {150, 4.10833},  {175, 4.32217},
        {200, 3.05339}, {300, 1.39696}, {500, 0.762688}, {1000, 0.726588}};
    for (const auto& [t_ms, V_m] : expected) {
        // Six digits are known.
        EXPECT_NEAR(samples.at(static_cast<std::size_t>(t_ms) * 10).at(0), V_m, 6e-6 * V_m)
            << t_ms << " ms";
    }
}

}  // namespace
}  // namespace bgsim::test
