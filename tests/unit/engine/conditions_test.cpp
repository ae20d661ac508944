#include "engine/conditions.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "engine/loop.hpp"
#include "model/block_kernel.hpp"
#include "support/lif_network.hpp"
#include "support/run_network.hpp"

namespace bgsim::engine {
namespace {

constexpr Step never = std::numeric_limits<Step>::max();

/// 300 cells in a run of 1000 steps.
config::Specification cells() {
    return test::lif_specification({test::lif_population("A", 300)}, 1000);
}

config::Blocker blocker(std::vector<std::uint32_t> ports, double scale, Step from, Step to) {
    return {.name = "drug",
            .population = 0,
            .ports = std::move(ports),
            .scale = scale,
            .from = from,
            .to = to,
            .location = {}};
}

TEST(ConditionsTest, WithoutBlockersAndDopamineNothingChanges) {
    const auto s = cells();
    const Conditions conditions(s, 0);
    EXPECT_TRUE(conditions.are_constant());
    EXPECT_EQ(conditions.next_change(0), never);
    EXPECT_EQ(phi_during(s, 500), 0.0);
}

TEST(ConditionsTest, BlockersScaleTheirPortsFromTheirBeginningToTheirEnd) {
    auto s = cells();
    s.blockers = {blocker({0}, 0.5, 100, 300), blocker({0, 1}, 0.0, 200, 400)};
    const Conditions conditions(s, 0);
    EXPECT_FALSE(conditions.are_constant());
    const auto gain = [&](Step step, std::size_t port) {
        return conditions.during(conditions.stretch_at(step)).ports[port].gain;
    };
    EXPECT_EQ(gain(99, 0), 1.0);
    EXPECT_EQ(gain(100, 0), 0.5);
    EXPECT_EQ(gain(199, 1), 1.0);
    EXPECT_EQ(gain(200, 0), 0.0);
    EXPECT_EQ(gain(200, 1), 0.0);
    EXPECT_EQ(gain(399, 0), 0.0);
    EXPECT_EQ(gain(400, 0), 1.0);
    EXPECT_EQ(conditions.next_change(0), 100);
    EXPECT_EQ(conditions.next_change(100), 200);
    EXPECT_EQ(conditions.next_change(399), 400);
    EXPECT_EQ(conditions.next_change(400), never);
}

TEST(ConditionsTest, DopamineScalesWhatDependsOnIt) {
    auto s = cells();
    auto& population = s.populations[0];
    population.parameters[1].dopamine = 0.5;  // g_L = 10 nS
    population.ports[0].dopamine = -0.25;
    s.dopamine_course = {{0, 0.0}, {200, -0.8}, {500, 0.4}};
    const Conditions conditions(s, 0);
    const auto at = [&](Step step) { return conditions.during(conditions.stretch_at(step)); };
    EXPECT_EQ(at(199).parameters[1].value.first, 10.0);
    EXPECT_DOUBLE_EQ(at(200).parameters[1].value.first, 10.0 * (1.0 + 0.5 * 0.8));
    EXPECT_DOUBLE_EQ(at(500).parameters[1].value.first, 10.0 * (1.0 - 0.5 * 0.4));
    EXPECT_DOUBLE_EQ(at(200).ports[0].gain, 1.0 + 0.25 * 0.8);
    EXPECT_EQ(at(200).ports[1].gain, 1.0);
    EXPECT_EQ(at(200).parameters[0].value.first, 100.0);
}

TEST(ConditionsTest, ACourseMattersOnlyToWhatDependsOnDopamine) {
    auto s = cells();
    s.dopamine_course = {{0, 0.0}, {200, -0.8}};
    EXPECT_TRUE(Conditions(s, 0).are_constant());
    s.populations[0].ports[1].dopamine = 0.1;
    EXPECT_FALSE(Conditions(s, 0).are_constant());
}

TEST(ConditionsTest, RatesFollowDopamine) {
    auto s = cells();
    s.dopamine_course = {{0, 0.0}, {200, -0.8}};
    config::Waveform rate{.mean = 20.0, .steps = {}};
    EXPECT_EQ(rate_during(s, rate, 300, {}, {}), 20.0);
    rate.dopamine = -0.5;
    EXPECT_EQ(rate_during(s, rate, 199, {}, {}), 20.0);
    EXPECT_DOUBLE_EQ(rate_during(s, rate, 200, {}, {}), 28.0);
}

/// V_m of a cell without spikes, every step.
std::vector<float> potential(config::Specification s) {
    s.recording.states = {{.population = 0, .variables = {"V_m"}, .neurons = {{0, 0}}, .every = 1}};
    return test::activity_of(s).samples;
}

/// With a current port that holds its current: one event of 80 pA into a port that decays in 1e9
/// ms.
config::Specification held_current() {
    auto s = test::lif_specification(
        {test::lif_population("A", 1), test::lif_population("source", 1)}, 1000);
    auto& target = s.populations[0];
    target.solver = config::Solver::exact;
    target.ports.erase(target.ports.begin());
    target.ports[0].tau = 1e9;
    s.populations[1].model.clear();
    s.populations[1].ports.clear();
    s.populations[1].parameters.clear();
    s.populations[1].initial.clear();
    s.populations[1].spike_times = {90};
    s.projections = {test::lif_projection("source -> A", 1, 0,
                                          {.kind = config::ConnectionRule::Kind::all_to_all}, 10)};
    s.projections[0].weight = {.first = 80.0};
    return s;
}

TEST(ConditionsTest, ABlockedReceptorLetsTheMembraneReturnToRestAndBack) {
    auto s = held_current();
    s.blockers = {blocker({0}, 0.0, 400, 700)};
    const auto V_m = potential(s);
    // 80 pA into 10 nS: 8 mV above rest, with tau_m = 10 ms.
    const auto rise = [](double t_ms) { return 8.0 * (1.0 - std::exp(-t_ms / 10.0)); };
    EXPECT_NEAR(V_m[100], -70.0, 1e-5);
    EXPECT_NEAR(V_m[400], -70.0 + rise(30.0), 1e-4);
    const double above = rise(30.0) * std::exp(-30.0 / 10.0);
    EXPECT_NEAR(V_m[700], -70.0 + above, 1e-4);
    EXPECT_NEAR(V_m[900], -70.0 + 8.0 + (above - 8.0) * std::exp(-20.0 / 10.0), 1e-4);
}

TEST(ConditionsTest, ABurstOfDopamineChangesALeakForItsDuration) {
    auto s = held_current();
    s.populations[0].parameters[1].dopamine = 1.0;  // g_L, from 10 to 20 nS at phi = -1
    s.dopamine_course = {{0, 0.0}, {500, -1.0}, {800, 0.0}};
    const auto V_m = potential(s);
    const double before = 8.0 * (1.0 - std::exp(-40.0 / 10.0));
    EXPECT_NEAR(V_m[500], -70.0 + before, 1e-4);
    const double after = 4.0 + (before - 4.0) * std::exp(-30.0 / 5.0);
    EXPECT_NEAR(V_m[800], -70.0 + after, 1e-4);
    EXPECT_NEAR(V_m[999], -70.0 + 8.0 + (after - 8.0) * std::exp(-19.9 / 10.0), 1e-4);
}

TEST(ConditionsTest, TheWeightOfASpikeIsThatOfWhenItWasFired) {
    auto s = held_current();
    s.populations[1].spike_times = {90, 200};
    s.projections[0].dopamine = 0.5;
    // The second spike, on its way from step 200 to 210, was fired at phi = 1: 1.5 times 80 pA.
    s.dopamine_course = {{0, 0.0}, {195, 1.0}, {205, -2.0}};
    s.recording.states = {
        {.population = 0, .variables = {"I_soma"}, .neurons = {{0, 0}}, .every = 1}};
    const auto I = test::activity_of(s).samples;
    EXPECT_NEAR(I[150], 80.0, 1e-3);
    EXPECT_NEAR(I[999], 200.0, 1e-3);
}

TEST(ConditionsTest, ParametersThatVaryAreTheSameDrawsScaled) {
    auto s = cells();
    test::parameter(s.populations[0], "C_m") = {
        .kind = config::Distribution::Kind::uniform, .first = 50, .second = 150};
    s.populations[0].parameters[0].dopamine = 0.5;
    s.dopamine_course = {{0, 0.0}, {10, -1.0}};
    PopulationStore<double> store(s, 0, {0, 1}, 4, model::isa_levels().front());
    const std::size_t row = store.layout().varied_row(0);
    const std::vector<double> before(store.row(1, row), store.row(1, row) + block_size);
    store.enter(1, 9);
    EXPECT_EQ(store.row(1, row)[7], before[7]);
    store.enter(1, 10);
    for (std::size_t lane = 0; lane != block_size; ++lane) {
        EXPECT_NEAR(store.row(1, row)[lane], 1.5 * before[lane], 1e-9);
    }
    EXPECT_EQ(store.next_change(9), 10);
}

}  // namespace
}  // namespace bgsim::engine
