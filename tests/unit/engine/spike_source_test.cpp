/// Cells that fire at given times, and what they do to others.
#include <gtest/gtest.h>

#include <cmath>

#include "support/lif_network.hpp"
#include "support/port_shapes.hpp"
#include "support/run_network.hpp"

namespace bgsim::engine {
namespace {

using bgsim::test::delta_port;
using config::ConnectionRule;
using test::Train;

constexpr Step n_run_steps = 60;
constexpr NeuronIndex n_pairs = 300;  // two blocks

config::Population source_firing_at(std::vector<Step> steps) {
    config::Population source;
    source.name = "source";
    source.size = n_pairs;
    source.spike_times = std::move(steps);
    return source;
}

/// Cells of which each fires when an event reaches it.
config::Population followers() {
    auto population = test::lif_population("follower", n_pairs);
    population.ports = {delta_port("jump")};
    return population;
}

/// Each source cell reaches the follower of its number after `delay` steps.
config::Specification pairs(std::vector<Step> steps, Step delay) {
    auto s =
        test::lif_specification({source_firing_at(std::move(steps)), followers()}, n_run_steps);
    s.projections = {test::lif_projection("source -> follower", 0, 1,
                                          {.kind = ConnectionRule::Kind::one_to_one}, delay)};
    s.projections[0].weight = {.first = 30.0};
    return s;
}

/// All cells, at each of these steps.
Train all_at(const std::vector<Step>& steps) {
    Train train;
    for (const Step step : steps) {
        for (NeuronIndex n = 0; n != n_pairs; ++n) train.emplace_back(step, n);
    }
    return train;
}

TEST(SpikeSourceTest, EveryCellFiresAtTheTimesAndAtNoOther) {
    // The first and the last step, and around the ends of intervals of 5 and of 7 steps.
    const std::vector<Step> steps = {1, 4, 5, 6, 7, 8, 14, 15, 16, 50, 59, 60};
    for (const Step delay : {1, 5, 7, 60}) {
        EXPECT_EQ(test::activity_of(pairs(steps, delay)).trains.at("source"), all_at(steps))
            << delay;
    }
    auto alone = test::lif_specification({source_firing_at(steps)}, n_run_steps);
    EXPECT_EQ(test::activity_of(alone).trains.at("source"), all_at(steps));
}

TEST(SpikeSourceTest, TimesAfterTheEndOfTheRunHaveNoEffect) {
    const auto activity = test::activity_of(pairs({3, 61, 1000}, 5));
    EXPECT_EQ(activity.trains.at("source"), all_at({3}));
}

TEST(SpikeSourceTest, WithoutTimesNothingHappens) {
    const auto activity = test::activity_of(pairs({}, 5));
    EXPECT_TRUE(activity.trains.at("source").empty());
    EXPECT_TRUE(activity.trains.at("follower").empty());
}

TEST(SpikeSourceTest, EachSpikeArrivesAfterTheDelay) {
    // A jump that arrives at step n takes place in the step that ends at n + 1.
    for (const Step delay : {1, 5, 7, 20}) {
        const auto activity = test::activity_of(pairs({1, 5, 6, 14, 15, 30, 60}, delay));
        std::vector<Step> expected;
        for (const Step step : {1, 5, 6, 14, 15, 30, 60}) {
            if (step + delay < n_run_steps) expected.push_back(step + delay + 1);
        }
        EXPECT_EQ(activity.trains.at("follower"), all_at(expected)) << delay;
    }
}

TEST(SpikeSourceTest, ThreadsAndPartitionMakeNoDifference) {
    auto s = pairs({1, 5, 6, 14, 60}, 5);
    const auto expected = test::all_spikes(s);
    EXPECT_EQ(expected.size(), 5U * n_pairs + 4U * n_pairs);
    s.partition = config::PartitionRule::round_robin;
    EXPECT_EQ(test::all_spikes(s, {.communicator = {}, .threads = 3}), expected);
}

/// Recorded spikes of single cells, in both blocks and around the ends of intervals.
const Train recorded_train = {{1, 0}, {1, 299}, {5, 7}, {6, 7}, {6, 256}, {14, 255}, {60, 255}};

config::Specification replayed_pairs(Step delay) {
    auto s = pairs({}, delay);
    config::SpikeFile file;
    for (const auto& [step, cell] : recorded_train) {
        file.spikes.push_back(config::packed_spike(step, cell));
    }
    s.populations[0].spike_file = file;
    return s;
}

TEST(RecordedSourceTest, EachCellFiresWhenItDid) {
    for (const Step delay : {1, 5, 7, 60}) {
        const auto trains = test::activity_of(replayed_pairs(delay)).trains;
        EXPECT_EQ(trains.at("source"), recorded_train) << delay;
        Train followed;
        for (const auto& [step, cell] : recorded_train) {
            if (step + delay < n_run_steps) followed.emplace_back(step + delay + 1, cell);
        }
        EXPECT_EQ(trains.at("follower"), followed) << delay;
    }
}

TEST(RecordedSourceTest, ThreadsAndPartitionMakeNoDifference) {
    auto s = replayed_pairs(5);
    const auto expected = test::all_spikes(s);
    EXPECT_EQ(expected.size(), 7U + 6U);
    s.partition = config::PartitionRule::round_robin;
    EXPECT_EQ(test::all_spikes(s, {.communicator = {}, .threads = 3}), expected);
}

/// What of the weight is released at each of these times, by the equations of Tsodyks, Uziel &
/// Markram (2000): x recovered, y active, z inactive, taken in steps of 1 us between spikes.
std::vector<double> releases(const config::ShortTermPlasticity& p,
                             const std::vector<double>& times_ms) {
    constexpr double h = 0.001;
    double x = 1.0, y = 0.0, z = 0.0, u = 0.0, now = 0.0;
    std::vector<double> released;
    for (const double t : times_ms) {
        for (; now < t - h / 2; now += h) {
            const double dy = -y / p.tau_psc;
            const double dx = z / p.tau_rec;
            x += h * dx;
            z -= h * (dx + dy);
            y += h * dy;
            if (p.tau_fac > 0.0) u -= h * u / p.tau_fac;
        }
        u = p.tau_fac > 0.0 ? u + p.U * (1.0 - u) : p.U;
        released.push_back(u * x);
        y += u * x;
        x -= u * x;
    }
    return released;
}

TEST(SpikeSourceTest, ShortTermPlasticityActsOnWhatItSends) {
    const std::vector<Step> steps = {10, 110, 160, 170, 400};
    for (const double tau_fac : {0.0, 60.0}) {
        const config::ShortTermPlasticity plasticity = {
            .U = 0.3, .tau_rec = 40.0, .tau_fac = tau_fac, .tau_psc = 4.0};
        auto s = pairs(steps, 5);
        s.duration = 500;
        s.projections[0].plasticity = plasticity;
        s.projections[0].weight = {.first = 1.0};  // [mV]: far from the threshold
        s.recording.states = {{.population = 1, .variables = {"V_m"}, .neurons = {{299, 299}}}};
        const auto V_m = test::activity_of(s).samples;
        const auto expected = releases(plasticity, {1.0, 11.0, 16.0, 17.0, 40.0});
        for (std::size_t i = 0; i != steps.size(); ++i) {
            // A jump, and then a step of decay with 10 ms; samples are single precision.
            const auto at = static_cast<std::size_t>(steps[i]) + 5;
            const double before = static_cast<double>(V_m.at(at)) + 70.0;
            const double after = static_cast<double>(V_m.at(at + 1)) + 70.0;
            EXPECT_NEAR(after * std::exp(0.01) - before, expected[i], 1e-4) << i;
            EXPECT_GT(expected[i], 0.1);
        }
        EXPECT_LT(expected[3], expected[0]);
    }
}

}  // namespace
}  // namespace bgsim::engine
