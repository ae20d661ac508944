/// Noisy currents beside their closed forms.
#include "engine/noise_drive.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "model/block_kernel.hpp"
#include "support/lif_network.hpp"

namespace bgsim::engine {
namespace {

constexpr NeuronIndex n_noisy = 512;
const std::vector<std::uint32_t> noisy_blocks = {0, 1};

config::Input ou_current(double sd, double tau) {
    config::Input input;
    input.name = "noise -> A";
    input.kind = config::Input::Kind::current;
    input.waveform.kind = config::Waveform::Kind::noise;
    input.waveform.mean = 30.0;
    input.waveform.amplitude = sd;
    input.waveform.tau = tau;
    return input;
}

config::Specification with_noise(const config::Input& input) {
    auto s = test::lif_specification({test::lif_population("A", n_noisy)}, 1000);
    s.inputs = {input};
    return s;
}

/// The current into each cell in each step [step][cell], in intervals of `per_interval` steps.
template <typename Real = double>
std::vector<std::vector<Real>> noise_currents(const config::Specification& s,
                                              int n_steps,
                                              int per_interval = 50) {
    PopulationStore<Real> cells(s, 0, noisy_blocks, per_interval, model::isa_levels().front());
    const NoiseDrive drive(s, s.inputs[0], noisy_blocks, cells.layout().noise_row(0));
    std::vector<std::vector<Real>> all(static_cast<std::size_t>(n_steps),
                                       std::vector<Real>(n_noisy));
    for (int first = 0; first < n_steps; first += per_interval) {
        const Interval interval{first, std::min(per_interval, n_steps - first)};
        for (std::size_t b = 0; b != noisy_blocks.size(); ++b) {
            std::vector<Real> part(static_cast<std::size_t>(per_interval) * block_size, Real(0));
            drive.add(cells, b, interval, part.data());
            for (int step = 0; step != interval.n_steps; ++step) {
                std::copy_n(part.begin() + step * static_cast<std::ptrdiff_t>(block_size),
                            block_size,
                            all[static_cast<std::size_t>(first + step)].begin() +
                                static_cast<std::ptrdiff_t>(b * block_size));
            }
        }
    }
    return all;
}

/// Mean of (x - 30)(y - 30) over cells of two steps.
double covariance(const std::vector<double>& x, const std::vector<double>& y) {
    double sum = 0.0;
    for (std::size_t i = 0; i != x.size(); ++i) sum += (x[i] - 30.0) * (y[i] - 30.0);
    return sum / static_cast<double>(x.size());
}

TEST(NoiseDriveTest, MeanAndVarianceAreThoseAskedForFromTheFirstStepOn) {
    const auto I = noise_currents(with_noise(ou_current(20.0, 5.0)), 4000);
    // 512 independent cells: 5.5 standard errors.
    EXPECT_NEAR(covariance(I[0], I[0]), 400.0, 5.5 * 400.0 * std::sqrt(2.0 / n_noisy));
    double mean = 0.0;
    double variance = 0.0;
    for (const auto& step : I) {
        for (const double x : step) mean += x;
        variance += covariance(step, step);
    }
    const double n_steps = 4000.0;
    // Of 400 ms, 10 ms make one independent sample of the value, 5 ms one of its square.
    EXPECT_NEAR(mean / n_steps / n_noisy, 30.0, 5.5 * 20.0 / std::sqrt(n_noisy * 40.0));
    EXPECT_NEAR(variance / n_steps, 400.0, 5.5 * 400.0 * std::sqrt(2.0 / (n_noisy * 80.0)));
}

TEST(NoiseDriveTest, CorrelationsFallExponentially) {
    const auto I = noise_currents(with_noise(ou_current(20.0, 5.0)), 4000);
    for (const std::size_t lag : {1U, 10U, 50U, 100U, 200U}) {
        double sum = 0.0;
        const std::size_t n = I.size() - lag;
        for (std::size_t t = 0; t != n; ++t) sum += covariance(I[t], I[t + lag]);
        const double expected = 400.0 * std::exp(-0.1 * static_cast<double>(lag) / 5.0);
        EXPECT_NEAR(sum / static_cast<double>(n), expected,
                    5.5 * 400.0 * std::sqrt(2.0 / (n_noisy * 40.0)))
            << lag;
    }
}

TEST(NoiseDriveTest, CellsAreIndependentUnlessTheyShareOneCourse) {
    auto shared = ou_current(20.0, 5.0);
    shared.waveform.is_shared = true;
    for (const auto& step : noise_currents(with_noise(shared), 300)) {
        for (const double x : step) ASSERT_EQ(x, step.front());
    }
    const auto I = noise_currents(with_noise(ou_current(20.0, 5.0)), 4000);
    double sum = 0.0;
    for (const auto& step : I) {
        double product_of_neighbours = 0.0;
        for (std::size_t i = 0; i + 1 != n_noisy; ++i) {
            product_of_neighbours += (step[i] - 30.0) * (step[i + 1] - 30.0);
        }
        sum += product_of_neighbours / (n_noisy - 1.0);
    }
    EXPECT_NEAR(sum / 4000.0, 0.0, 5.5 * 400.0 / std::sqrt(n_noisy * 80.0));
}

TEST(NoiseDriveTest, TheCourseDoesNotDependOnTheIntervals) {
    const auto s = with_noise(ou_current(20.0, 5.0));
    EXPECT_EQ(noise_currents(s, 200, 50), noise_currents(s, 200, 7));
    EXPECT_EQ(noise_currents<float>(s, 200, 50), noise_currents<float>(s, 200, 1));
}

TEST(NoiseDriveTest, OutsideItsWindowItIsSilentAndGoesOnAsIfItWereNot) {
    const auto always = noise_currents(with_noise(ou_current(20.0, 5.0)), 200);
    auto sometimes = ou_current(20.0, 5.0);
    sometimes.waveform.from = 40;
    sometimes.waveform.until = 120;
    const auto I = noise_currents(with_noise(sometimes), 200);
    for (std::size_t step = 0; step != 200; ++step) {
        const bool is_on = step >= 40 && step < 120;
        ASSERT_EQ(I[step], is_on ? always[step] : std::vector<double>(n_noisy, 0.0)) << step;
    }
}

TEST(NoiseDriveTest, OnlyReceiversGetItAndTheSameAsIfAllDid) {
    const auto all = noise_currents(with_noise(ou_current(20.0, 5.0)), 100);
    auto to_some = ou_current(20.0, 5.0);
    to_some.neurons = {{3, 3}, {300, 400}};
    const auto some = noise_currents(with_noise(to_some), 100);
    for (std::size_t step = 0; step != 100; ++step) {
        for (std::size_t n = 0; n != n_noisy; ++n) {
            const bool receives = n == 3 || (n >= 300 && n <= 400);
            ASSERT_EQ(some[step][n], receives ? all[step][n] : 0.0);
        }
    }
}

TEST(NoiseDriveTest, FollowsTheInputSeedAndTheName) {
    const auto s = with_noise(ou_current(20.0, 5.0));
    auto other_seed = s;
    other_seed.input_seed = 77;
    auto other_network = s;
    other_network.seed = 77;
    auto other_name = s;
    other_name.inputs[0].name = "another -> A";
    EXPECT_NE(noise_currents(other_seed, 1), noise_currents(s, 1));
    EXPECT_NE(noise_currents(other_name, 1), noise_currents(s, 1));
    EXPECT_EQ(noise_currents(other_network, 1), noise_currents(s, 1));
}

TEST(NoiseDriveTest, RowsAreInTheOrderOfNames) {
    auto s = with_noise(ou_current(20.0, 5.0));
    s.inputs.push_back(ou_current(1.0, 5.0));
    s.inputs[1].name = "a first -> A";
    const auto inputs = noise_inputs(s, 0);
    ASSERT_EQ(inputs.size(), 2U);
    EXPECT_EQ(inputs[0]->name, "a first -> A");
    const RowLayout layout = row_layout(s, 0);
    const RowLayout without = row_layout(s.populations[0]);
    EXPECT_EQ(layout.n_changing_rows(), without.n_changing_rows() + 2);
    EXPECT_EQ(layout.noise_row(0), without.n_changing_rows());
    EXPECT_EQ(layout.varied_row(0), layout.n_changing_rows());
}

}  // namespace
}  // namespace bgsim::engine
