/// Populations whose cells fire at random.
#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "support/chi_square.hpp"
#include "support/lif_network.hpp"
#include "support/port_shapes.hpp"
#include "support/run_network.hpp"

namespace bgsim::engine {
namespace {

using bgsim::test::delta_port;
using config::ConnectionRule;
using config::Waveform;
using test::Train;

constexpr NeuronIndex n_cells = 300;  // two blocks

config::Population source(const std::string& name, NeuronIndex size, const Waveform& rate) {
    config::Population population;
    population.name = name;
    population.size = size;
    population.spike_rate = rate;
    return population;
}

Waveform constant(double rate_hz) {
    Waveform rate;
    rate.mean = rate_hz;
    return rate;
}

config::Specification alone(const Waveform& rate, Step duration) {
    return test::lif_specification({source("source", n_cells, rate)}, duration);
}

Train spikes(const config::Specification& s) { return test::activity_of(s).trains.at("source"); }

/// Spikes of each cell in windows of `width` steps: [window][cell].
std::vector<std::vector<int>> counts(const Train& train, Step duration, Step width) {
    std::vector<std::vector<int>> counts(static_cast<std::size_t>(duration / width),
                                         std::vector<int>(n_cells, 0));
    for (const auto& [step, neuron] : train) {
        ++counts.at(static_cast<std::size_t>((step - 1) / width)).at(neuron);
    }
    return counts;
}

/// k of n independent trials that succeed with probability p.
double binomial(int n, double p, int k) {
    return std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0) +
                    k * std::log(p) + (n - k) * std::log1p(-p));
}

/// So the mean is rate x time, and the variance over the mean 1 - rate x dt.
TEST(PoissonSourceTest, CountsAreThoseOfIndependentSteps) {
    constexpr int width = 50;
    for (const double rate_hz : {40.0, 1000.0, 8000.0}) {
        const auto windows = counts(spikes(alone(constant(rate_hz), 10'000)), 10'000, width);
        std::vector<int> histogram(width + 1, 0);
        for (const auto& window : windows) {
            for (const int n : window) ++histogram.at(static_cast<std::size_t>(n));
        }
        std::vector<double> expected;
        for (int k = 0; k <= width; ++k) {
            expected.push_back(200.0 * n_cells * binomial(width, rate_hz * 1e-4, k));
        }
        const auto fit = test::chi_square<int>(histogram, expected);
        EXPECT_TRUE(fit.fits()) << rate_hz << " Hz: " << fit;
    }
}

TEST(PoissonSourceTest, AtALowRateTheFanoFactorIsOne) {
    const auto windows = counts(spikes(alone(constant(20.0), 100'000)), 100'000, 1000);
    double sum = 0.0;
    double squares = 0.0;
    for (const auto& window : windows) {
        for (const int n : window) {
            sum += n;
            squares += static_cast<double>(n) * n;
        }
    }
    const double n = 100.0 * n_cells;
    const double mean = sum / n;
    // 30,000 windows, 2 spikes in each: five standard deviations of the mean and of the factor.
    EXPECT_NEAR(mean, 2.0, 5.0 * std::sqrt(2.0 / n));
    EXPECT_NEAR((squares / n - mean * mean) / mean, 1.0, 5.0 * std::sqrt(2.0 / n));
}

TEST(PoissonSourceTest, CellsAndStepsAreIndependent) {
    const Train train = spikes(alone(constant(2000.0), 2000));
    std::vector<std::vector<int>> fires(2001, std::vector<int>(n_cells, 0));
    for (const auto& [step, neuron] : train) fires[static_cast<std::size_t>(step)][neuron] = 1;
    int neighbour = 0;
    int next_step = 0;
    int next_block = 0;
    for (std::size_t t = 1; t != 2000; ++t) {
        for (std::size_t i = 0; i != 44; ++i) {
            neighbour += fires[t][i] * fires[t][i + 1];
            next_step += fires[t][i] * fires[t + 1][i];
            next_block += fires[t][i] * fires[t][i + 256];
        }
    }
    // Each is 1 in 25 of 87,956 pairs: 3518, standard deviation 58; five of them.
    for (const int n : {neighbour, next_step, next_block}) EXPECT_NEAR(n, 3518, 290);
}

TEST(PoissonSourceTest, FollowsItsRate) {
    Waveform rate;
    rate.kind = Waveform::Kind::steps;
    rate.steps = {{50, 4000.0}, {80, 0.0}};
    const Train train = spikes(alone(rate, 120));
    ASSERT_FALSE(train.empty());
    // A spike in step n is at its end, n + 1.
    for (const auto& [step, neuron] : train) EXPECT_TRUE(step > 50 && step <= 80) << step;
    EXPECT_NEAR(static_cast<double>(train.size()), 0.4 * 30 * n_cells, 5.0 * 46.5);
}

/// One source cell that drives all cells of two populations, each of which fires when it does.
config::Specification shared(Step delay) {
    auto a = test::lif_population("a", n_cells);
    a.ports = {delta_port("jump")};
    auto b = a;
    b.name = "b";
    auto s = test::lif_specification({source("source", 1, constant(100.0)), a, b}, 2000);
    for (const PopulationId target : {1U, 2U}) {
        s.projections.push_back(
            test::lif_projection("source -> " + s.populations[target].name, 0, target,
                                 {.kind = ConnectionRule::Kind::all_to_all}, delay));
        s.projections.back().weight = {.first = 30.0};
    }
    return s;
}

TEST(PoissonSourceTest, AllItsTargetsGetTheSameSpikes) {
    for (const Step delay : {1, 7}) {
        const auto activity = test::activity_of(shared(delay));
        Train expected;
        for (const auto& [step, neuron] : activity.trains.at("source")) {
            if (step + delay >= 2000) continue;
            for (NeuronIndex n = 0; n != n_cells; ++n) expected.emplace_back(step + delay + 1, n);
        }
        EXPECT_GT(expected.size(), 5U * n_cells);
        EXPECT_EQ(activity.trains.at("a"), expected);
        EXPECT_EQ(activity.trains.at("b"), expected);
    }
}

TEST(PoissonSourceTest, ThreadsPartitionAndIntervalsMakeNoDifference) {
    auto s = shared(5);
    s.populations[0].size = 700;
    s.populations[0].spike_rate = constant(5.0);
    s.projections[0].rule = {.kind = ConnectionRule::Kind::fixed_indegree, .number = 3};
    s.projections.pop_back();
    const auto expected = test::all_spikes(s);
    EXPECT_GT(expected.size(), 500U);
    s.partition = config::PartitionRule::round_robin;
    EXPECT_EQ(test::all_spikes(s, {.communicator = {}, .threads = 3}), expected);
    const Train train = spikes(s);
    s.projections[0].min_delay = s.projections[0].max_delay = 11;
    EXPECT_EQ(spikes(s), train);
}

TEST(PoissonSourceTest, TheInputSeedAndTheNameChooseTheSpikes) {
    auto s = alone(constant(100.0), 500);
    const Train train = spikes(s);
    s.seed = 99;
    EXPECT_EQ(spikes(s), train);
    s.input_seed = 99;
    EXPECT_NE(spikes(s), train);
    s.populations.push_back(source("other", n_cells, constant(100.0)));
    s.recording.spikes.push_back(true);
    const auto activity = test::activity_of(s);
    EXPECT_NE(activity.trains.at("other"), activity.trains.at("source"));
}

}  // namespace
}  // namespace bgsim::engine
