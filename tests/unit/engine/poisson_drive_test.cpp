#include "engine/drive.hpp"

#include <gtest/gtest.h>

#include <array>
#include <vector>

#include "model/block_kernel.hpp"
#include "support/chi_square.hpp"
#include "support/lif_network.hpp"

namespace bgsim::engine {
namespace {

/// Input of `n_steps` steps to the cells of some blocks: [step][cell of those blocks].
struct Drawn {
    std::vector<std::vector<double>> input;
    std::uint64_t n_events = 0;
};

config::Specification population_of(NeuronIndex size) {
    return test::lif_specification({test::lif_population("A", size)}, 1000);
}

Drawn draw(const config::Specification& s,
           const config::Input& input,
           const std::vector<std::uint32_t>& blocks,
           Step n_steps,
           int interval_steps = 10,
           std::uint32_t port = 0) {
    Drawn drawn;
    PoissonDrive drive(s, input, blocks);
    for (Step first = 0; first < n_steps; first += interval_steps) {
        const Interval interval{first,
                                static_cast<int>(std::min<Step>(interval_steps, n_steps - first))};
        PopulationStore<double> cells(s, 0, blocks, interval_steps, model::isa_levels().front());
        drive.prepare(interval);
        drawn.input.resize(static_cast<std::size_t>(interval.end()));
        for (std::size_t b = 0; b != blocks.size(); ++b) {
            drawn.n_events += drive.add(cells, b, interval);
            for (int step = 0; step != interval.n_steps; ++step) {
                auto& all = drawn.input[static_cast<std::size_t>(first + step)];
                const double* row = cells.input(port, step);
                all.insert(all.end(), row, row + block_size);
            }
            std::ranges::fill(cells.input(0), 0.0);
        }
    }
    return drawn;
}

double correlation(const std::vector<double>& x, const std::vector<double>& y) {
    const auto n = static_cast<double>(x.size());
    double sx = 0.0, sy = 0.0, sxx = 0.0, syy = 0.0, sxy = 0.0;
    for (std::size_t i = 0; i != x.size(); ++i) {
        sx += x[i];
        sy += y[i];
        sxx += x[i] * x[i];
        syy += y[i] * y[i];
        sxy += x[i] * y[i];
    }
    return (sxy - sx * sy / n) / std::sqrt((sxx - sx * sx / n) * (syy - sy * sy / n));
}

TEST(PoissonDriveTest, CountsOfACellInAStepAreDistributedAsPoisson) {
    const auto s = population_of(256);
    for (const double rate_hz : {100.0, 5000.0, 20'000.0}) {
        const auto drawn = draw(s, test::poisson_input("in -> A", 0, rate_hz), {0}, 400);
        std::vector<int> counts(40, 0);
        std::vector<double> expected;
        for (const auto& step : drawn.input) {
            for (const double n : step) ++counts.at(static_cast<std::size_t>(n));
        }
        for (int k = 0; k != 40; ++k) {
            expected.push_back(400.0 * 256.0 * test::poisson(rate_hz * 1e-4, k));
        }
        const auto fit = test::chi_square<int>(counts, expected);
        EXPECT_TRUE(fit.fits()) << fit;
    }
}

TEST(PoissonDriveTest, AllCellsGetTheSameRate) {
    const auto s = population_of(256);
    const auto drawn = draw(s, test::poisson_input("in -> A", 0, 2000.0), {0}, 1000);
    std::vector<double> per_cell(256, 0.0);
    for (const auto& step : drawn.input) {
        for (std::size_t i = 0; i != 256; ++i) per_cell[i] += step[i];
    }
    const std::vector<double> expected(256, 200.0);
    auto fit = test::chi_square<double>(per_cell, expected);
    ++fit.degrees_of_freedom;  // the total is drawn too
    EXPECT_TRUE(fit.fits()) << fit;
}

TEST(PoissonDriveTest, CellsStepsAndInputsAreIndependent) {
    const auto s = population_of(512);
    const auto a = draw(s, test::poisson_input("a -> A", 0, 5000.0), {0, 1}, 200).input;
    const auto b = draw(s, test::poisson_input("b -> A", 0, 5000.0), {0, 1}, 200).input;
    std::vector<double> here, neighbour, next_step, next_block, other_input;
    for (std::size_t t = 0; t != 199; ++t) {
        for (std::size_t i = 0; i != 255; ++i) {
            here.push_back(a[t][i]);
            neighbour.push_back(a[t][i + 1]);
            next_step.push_back(a[t + 1][i]);
            next_block.push_back(a[t][i + 256]);
            other_input.push_back(b[t][i]);
        }
    }
    // The correlation of 50,745 independent pairs has a standard deviation of 0.0044; five of them.
    for (const auto& other : {neighbour, next_step, next_block, other_input}) {
        EXPECT_NEAR(correlation(here, other), 0.0, 0.022);
    }
}

TEST(PoissonDriveTest, PlacesBeyondTheEndOfThePopulationGetNothing) {
    const auto s = population_of(300);
    const auto drawn = draw(s, test::poisson_input("in -> A", 0, 20'000.0), {0, 1}, 100);
    double sum = 0.0;
    for (const auto& step : drawn.input) {
        for (std::size_t i = 0; i != 300; ++i) sum += step[i];
        for (std::size_t i = 300; i != 512; ++i) ASSERT_EQ(step[i], 0.0);
    }
    EXPECT_EQ(sum, static_cast<double>(drawn.n_events));
    // 60,000 expected, standard deviation 245; five of them.
    EXPECT_NEAR(sum, 60'000.0, 1225.0);
}

TEST(PoissonDriveTest, TheDelayMovesEventsWithoutChangingThem) {
    const auto s = population_of(256);
    auto input = test::poisson_input("in -> A", 0, 2000.0);
    input.waveform.kind = config::Waveform::Kind::sinusoid;
    input.waveform.amplitude = 1500.0;
    input.waveform.frequency = 50.0;
    const auto at_once = draw(s, input, {0}, 100).input;
    input.delay = 23;
    const auto later = draw(s, input, {0}, 123).input;
    for (std::size_t t = 0; t != 23; ++t) EXPECT_EQ(later[t], std::vector<double>(256, 0.0));
    for (std::size_t t = 0; t != 100; ++t) EXPECT_EQ(later[t + 23], at_once[t]);
}

TEST(PoissonDriveTest, EventsDoNotDependOnIntervalsOrOnTheBlocksOfAWorker) {
    const auto s = population_of(1000);
    const auto input = test::poisson_input("in -> A", 0, 3000.0);
    const auto expected = draw(s, input, {0, 1, 2, 3}, 60, 10).input;
    for (const int interval_steps : {1, 7, 16, 60}) {
        EXPECT_EQ(draw(s, input, {0, 1, 2, 3}, 60, interval_steps).input, expected);
    }
    const auto alone = draw(s, input, {2}, 60, 16).input;
    for (std::size_t t = 0; t != 60; ++t) {
        EXPECT_TRUE(std::equal(alone[t].begin(), alone[t].end(), expected[t].begin() + 512));
    }
}

TEST(PoissonDriveTest, OneTrainFeedsAllItsPorts) {
    const auto s = population_of(256);
    auto input = test::poisson_input("in -> A", 0, 3000.0);
    input.ports = {{.port = 1, .weight = {.first = 0.5}}, {.port = 0, .weight = {.first = 2.0}}};
    const auto ampa = draw(s, input, {0}, 50, 10, 0).input;
    const auto soma = draw(s, input, {0}, 50, 10, 1).input;
    for (std::size_t t = 0; t != 50; ++t) {
        for (std::size_t i = 0; i != 256; ++i) ASSERT_EQ(ampa[t][i], 4.0 * soma[t][i]);
    }
}

/// A Poisson input to ports 0 and 1, of which the weights of port 0 are uniform in [2, 3).
config::Input drawn_weights(const std::string& name) {
    auto input = test::poisson_input(name, 0, 3000.0);
    input.ports = {
        {.port = 0,
         .weight = {.kind = config::Distribution::Kind::uniform, .first = 2.0, .second = 3.0}},
        {.port = 1, .weight = {.first = 1.0}}};
    return input;
}

/// The weight of each cell: what arrives at port 0 per event, which counts 1 at port 1.
std::vector<double> weights_of(const config::Specification& s,
                               const config::Input& input,
                               const std::vector<std::uint32_t>& blocks) {
    const auto sums = draw(s, input, blocks, 100, 10, 0).input;
    const auto counts = draw(s, input, blocks, 100, 10, 1).input;
    std::vector<double> weights(sums[0].size(), 0.0);
    for (std::size_t t = 0; t != sums.size(); ++t) {
        for (std::size_t i = 0; i != weights.size(); ++i) {
            if (counts[t][i] == 0.0) continue;
            const double weight = sums[t][i] / counts[t][i];
            if (weights[i] == 0.0) weights[i] = weight;
            EXPECT_DOUBLE_EQ(weight, weights[i]) << "step " << t << " cell " << i;
        }
    }
    return weights;
}

TEST(PoissonDriveTest, ACellHasOneDrawnWeightForAllItsEvents) {
    const auto s = population_of(1024);
    std::vector<double> weights = weights_of(s, drawn_weights("in -> A"), {0, 1, 2, 3});
    std::ranges::sort(weights);
    // Kolmogorov-Smirnov: larger distances from the uniform distribution in 1 of 10,000 cases.
    for (std::size_t i = 0; i != weights.size(); ++i) {
        EXPECT_NEAR(weights[i] - 2.0, (static_cast<double>(i) + 0.5) / 1024.0, 2.23 / 32.0);
    }
}

TEST(PoissonDriveTest, DrawnWeightsBelongToCellAndInputWhateverTheBlocksOfAWorker) {
    auto s = population_of(1024);
    const auto expected = weights_of(s, drawn_weights("in -> A"), {0, 1, 2, 3});
    const auto alone = weights_of(s, drawn_weights("in -> A"), {2});
    EXPECT_TRUE(std::equal(alone.begin(), alone.end(), expected.begin() + 512));
    const auto other = weights_of(s, drawn_weights("other -> A"), {0, 1, 2, 3});
    // The correlation of 1024 independent pairs has a standard deviation of 0.031; five of them.
    EXPECT_NEAR(correlation(expected, other), 0.0, 0.16);
    s.input_seed = 77;  // of the trains alone
    const auto same = weights_of(s, drawn_weights("in -> A"), {0, 1, 2, 3});
    for (std::size_t i = 0; i != expected.size(); ++i) EXPECT_DOUBLE_EQ(same[i], expected[i]);
    s.seed = 6;
    EXPECT_NEAR(correlation(expected, weights_of(s, drawn_weights("in -> A"), {0, 1, 2, 3})), 0.0,
                0.16);
}

TEST(PoissonDriveTest, ARateOfZeroGivesNothing) {
    EXPECT_EQ(draw(population_of(256), test::poisson_input("in -> A", 0, 0.0), {0}, 50).n_events,
              0U);
}

TEST(CurrentDriveTest, CurrentsAddUp) {
    config::Input constant;
    constant.waveform.mean = 3.0;
    config::Input later;
    later.waveform = {.kind = config::Waveform::Kind::steps, .steps = {{100, 20.0}}};
    const auto s = population_of(256);
    const std::vector<std::uint32_t> blocks = {0};
    CurrentDrive drive(s);
    EXPECT_TRUE(drive.empty());
    drive.add(constant, blocks);
    drive.add(later, blocks);
    EXPECT_FALSE(drive.empty());
    EXPECT_EQ(drive.during(99), 3.0);
    EXPECT_EQ(drive.during(100), 23.0);
}

}  // namespace
}  // namespace bgsim::engine
