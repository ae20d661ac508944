/// Every compiled kernel against the same cells stepped one by one in plain arithmetic.
#include <gtest/gtest.h>

#include "model/block_kernel.hpp"
#include "support/varied_block.hpp"

namespace bgsim::testing {
namespace {

using config::Solver;

struct Case {
    std::string model;
    Solver solver = Solver::rk4;
    bool has_block = false;
    std::string isa;
};

std::string name_of(const Case& c) {
    return c.model + (c.solver == Solver::euler ? "_euler" : "_rk4") +
           (c.has_block ? "_with_block_" : "_without_block_") + c.isa;
}

void PrintTo(const Case& c, std::ostream* out) { *out << name_of(c); }

std::vector<Case> all_cases() {
    std::vector<Case> cases;
    for (const auto& isa : model::isa_levels()) {
        for (const auto& model : model::catalogue()) {
            for (const bool has_block : {false, true}) {
                cases.push_back({model.name, Solver::rk4, has_block, isa});
                cases.push_back({model.name, Solver::euler, has_block, isa});
            }
        }
    }
    return cases;
}

class KernelAgreementTest : public ::testing::TestWithParam<Case> {
protected:
    static constexpr int n_steps = 400;
    static constexpr NeuronIndex stride = 5;  // plain cells are slow: some lanes stand for all

    const config::Specification specification =
        varied_specification(GetParam().model, GetParam().solver, GetParam().has_block);
    const config::Population& cells = specification.populations[0];
};

TEST_P(KernelAgreementTest, TracesAndSpikesAreThoseOfPlainArithmetic) {
    engine::PopulationStore<double> store(specification, 0, {0}, 1, GetParam().isa);
    std::vector<PlainCell> plain;
    for (NeuronIndex lane = 0; lane < block_size; lane += stride) {
        plain.push_back(plain_copy(store, cells, lane));
    }
    std::vector<std::uint8_t> fired(block_size);
    int n_spikes = 0;
    double largest = 0.0;
    for (int step = 0; step != n_steps; ++step) {
        const auto current = fill_input(store, cells.ports.size(), step, 1);
        ASSERT_TRUE(store.advance(0, 0, 1, current.data(), fired.data()));
        for (std::size_t i = 0; i != plain.size(); ++i) {
            const auto lane = static_cast<NeuronIndex>(i) * stride;
            PlainCell& cell = plain[i];
            for (std::size_t port = 0; port != cell.g.size(); ++port) {
                cell.g[port] += arriving(port, step, lane);
            }
            const bool fires =
                cell.step(cells.solver, specification.dt, external_current(step, lane));
            ASSERT_EQ(fires, fired[lane] != 0) << "lane " << lane << ", step " << step;
            n_spikes += fires ? 1 : 0;
            for (std::size_t k = 0; k != cells.initial.size(); ++k) {
                largest = std::max(largest, std::abs(store.row(0, k)[lane] - cell.s[k]));
            }
            for (std::size_t port = 0; port != cell.g.size(); ++port) {
                const double g = store.row(0, store.layout().port_row(port))[lane];
                ASSERT_NEAR(g, cell.g[port], 1e-12);
            }
        }
    }
    // Rounding of 1e-14 mV per step, enlarged where the membrane runs up to a spike.
    EXPECT_LT(largest, 1e-9);
    EXPECT_GT(n_spikes, static_cast<int>(plain.size()) / 2);  // so that resets are seen
}

TEST_P(KernelAgreementTest, SinglePrecisionFollowsDoubleUntilTheFirstSpikes) {
    const int steps = 20;
    engine::PopulationStore<double> in_double(specification, 0, {0}, steps, GetParam().isa);
    engine::PopulationStore<float> in_single(specification, 0, {0}, steps, GetParam().isa);
    std::vector<std::uint8_t> fired(steps * block_size);
    const auto I_double = fill_input(in_double, cells.ports.size(), 0, steps);
    const auto I_single = fill_input(in_single, cells.ports.size(), 0, steps);
    in_single.advance(0, 0, steps, I_single.data(), fired.data());
    in_double.advance(0, 0, steps, I_double.data(), fired.data());
    for (NeuronIndex lane = 0; lane != block_size; ++lane) {
        // 20 steps of single precision at -60 mV (4e-6 mV each), enlarged by the upstroke.
        const double V_m = in_double.row(0, 0)[lane];
        if (V_m > -52.0) continue;
        EXPECT_NEAR(in_single.row(0, 0)[lane], V_m, 1e-3) << lane;
    }
}

INSTANTIATE_TEST_SUITE_P(AllKernels,
                         KernelAgreementTest,
                         ::testing::ValuesIn(all_cases()),
                         [](const auto& tested) { return name_of(tested.param); });

}  // namespace
}  // namespace bgsim::testing
