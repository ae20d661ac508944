#include "analysis/welch.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <numbers>
#include <random>

namespace bgsim::analysis {
namespace {

constexpr WelchSettings welch_settings{.bin_ms = 1.0, .segment = 1000, .overlap = 0.5};
constexpr std::size_t n_samples = 60'000;  // 1 min

using Signal = std::vector<double>;

Signal sine(double frequency_hz, double amplitude, double phase) {
    Signal signal;
    for (std::size_t t = 0; t != n_samples; ++t) {
        const double time_s = static_cast<double>(t) * 1e-3;
        signal.push_back(
            5.0 + amplitude * std::sin(2.0 * std::numbers::pi * frequency_hz * time_s + phase));
    }
    return signal;
}

Signal noise(unsigned seed) {
    std::mt19937_64 generator(seed);
    std::normal_distribution<double> normal;
    Signal signal(n_samples);
    for (double& value : signal) value = normal(generator);
    return signal;
}

double integral(const std::vector<double>& density, double resolution_hz) {
    double sum = 0.0;
    for (std::size_t k = 1; k < density.size(); ++k) sum += density[k];
    return sum * resolution_hz;
}

TEST(SpectraTest, ThePowerOfASineIsHalfItsSquaredAmplitudeAroundItsFrequency) {
    const std::vector<Signal> signals = {sine(20.0, 3.0, 0.4)};
    const Spectra spectra(signals, welch_settings);
    EXPECT_EQ(spectra.n_segments(), 119U);
    EXPECT_DOUBLE_EQ(spectra.resolution_hz(), 1.0);
    const auto power = spectra.power(0);
    ASSERT_EQ(power.size(), 501U);
    EXPECT_NEAR(integral(power, 1.0), 4.5, 1e-9);
    // Hann's window spreads it over three frequencies, 1/6, 2/3, 1/6.
    EXPECT_NEAR(power[20], 4.5 * 2.0 / 3.0, 1e-9);
    EXPECT_NEAR(power[19] + power[20] + power[21], 4.5, 1e-9);
}

TEST(SpectraTest, WhiteNoiseHasTheSamePowerEverywhere) {
    const std::vector<Signal> signals = {noise(1)};
    const auto power = Spectra(signals, welch_settings).power(0);
    // Variance 1 over 500 Hz.
    EXPECT_NEAR(integral(power, 1.0), 1.0, 0.02);
    EXPECT_NEAR(integral({power.begin(), power.begin() + 101}, 1.0), 0.2, 0.01);
}

TEST(SpectraTest, LengthsThatAreNoPowersOfTwoAndOddOnesWork) {
    const std::vector<Signal> signals = {sine(20.0, 1.0, 0.0)};
    for (const std::size_t segment : {999U, 350U, 601U}) {
        SCOPED_TRACE(segment);
        const Spectra spectra(signals, {.bin_ms = 1.0, .segment = segment, .overlap = 0.3});
        EXPECT_NEAR(integral(spectra.power(0), spectra.resolution_hz()), 0.5, 0.01);
    }
}

TEST(SpectraTest, CoherenceTellsWhatIsShared) {
    Signal a = noise(1);
    Signal b = noise(2);
    const Signal both = noise(3);
    for (std::size_t t = 0; t != n_samples; ++t) {
        a[t] += both[t];
        b[t] += both[t];
    }
    const std::vector<Signal> signals = {a, b, noise(4)};
    const Spectra spectra(signals, welch_settings);
    const auto mean = [](const std::vector<double>& values) {
        double sum = 0.0;
        for (std::size_t k = 1; k + 1 < values.size(); ++k) sum += values[k];
        return sum / static_cast<double>(values.size() - 2);
    };
    // Half of the power of each is shared: (1/2)^2, and 1 / n by chance.
    EXPECT_NEAR(mean(spectra.coherence(0, 1)), 0.25 + 0.75 * 0.75 / 113.0, 0.02);
    EXPECT_NEAR(mean(spectra.coherence(0, 2)), 1.0 / spectra.n_independent_segments(), 0.002);
    EXPECT_EQ(spectra.coherence(0, 1), spectra.coherence(1, 0));
    EXPECT_NEAR(spectra.coherence(2, 2)[100], 1.0, 1e-12);
}

TEST(SpectraTest, OneInTwentyCoherencesOfIndependentSignalsIsAboveTheChanceLevel) {
    const std::vector<Signal> signals = {noise(5), noise(6)};
    const Spectra spectra(signals, welch_settings);
    // Half overlapping Hann windows: 19/18 of the segments side by side (Welch 1967).
    EXPECT_NEAR(spectra.n_independent_segments(), 119.0 / (1.0 + 2.0 * 118.0 / 119.0 / 36.0), 1e-6);
    const auto coherence = spectra.coherence(0, 1);
    const auto n_above = std::ranges::count_if(
        coherence, [&](double value) { return value > spectra.chance_coherence(0.05); });
    EXPECT_NEAR(static_cast<double>(n_above) / 500.0, 0.05, 0.03);
}

TEST(SpectraTest, ThePhaseTellsWhoIsAhead) {
    // b is a, 10 ms later: at 20 Hz a fifth of the period.
    const double lag = 2.0 * std::numbers::pi * 20.0 * 0.010;
    const std::vector<Signal> signals = {sine(20.0, 1.0, 0.0), sine(20.0, 2.0, -lag)};
    const Spectra spectra(signals, welch_settings);
    EXPECT_NEAR(spectra.phase(0, 1)[20], lag, 1e-6);
    EXPECT_NEAR(spectra.phase(1, 0)[20], -lag, 1e-6);
    EXPECT_NEAR(spectra.coherence(0, 1)[20], 1.0, 1e-9);
}

TEST(SpectraTest, SignalsThatAreTooShortHaveNoSpectra) {
    const std::vector<Signal> signals = {Signal(999, 1.0)};
    EXPECT_EQ(Spectra(signals, welch_settings).n_segments(), 0U);
    EXPECT_EQ(Spectra({}, welch_settings).n_segments(), 0U);
    const std::vector<Signal> constant = {Signal(1000, 1.0), Signal(1000, 0.0)};
    const Spectra one(constant, welch_settings);
    EXPECT_EQ(one.n_segments(), 1U);
    EXPECT_EQ(one.chance_coherence(0.05), 1.0);
    EXPECT_EQ(one.power(1)[20], 0.0);
    EXPECT_EQ(one.coherence(0, 1)[20], 0.0);
}

}  // namespace
}  // namespace bgsim::analysis
