#include "engine/port_factors.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "engine/population_store.hpp"
#include "support/lif_network.hpp"
#include "support/port_shapes.hpp"

namespace bgsim::engine {
namespace {

using bgsim::test::alpha;
using bgsim::test::current_port;
using bgsim::test::delta_port;
using bgsim::test::difference;
using bgsim::test::port_of;
using bgsim::test::with_block;
using bgsim::test::with_reversal;
using config::Population;
using config::Port;
using config::Solver;

Population population_with(const Port& port, Solver solver) {
    Population population = test::lif_population("A", 256);
    population.ports = {port};
    population.solver = solver;
    return population;
}

model::PopulationConstants<double> constants_of(const Port& port, double dt, Solver solver) {
    model::PopulationConstants<double> constants;
    fill_ports(population_with(port, solver), dt, constants);
    return constants;
}

double alpha_course(double t, double tau) { return t / tau * std::exp(1.0 - t / tau); }

/// Both exponentials written out, without a common factor; the peak is where the slopes agree.
double difference_course(double t, double tau_rise, double tau_decay) {
    const auto course = [&](double x) {
        return std::exp(-x / tau_decay) - std::exp(-x / tau_rise);
    };
    const double t_peak =
        tau_rise * tau_decay / (tau_decay - tau_rise) * std::log(tau_decay / tau_rise);
    return course(t) / course(t_peak);
}

/// The two rows of a port that rises, as the kernel moves them, after one event of 1.
struct Rows {
    double g = 0.0;
    double q = 1.0;

    void step(const model::RisingPortFactors<double>& f) {
        g = f.g.decay * g + f.feed * q;
        q *= f.q.decay;
    }
};

TEST(PortFactorsTest, AnAlphaHasItsCourseAndReachesTheWeightAtTau) {
    for (const double dt : {0.1, 0.5}) {
        const auto constants = constants_of(alpha(port_of("a", 2.0)), dt, Solver::rk4);
        ASSERT_EQ(constants.plain.rising.size(), 1U);
        Rows rows;
        double at_peak = 0.0;
        for (int step = 1; step <= 200; ++step) {
            rows.step(constants.plain.rising[0]);
            EXPECT_NEAR(rows.g, alpha_course(step * dt, 2.0), 1e-14) << step;
            EXPECT_LE(rows.g, 1.0 + 1e-14);
            if (std::abs(step * dt - 2.0) < 1e-9) at_peak = rows.g;
        }
        EXPECT_NEAR(at_peak, 1.0, 1e-14);
    }
}

TEST(PortFactorsTest, ADifferenceHasItsCourseAndReachesTheWeightAtItsPeak) {
    const Port port = difference(0.8, port_of("d", 6.0));
    const auto constants = constants_of(port, 0.1, Solver::rk4);
    Rows rows;
    for (int step = 1; step <= 400; ++step) {
        rows.step(constants.plain.rising.at(0));
        EXPECT_NEAR(rows.g, difference_course(0.1 * step, 0.8, 6.0), 1e-14) << step;
    }
    // One step as long as the way to the peak.
    const double t_peak = std::log(6.0 / 0.8) / (1.0 / 0.8 - 1.0 / 6.0);
    Rows at_peak;
    at_peak.step(constants_of(port, t_peak, Solver::rk4).plain.rising.at(0));
    EXPECT_NEAR(at_peak.g, 1.0, 1e-14);
}

TEST(PortFactorsTest, ADifferenceOfAlmostEqualTimesIsAlmostAnAlpha) {
    const auto constants = constants_of(difference(4.999, port_of("d", 5.001)), 0.1, Solver::rk4);
    Rows rows;
    for (int step = 1; step <= 300; ++step) {
        rows.step(constants.plain.rising.at(0));
        EXPECT_NEAR(rows.g, alpha_course(0.1 * step, 5.0), 1e-6);
    }
}

TEST(PortFactorsTest, StagesAreTheStartTheMiddleAndTheEndOfTheStep) {
    const double dt = 0.4;
    const auto plain = constants_of(port_of("e", 3.0, 1.5), dt, Solver::rk4);
    const auto rising = constants_of(alpha(port_of("a", 3.0, 1.5)), dt, Solver::rk4);
    for (int stage = 0; stage != 3; ++stage) {
        const double t = 0.5 * stage * dt;
        EXPECT_NEAR(plain.plain.exponential.at(0).to_G[stage], 1.5 * std::exp(-t / 3.0), 1e-15);
        EXPECT_NEAR(rising.plain.rising.at(0).g.to_G[stage], 1.5 * std::exp(-t / 3.0), 1e-15);
        EXPECT_NEAR(rising.plain.rising[0].q.to_G[stage], 1.5 * alpha_course(t, 3.0), 1e-15);
    }
}

TEST(PortFactorsTest, AConductanceActsOnBothSumsACurrentOnOne) {
    const auto conductance =
        constants_of(with_reversal(port_of("g", 5.0, 0.5), -80.0), 0.1, Solver::rk4);
    EXPECT_EQ(conductance.plain.exponential.at(0).to_G[0], 0.5);
    EXPECT_EQ(conductance.plain.exponential[0].to_J[0], 0.5 * -80.0);
    const auto current = constants_of(current_port("I", 5.0, 0.5), 0.1, Solver::rk4);
    EXPECT_EQ(current.plain.exponential.at(0).to_G[0], 0.0);
    EXPECT_EQ(current.plain.exponential[0].to_J[0], 0.5);
}

TEST(PortFactorsTest, BlockedPortsAndJumpsHavePlacesOfTheirOwn) {
    const auto blocked = constants_of(with_block(port_of("NMDA", 50.0)), 0.1, Solver::rk4);
    EXPECT_EQ(blocked.plain.size(), 0U);
    EXPECT_EQ(blocked.blocked.exponential.size(), 1U);
    EXPECT_EQ(blocked.block_V_act, -20.0);
    EXPECT_EQ(blocked.block_per_S_act, 1.0 / 16.0);
    const auto jump = constants_of(delta_port("jump", 0.3), 0.1, Solver::rk4);
    EXPECT_EQ(jump.plain.size() + jump.blocked.size(), 0U);
    EXPECT_EQ(jump.deltas, std::vector<double>{0.3});
}

TEST(PortFactorsTest, TheExactSolverTakesConductancesInTheMiddleOfTheStep) {
    const auto constants = constants_of(alpha(port_of("a", 3.0)), 1.0, Solver::exact);
    EXPECT_NEAR(constants.plain.rising.at(0).g.to_G[0], std::exp(-0.5 / 3.0), 1e-15);
    EXPECT_NEAR(constants.plain.rising[0].q.to_G[0], alpha_course(0.5, 3.0), 1e-15);
}

/// The integral of exp(-(dt - t) / tau_m) course(t) over a step, over that of the first factor
/// alone: by Simpson's rule with 10,000 parts, which is off by at most (dt / 0.5 ms / 10^4)^4 /
/// 180, below 1e-13 for the shortest time constant here.
template <typename Course>
double mean_by_quadrature(Course course, double tau_m, double dt) {
    constexpr int n = 10'000;
    double above = 0.0;
    double below = 0.0;
    for (int i = 0; i <= n; ++i) {
        const double t = dt * i / n;
        const double weight = i == 0 || i == n ? 1.0 : i % 2 == 1 ? 4.0 : 2.0;
        above += weight * std::exp(-(dt - t) / tau_m) * course(t);
        below += weight * std::exp(-(dt - t) / tau_m);
    }
    return above / below;
}

constexpr std::array decay_times_ms = {0.5, 3.0, 3.0 * (1.0 + 1e-9), 3.01, 20.0, 500.0};  // [ms]

TEST(ExactFactorsTest, OfAnExponentialAreThoseOfQuadrature) {
    const auto population = population_with(current_port("I", 3.0, 0.7), Solver::exact);
    for (const double tau_m : decay_times_ms) {
        for (const double dt : {0.1, 1.0, 8.0}) {
            const auto factors = exact_factors(population, tau_m, dt);
            ASSERT_EQ(factors.size(), 1U);
            const auto course = [](double t) { return std::exp(-t / 3.0); };
            EXPECT_NEAR(factors[0], 0.7 * mean_by_quadrature(course, tau_m, dt), 3e-13)
                << tau_m << " " << dt;
        }
    }
}

TEST(ExactFactorsTest, OfAnAlphaAreThoseOfQuadrature) {
    const auto population = population_with(alpha(current_port("I", 3.0)), Solver::exact);
    for (const double tau_m : decay_times_ms) {
        for (const double dt : {0.1, 1.0, 8.0}) {
            const auto factors = exact_factors(population, tau_m, dt);
            ASSERT_EQ(factors.size(), 2U);
            const auto course = [](double t) { return alpha_course(t, 3.0); };
            const auto decay = [](double t) { return std::exp(-t / 3.0); };
            EXPECT_NEAR(factors[0], mean_by_quadrature(decay, tau_m, dt), 3e-13);
            EXPECT_NEAR(factors[1], mean_by_quadrature(course, tau_m, dt), 3e-13)
                << tau_m << " " << dt;
        }
    }
}

TEST(ExactFactorsTest, OfADifferenceAreThoseOfQuadratureAlsoIfOneTimeIsThatOfTheMembrane) {
    const auto population = population_with(difference(0.5, current_port("I", 3.0)), Solver::exact);
    for (const double tau_m : decay_times_ms) {
        for (const double dt : {0.1, 1.0, 8.0}) {
            const auto factors = exact_factors(population, tau_m, dt);
            ASSERT_EQ(factors.size(), 2U);
            const auto course = [](double t) { return difference_course(t, 0.5, 3.0); };
            EXPECT_NEAR(factors[1], mean_by_quadrature(course, tau_m, dt), 3e-13)
                << tau_m << " " << dt;
        }
    }
}

TEST(ExactFactorsTest, AMembraneThatFollowsAtOnceSeesTheEndOfTheStep) {
    // tau_m 1e-4 ms: exp(dt / tau_m) is beyond the largest number; the lag is tau_m.
    const auto exponential =
        exact_factors(population_with(current_port("I", 3.0), Solver::exact), 1e-4, 1.0);
    EXPECT_NEAR(exponential.at(0), std::exp(-(1.0 - 1e-4) / 3.0), 1e-8);
    const auto alpha_factors =
        exact_factors(population_with(alpha(current_port("I", 3.0)), Solver::exact), 1e-4, 1.0);
    EXPECT_NEAR(alpha_factors.at(1), alpha_course(1.0 - 1e-4, 3.0), 1e-8);
}

TEST(ExactFactorsTest, EachCellHasThoseOfItsOwnMembrane) {
    auto population = population_with(alpha(current_port("I", 3.0)), Solver::exact);
    test::parameter(population, "C_m") = {
        .kind = config::Distribution::Kind::uniform, .first = 20.0, .second = 300.0};
    test::parameter(population, "g_L") = {
        .kind = config::Distribution::Kind::uniform, .first = 5.0, .second = 15.0};
    const auto s = test::lif_specification({population}, 10);
    PopulationStore<double> store(s, 0, {0}, 1, model::isa_levels().front());
    const RowLayout& layout = store.layout();
    ASSERT_TRUE(layout.has_port_factors);
    double smallest = 1e9;
    double largest = 0.0;
    for (NeuronIndex lane = 0; lane != block_size; ++lane) {
        const double C_m = store.row(0, layout.varied_row(0))[lane];
        const double g_L = store.row(0, layout.varied_row(1))[lane];
        const auto course = [](double t) { return alpha_course(t, 3.0); };
        EXPECT_NEAR(store.row(0, layout.factor_row(1))[lane],
                    mean_by_quadrature(course, C_m / g_L, s.dt), 3e-13);
        smallest = std::min(smallest, C_m / g_L);
        largest = std::max(largest, C_m / g_L);
    }
    EXPECT_LT(smallest, 4.0);
    EXPECT_GT(largest, 30.0);
}

}  // namespace
}  // namespace bgsim::engine
