/// The exact solver in double precision against closed forms, whatever the step.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "engine/population_store.hpp"
#include "support/lif_network.hpp"
#include "support/port_shapes.hpp"

namespace bgsim::test::exact_propagation {
namespace {

using config::Port;

constexpr double C_m = 250.0;   // [pF]
constexpr double tau_m = 10.0;  // [ms]
constexpr double E_L = -70.0;   // [mV]

/// A cell with these ports and the parameters above, V_th at `V_th`.
config::Specification cell(const std::vector<Port>& ports, double dt, double V_th) {
    auto population = test::lif_population("A", 1);
    population.solver = config::Solver::exact;
    population.ports = ports;
    test::parameter(population, "C_m") = {.first = C_m};
    test::parameter(population, "g_L") = {.first = C_m / tau_m};
    test::parameter(population, "E_L") = {.first = E_L};
    test::parameter(population, "V_th") = {.first = V_th};
    test::parameter(population, "V_reset") = {.first = E_L};
    auto specification = test::lif_specification({population}, 1);
    specification.dt = dt;
    return specification;
}

/// Change of V_m [mV] after one event of 1 pA at `port` at the start of step 0 [ms], after each
/// step of `dt`, up to `duration_ms`.
std::vector<double> psp(const Port& port, double dt, double duration_ms) {
    const auto s = cell({port}, dt, 1e9);
    const int n_steps = static_cast<int>(std::lround(duration_ms / dt));
    engine::PopulationStore<double> store(s, 0, {0}, 1, model::choose_isa("auto"));
    constexpr double weight = 1e6;  // so that -70 mV takes no digits from the change
    store.input(0, 0)[0] = weight;
    std::vector<std::uint8_t> fired(block_size);
    std::vector<double> trace;
    for (int step = 0; step != n_steps; ++step) {
        store.advance(0, 0, 1, nullptr, fired.data());
        trace.push_back((store.row(0, 0)[0] - E_L) / weight);
    }
    return trace;
}

/// After 1 pA that decays with `tau`.
double after_exponential(double t, double tau) {
    if (tau == tau_m) return t / C_m * std::exp(-t / tau_m);
    const double scale = tau * tau_m / (tau_m - tau) / C_m;
    return scale * std::exp(-t / tau_m) * -std::expm1(t / tau_m - t / tau);
}

/// After an alpha that peaks at 1 pA.
double after_alpha(double t, double tau) {
    const double e = std::exp(1.0);
    if (tau == tau_m) return e / tau / C_m * t * t / 2.0 * std::exp(-t / tau);
    const double k = 1.0 / tau - 1.0 / tau_m;
    const double rise = std::exp(-t / tau_m) - std::exp(-t / tau) * (1.0 + k * t);
    return e / (tau * k * k) / C_m * rise;
}

double after_difference(double t, double tau_rise, double tau_decay) {
    const double t_peak = std::log(tau_decay / tau_rise) / (1.0 / tau_rise - 1.0 / tau_decay);
    const double peak = std::exp(-t_peak / tau_decay) - std::exp(-t_peak / tau_rise);
    return (after_exponential(t, tau_decay) - after_exponential(t, tau_rise)) / peak;
}

/// To 1e-10 of the largest change, at every step.
void expect_closed_form(const Port& port, const std::function<double(double)>& expected) {
    for (const double dt : {0.1, 1.0}) {
        const auto trace = psp(port, dt, 60.0);
        double largest = 0.0;
        for (const double V : trace) largest = std::max(largest, V);
        for (std::size_t i = 0; i != trace.size(); ++i) {
            const double t = dt * static_cast<double>(i + 1);
            ASSERT_NEAR(trace[i], expected(t), 1e-10 * largest)
                << port.name << " " << dt << " " << t;
        }
    }
}

TEST(ExactPropagationTest, OfAnExponentialCurrentIsTheClosedForm) {
    for (const double tau : {0.5, 3.0, 30.0, tau_m}) {
        expect_closed_form(current_port("exponential", tau),
                           [&](double t) { return after_exponential(t, tau); });
    }
}

TEST(ExactPropagationTest, OfAnAlphaCurrentIsTheClosedForm) {
    for (const double tau : {0.5, 3.0, 30.0, tau_m}) {
        expect_closed_form(alpha(current_port("alpha", tau)),
                           [&](double t) { return after_alpha(t, tau); });
    }
}

TEST(ExactPropagationTest, OfADifferenceIsTheClosedFormAlsoIfOneTimeIsThatOfTheMembrane) {
    for (const auto& [tau_rise, tau_decay] :
         {std::pair{0.5, 3.0}, {2.0, 40.0}, {2.0, tau_m}, {tau_m, 40.0}}) {
        expect_closed_form(difference(tau_rise, current_port("difference", tau_decay)),
                           [&, rise = tau_rise, decay = tau_decay](double t) {
                               return after_difference(t, rise, decay);
                           });
    }
}

TEST(ExactPropagationTest, CloseTimeConstantsLoseNoDigits) {
    const double tau = tau_m * (1.0 + 1e-9);
    const auto trace = psp(current_port("exponential", tau), 0.1, 20.0);
    for (std::size_t i = 0; i != trace.size(); ++i) {
        const double t = 0.1 * static_cast<double>(i + 1);
        // To first order in 1 - tau_m / tau = 1e-9 the mean of both decays.
        const double expected = t / C_m * std::exp(-t / tau_m) * (1.0 + 1e-9 * t / tau_m / 2.0);
        ASSERT_NEAR(trace[i], expected, 1e-13 / C_m * tau_m);
    }
}

/// Spike times of a cell under a constant current [ms].
std::vector<double> spike_times(double I, double t_ref, double dt, double duration_ms) {
    auto s = cell({}, dt, -55.0);
    test::parameter(s.populations[0], "I_e") = {.first = I};
    test::parameter(s.populations[0], "t_ref") = {.first = t_ref};
    engine::PopulationStore<double> store(s, 0, {0}, 1, model::choose_isa("auto"));
    std::vector<std::uint8_t> fired(block_size);
    std::vector<double> times;
    for (int step = 0; step != static_cast<int>(std::lround(duration_ms / dt)); ++step) {
        fired[0] = 0;
        store.advance(0, 0, 1, nullptr, fired.data());
        if (fired[0] != 0) times.push_back(dt * (step + 1));
    }
    return times;
}

TEST(ExactPropagationTest, SpikesOfAConstantCurrentAreOnTheGridAfterTheWayToTheThreshold) {
    for (const double dt : {0.1, 0.5, 1.0}) {
        for (const double I : {450.0, 1000.0, 2000.0}) {
            const double depth = I * tau_m / C_m;  // of the potential that it goes to [mV]
            const double way = tau_m * std::log(depth / (depth - 15.0));
            const double to_spike = dt * std::ceil(way / dt);
            const auto times = spike_times(I, 2.0, dt, 60.0);
            ASSERT_GT(times.size(), 2U);
            for (std::size_t k = 0; k != times.size(); ++k) {
                const double expected = to_spike + static_cast<double>(k) * (2.0 + to_spike);
                EXPECT_NEAR(times[k], expected, 1e-9) << dt << " " << I;
            }
        }
    }
}

TEST(ExactPropagationTest, SpikesAreThoseThatOtherSimulatorsGive) {
    const std::vector<double> expected = {4.8, 11.6, 18.4, 25.2, 32.0, 38.8, 45.6};
    const auto times = spike_times(1000.0, 2.0, 0.1, 50.0);
    ASSERT_EQ(times.size(), expected.size());
    for (std::size_t k = 0; k != times.size(); ++k) EXPECT_NEAR(times[k], expected[k], 1e-9);
}

}  // namespace
}  // namespace bgsim::test::exact_propagation
