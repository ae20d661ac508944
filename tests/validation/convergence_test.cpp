/// Do the solvers converge with their orders, synaptic conductances decaying meanwhile?
#include <gtest/gtest.h>

#include <cmath>

#include "model/block_kernel.hpp"
#include "support/varied_block.hpp"

namespace bgsim::test {
namespace {

using config::Solver;

constexpr double whole_run_ms = 16.0;

/// Smooth below threshold: one slope of the recovery, no kink that would lower the order.
const std::map<std::string, std::vector<double>> subthreshold = {
    {"qif", {15.2, 1, -81.85, -29.7, 0.01, -81.85, -20, -20, 0, 0, -55, 66.9, 40, 100, 0}},
    {"adex", {40, 1, -55.1, -50, 1.7, 20, -55.1, 2.5, 2.5, 70, -60, 15, 0, 1e9, 4.5, 0}},
    {"izhikevich", {0.02, 0.2, -65, 8, 0.04, 5, 140, 30, 2, 30, 0}},
    {"lif", {100, 10, -70, -50, -62, -1e9, 50, 0}}};

/// V_m [mV] at the end, after one event at each port (conductances, NMDA, current) at the start.
double final_potential(const std::string& model,
                       Solver solver,
                       int steps_per_ms,
                       PortMix mix = PortMix::blocked) {
    auto specification = varied_specification(model, solver, mix);
    specification.dt = 1.0 / steps_per_ms;
    auto& cells = specification.populations[0];
    for (std::size_t k = 0; k != cells.parameters.size(); ++k) {
        cells.parameters[k].value = {.first = subthreshold.at(model)[k]};
    }
    for (auto& field : cells.initial) field.value = {.first = field.name == "V_m" ? -66.0 : 2.0};
    engine::PopulationStore<double> store(specification, 0, {0}, 1, model::choose_isa("auto"));
    const std::map<std::string, double> event = {
        {"AMPA", 0.3}, {"NMDA", 0.5}, {"gap", 5.0}, {"GABA", 1.0}};
    for (std::uint32_t port = 0; port != cells.ports.size(); ++port) {
        store.input(port, 0)[0] = event.at(cells.ports[port].name);
    }
    std::vector<std::uint8_t> fired(block_size);
    for (int step = 0; step != static_cast<int>(whole_run_ms) * steps_per_ms; ++step) {
        store.advance(0, 0, 1, nullptr, fired.data());
        EXPECT_EQ(fired[0], 0);
    }
    return store.row(0, 0)[0];
}

class ConvergenceTest : public testing::TestWithParam<std::string> {
protected:
    /// log2 of how much smaller the error gets when the step is halved from 1 / `steps_per_ms`.
    double observed_order(Solver solver, int steps_per_ms) const {
        const double coarse = std::abs(final_potential(GetParam(), solver, steps_per_ms) - exact_);
        const double fine =
            std::abs(final_potential(GetParam(), solver, 2 * steps_per_ms) - exact_);
        return std::log2(coarse / fine);
    }

private:
    // Fourth order at 1/128 ms: errors some 10^3 times below the finest one measured.
    double exact_ = final_potential(GetParam(), Solver::rk4, 128);
};

TEST_P(ConvergenceTest, EulerIsOfFirstOrder) {
    for (const int steps_per_ms : {10, 20}) {
        const double order = observed_order(Solver::euler, steps_per_ms);
        EXPECT_GT(order, 0.9) << steps_per_ms;
        EXPECT_LT(order, 1.1) << steps_per_ms;
    }
}

TEST_P(ConvergenceTest, RungeKuttaIsOfFourthOrder) {
    // From steps of 0.25 ms down to 0.0625 ms: longer ones are not yet in the regime of the
    // leading error term, shorter ones near rounding.
    for (const int steps_per_ms : {4, 8}) {
        const double order = observed_order(Solver::rk4, steps_per_ms);
        EXPECT_GT(order, 3.7) << steps_per_ms;
        EXPECT_LT(order, 4.3) << steps_per_ms;
    }
}

INSTANTIATE_TEST_SUITE_P(Models,
                         ConvergenceTest,
                         testing::Values("qif", "adex", "izhikevich", "lif"),
                         [](const auto& model) { return model.param; });

/// log2 of how much smaller the error of the exact solver gets when the step is halved.
double order_of_exact(PortMix mix, int steps_per_ms) {
    const double exact = final_potential("lif", Solver::rk4, 128, mix);
    const double coarse = final_potential("lif", Solver::exact, steps_per_ms, mix) - exact;
    const double fine = final_potential("lif", Solver::exact, 2 * steps_per_ms, mix) - exact;
    return std::log2(std::abs(coarse / fine));
}

TEST(ExactSolverTest, IsOfSecondOrderUnderConductancesAndOfFirstUnderANmdaBlock) {
    for (const int steps_per_ms : {4, 8}) {
        EXPECT_NEAR(order_of_exact(PortMix::simple, steps_per_ms), 2.0, 0.1) << steps_per_ms;
    }
    // The error of second order is the larger one in longer steps.
    for (const int steps_per_ms : {32, 64}) {
        EXPECT_NEAR(order_of_exact(PortMix::blocked, steps_per_ms), 1.0, 0.15) << steps_per_ms;
    }
}

}  // namespace
}  // namespace bgsim::test
