/// When a cell fires in a step: by crossing, by a jump, and where V_m goes then.
#include <gtest/gtest.h>

#include <algorithm>

#include "model/block_kernel.hpp"
#include "support/varied_block.hpp"

namespace bgsim::test {
namespace {

using config::Solver;
using engine::PopulationStore;

std::vector<std::string> hodgkin_huxley_models() {
    std::vector<std::string> names;
    for (const auto& model : model::catalogue()) {
        if (model.name.starts_with("hh_")) names.push_back(model.name);
    }
    return names;
}

/// How often each cell fires in `duration_ms` without input, in steps of `dt` [ms].
std::vector<int> counts(config::Specification specification, double dt, double duration_ms) {
    specification.dt = dt;
    const int n_steps = static_cast<int>(std::lround(duration_ms / dt));
    PopulationStore<double> store(specification, 0, {0}, n_steps, model::choose_isa("auto"));
    std::vector<std::uint8_t> fired(static_cast<std::size_t>(n_steps) * block_size);
    EXPECT_TRUE(store.advance(0, 0, n_steps, nullptr, fired.data()).is_finite) << "not finite";
    std::vector<int> counts(block_size, 0);
    for (std::size_t i = 0; i != fired.size(); ++i) counts[i % block_size] += fired[i] != 0 ? 1 : 0;
    return counts;
}

TEST(SpikeCrossingTest, ASpikeThatBeginsAndEndsWithinAStepIsCountedOnce) {
    for (const auto& model : hodgkin_huxley_models()) {
        SCOPED_TRACE(model);
        const auto s = varied_specification(model, Solver::rk4, PortMix::simple);
        const auto fine = counts(s, 0.1, 160.0);
        // The parts of a step are the same, so the course is; a spike lasts for about 1 ms.
        EXPECT_EQ(counts(s, 1.0, 160.0), fine);
        EXPECT_EQ(counts(s, 2.0, 160.0), fine);
        EXPECT_GT(*std::ranges::max_element(fine), 1);
    }
}

/// One cell whose V_m is `before` and jumps by `jump` [mV]; whether it fires in the steps after.
std::vector<bool> fires_after_jump(const config::Specification& specification,
                                   double before,
                                   double jump,
                                   int n_steps) {
    PopulationStore<double> store(specification, 0, {0}, n_steps, model::choose_isa("auto"));
    store.row(0, 0)[3] = before;
    store.input(0, 0)[3] = jump;
    std::vector<std::uint8_t> fired(static_cast<std::size_t>(n_steps) * block_size);
    store.advance(0, 0, n_steps, nullptr, fired.data());
    std::vector<bool> fires;
    for (int i = 0; i != n_steps; ++i) {
        fires.push_back(fired[static_cast<std::size_t>(i) * block_size + 3] != 0);
    }
    return fires;
}

/// With a delta port alone.
config::Specification with_jumps(const std::string& model, Solver solver) {
    auto specification = varied_specification(model, solver, PortMix::simple);
    specification.populations[0].ports = {delta_port("jump")};
    return specification;
}

TEST(SpikeCrossingTest, AJumpOverVSpikeFiresOnceAndOnlyFromBelow) {
    for (const auto& model : hodgkin_huxley_models()) {
        SCOPED_TRACE(model);
        const auto s = with_jumps(model, Solver::rk4);
        EXPECT_EQ(fires_after_jump(s, -60.0, 75.0, 3), (std::vector{true, false, false}));
        EXPECT_FALSE(fires_after_jump(s, 20.0, 1.0, 1)[0]);
        EXPECT_FALSE(fires_after_jump(s, -60.0, 1.0, 1)[0]);
    }
}

TEST(SpikeCrossingTest, AJumpOverTheThresholdFiresInItsStepAlthoughTheMembraneWouldFallBack) {
    for (const auto solver : {Solver::exact, Solver::rk4, Solver::euler}) {
        auto s = with_jumps("lif", solver);
        for (auto& p : s.populations[0].parameters) {
            if (p.name == "V_th") p.value = {.first = -50.0};
            if (p.name == "I_e") p.value = {.first = -2000.0};  // -20 mV/ms
        }
        EXPECT_TRUE(fires_after_jump(s, -60.0, 10.5, 1)[0]);
        EXPECT_FALSE(fires_after_jump(s, -60.0, 9.5, 1)[0]);
    }
}

TEST(LowerBoundTest, AResetBelowItEndsAtTheBound) {
    for (const auto solver : {Solver::exact, Solver::rk4, Solver::euler}) {
        auto s = with_jumps("lif", solver);
        for (auto& p : s.populations[0].parameters) {
            if (p.name == "V_reset") p.value = {.first = -80.0};
            if (p.name == "V_min") p.value = {.first = -70.0};
            if (p.name == "t_ref") p.value = {.first = 1.0};
        }
        PopulationStore<double> store(s, 0, {0}, 1, model::choose_isa("auto"));
        store.row(0, 0)[3] = 0.0;
        std::vector<std::uint8_t> fired(block_size);
        store.advance(0, 0, 1, nullptr, fired.data());
        EXPECT_NE(fired[3], 0);
        EXPECT_EQ(store.row(0, 0)[3], -70.0);
    }
}

}  // namespace
}  // namespace bgsim::test
