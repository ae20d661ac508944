/// Ceilings of projections against the rule that they state, event by event.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <string>
#include <vector>

#include "engine/deliver.hpp"
#include "engine/drive.hpp"
#include "engine/share.hpp"
#include "support/lif_network.hpp"
#include "support/run_network.hpp"

namespace bgsim::engine {
namespace {

const double decay_per_step = std::exp(-0.1 / 5.0);
constexpr double no_ceiling = std::numeric_limits<double>::infinity();

/// One projection of one source: its cells fire together at given steps.
struct Volleys {
    std::string name;
    NeuronIndex cells = 1;
    std::vector<Step> times{};
    double weight = 1.0;
    std::optional<double> ceiling{};
};

constexpr Step volley_delay = 3;

/// Volleys onto port "AMPA" of 300 cells, whose conductance is recorded at each step of 20 ms.
config::Specification volleys(const std::vector<Volleys>& all) {
    auto target = test::lif_population("target", 300);
    auto s = test::lif_specification({target}, 200);
    for (const auto& v : all) {
        config::Population source;
        source.name = "source of " + v.name;
        source.size = v.cells;
        source.spike_times = v.times;
        const auto id = static_cast<PopulationId>(s.populations.size());
        s.projections.push_back(test::lif_projection(
            v.name, id, 0, {.kind = config::ConnectionRule::Kind::all_to_all}, volley_delay));
        s.projections.back().weight = {.first = v.weight};
        s.projections.back().ceiling = v.ceiling;
        s.populations.push_back(source);
        s.recording.spikes.push_back(true);
    }
    s.recording.states = {
        {.population = 0, .variables = {"g_AMPA", "V_m"}, .neurons = {{299, 299}}, .every = 1}};
    return s;
}

/// g of the last cell at each step.
std::vector<double> recorded_of(const config::Specification& s, std::size_t variable = 0) {
    const auto samples = test::activity_of(s).samples;
    std::vector<double> values;
    for (std::size_t i = variable; i < samples.size(); i += 2) values.push_back(samples[i]);
    return values;
}

/// Event by event: projections by name, each event by g = min(g + w, ceiling); then the decay.
std::vector<double> event_by_event(std::vector<Volleys> all) {
    std::ranges::sort(all, {}, &Volleys::name);
    std::vector<double> values;
    double g = 0.0;
    for (Step step = 0; step != 200; ++step) {
        values.push_back(g);
        for (const auto& v : all) {
            for (const Step time : v.times) {
                if (time + volley_delay != step) continue;
                for (NeuronIndex cell = 0; cell != v.cells; ++cell) {
                    g = std::min(g + v.weight, v.ceiling.value_or(no_ceiling));
                }
            }
        }
        g *= decay_per_step;
    }
    return values;
}

void expect_values(const std::vector<double>& values, const std::vector<double>& expected) {
    ASSERT_EQ(values.size(), expected.size());
    for (std::size_t i = 0; i != values.size(); ++i) {
        ASSERT_NEAR(values[i], expected[i], 1e-6 * (1.0 + expected[i])) << "sample " << i;
    }
}

TEST(CeilingTest, AVolleyRaisesTheConductanceToItsCeiling) {
    const std::vector<Volleys> all = {
        {.name = "a", .cells = 4, .times = {10, 60}, .weight = 2.0, .ceiling = 5.0}};
    const auto g = recorded_of(volleys(all));
    // At sample 14 it has decayed for one step.
    EXPECT_NEAR(g[14], 5.0 * decay_per_step, 1e-6);
    EXPECT_NEAR(g[14 + 50], 5.0 * decay_per_step, 1e-6);
    EXPECT_NEAR(g[13 + 50], 5.0 * std::exp(-5.0 / 5.0), 1e-6);
    expect_values(g, event_by_event(all));
}

TEST(CeilingTest, BelowItNothingChanges) {
    std::vector<Volleys> all = {
        {.name = "a", .cells = 4, .times = {10, 15, 60}, .weight = 0.3, .ceiling = 2.5}};
    auto without = all;
    without[0].ceiling.reset();
    EXPECT_EQ(test::activity_of(volleys(all)), test::activity_of(volleys(without)));
    all[0].ceiling = 1.5;
    EXPECT_NE(test::activity_of(volleys(all)), test::activity_of(volleys(without)));
}

TEST(CeilingTest, TheMembraneSeesTheLimitedConductance) {
    const auto limited = volleys({{.name = "a", .times = {10}, .weight = 50.0, .ceiling = 4.0}});
    const auto weak = volleys({{.name = "a", .times = {10}, .weight = 4.0}});
    EXPECT_EQ(test::activity_of(limited), test::activity_of(weak));
    EXPECT_GT(recorded_of(weak, 1)[60], -69.0) << "it depolarises";
}

/// Also in the same step, where the order is that of the names.
TEST(CeilingTest, ProjectionsOnOnePortActOneAfterTheOther) {
    const std::vector<Volleys> all = {
        {.name = "c low", .times = {10, 30, 80}, .weight = 0.5, .ceiling = 1.5},
        {.name = "a high", .cells = 3, .times = {8, 30, 79}, .weight = 2.0, .ceiling = 5.0},
        {.name = "b none", .cells = 2, .times = {9, 30, 31, 80}, .weight = 0.7},
        {.name = "d none", .times = {30}, .weight = 0.25}};
    const auto g = recorded_of(volleys(all));
    expect_values(g, event_by_event(all));
    EXPECT_NEAR(g[14], 1.5 * decay_per_step, 1e-6) << "an event may lower it";
    EXPECT_NEAR(g[34], 1.75 * decay_per_step, 1e-6);
    auto reversed = all;
    std::ranges::reverse(reversed);
    EXPECT_EQ(recorded_of(volleys(reversed)), g) << "the order of the file is none";
}

TEST(CeilingTest, WhatDopamineMakesOfThePortIsAFactorOnAll) {
    const std::vector<Volleys> all = {
        {.name = "a", .cells = 6, .times = {10, 40}, .weight = 1.0, .ceiling = 5.0},
        {.name = "b", .cells = 1, .times = {12, 40}, .weight = 1.0}};
    auto s = volleys(all);
    s.populations[0].ports[0].gain = 1.6;
    const auto g = recorded_of(s);
    auto expected = event_by_event(all);
    for (double& value : expected) value *= 1.6;
    expect_values(g, expected);
    EXPECT_NEAR(g[14], 1.6 * 5.0 * decay_per_step, 1e-6);
    s.populations[0].ports[0].gain = 0.0;
    EXPECT_THAT(recorded_of(s), ::testing::Each(0.0));
}

TEST(CeilingTest, APortWithNmdaBlockHasOneToo) {
    const std::vector<Volleys> all = {
        {.name = "a", .cells = 4, .times = {10, 40}, .weight = 1.0, .ceiling = 2.5}};
    auto s = volleys(all);
    s.populations[0].ports[0].nmda_block = config::NmdaBlock{.V_act = -20.0, .S_act = 16.0};
    expect_values(recorded_of(s), event_by_event(all));
    s.precision = config::Precision::single;
    expect_values(recorded_of(s), event_by_event(all));
}

/// A spike of a projection and a train from outside, into the input of two blocks.
TEST(CeilingTest, InputsAddToWhatHasBeenLimited) {
    auto s = volleys({{.name = "a", .times = {10}, .weight = 2.0, .ceiling = 1.5}});
    s.inputs = {test::poisson_input("noise -> target", 0, 2000.0)};
    const Interval interval{.first = 0, .n_steps = 16};
    const std::vector<std::uint32_t> blocks = {0, 1};
    PopulationStore<double> cells(s, 0, blocks, 16, model::choose_isa("auto"));
    Arrivals<double> arrivals(2, 2, 16);
    const auto route = arrivals.route_to(destinations_of(s.projections[0], cells.layout()));
    SpikeHistory history(volley_delay);
    history.append(0, 10);
    StoredDelivery().deliver(network::build_rows(s, s.projections[0], blocks), history, {}, route,
                             interval, arrivals);
    PoissonDrive noise(s, s.inputs[0], blocks);
    noise.prepare(interval);
    ASSERT_EQ(cells.layout().bound_order, (std::vector<std::uint32_t>{2, 0}));
    for (const std::size_t block : {0U, 1U}) {
        const auto input = cells.input(block);
        arrivals.fill(block, input.data());
        noise.add(cells, block, interval, block);
        const std::size_t in_port = 16U * block_size;
        const std::size_t port = cells.layout().port_order[0];
        for (std::size_t step = 0; step != 16; ++step) {
            for (std::size_t lane = 0; lane != cells.n_neurons(block); ++lane) {
                const std::size_t at = step * block_size + lane;
                const double arrived = input[port * in_port + at];
                ASSERT_EQ(input[2 * in_port + at], step == 13 ? 1.5 + (arrived - 2.0) : no_ceiling);
            }
        }
    }
}

TEST(CeilingTest, PlasticAndSpreadSynapsesOfAnyLayoutAgree) {
    auto s = test::lif_specification(
        {test::lif_population("A", 600), test::lif_population("B", 300)}, 3000);
    for (const PopulationId target : {0U, 1U}) {
        auto p = test::lif_projection(
            target == 0 ? "A -> A" : "A -> B", 0, target,
            {.kind = config::ConnectionRule::Kind::fixed_indegree, .number = 40}, 8);
        p.weight = {.kind = config::Distribution::Kind::uniform, .first = 0.0, .second = 2.0};
        p.delay = {.kind = config::Distribution::Kind::uniform, .first = 0.8, .second = 4.0};
        p.max_delay = 40;
        p.plasticity = config::ShortTermPlasticity{.U = 0.3, .tau_rec = 50.0, .tau_psc = 5.0};
        p.ceiling = 6.0;
        s.projections.push_back(p);
    }
    s.inputs = {test::poisson_input("noise -> A", 0, 900.0)};
    s.inputs[0].ports[0].weight = {.first = 1.5};
    const auto expected = test::all_spikes(s);
    EXPECT_GT(expected.size(), 1000U);
    s.partition = config::PartitionRule::round_robin;
    EXPECT_EQ(test::all_spikes(s, {.communicator = {}, .threads = 3}), expected);
    for (auto& p : s.projections) p.ceiling.reset();
    EXPECT_NE(test::all_spikes(s), expected);
}

TEST(CeilingTest, PortsAreLimitedByTheCeilingsOntoThem) {
    auto s = volleys({{.name = "a", .times = {10}, .ceiling = 1.0}, {.name = "b", .times = {10}}});
    EXPECT_THAT(limited_ports(s, s.populations[0]), ::testing::ElementsAre(0U));
    EXPECT_THAT(limited_ports(s, s.populations[1]), ::testing::IsEmpty());
    s.projections[0].ceiling.reset();
    EXPECT_THAT(limited_ports(s, s.populations[0]), ::testing::IsEmpty());
}

}  // namespace
}  // namespace bgsim::engine
