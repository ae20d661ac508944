#include "analysis/rhythm.hpp"

#include <gmock/gmock.h>

#include <vector>

namespace bgsim::analysis {
namespace {

TEST(RhythmTest, BandsShareOutTheFrequenciesOnce) {
    const std::vector<double> flat(501, 2.0);
    const Rhythm rhythm = rhythm_of(flat, 1.0);
    EXPECT_DOUBLE_EQ(rhythm.total_power, 1000.0);
    const std::array<double, 5> widths = {3.0, 4.0, 5.0, 17.0, 50.0};
    for (std::size_t b = 0; b != bands.size(); ++b) {
        SCOPED_TRACE(bands[b].name);
        EXPECT_DOUBLE_EQ(rhythm.band_power[b], 2.0 * widths[b]);
        EXPECT_DOUBLE_EQ(rhythm.band_share(b).value(), widths[b] / 500.0);
    }
}

TEST(RhythmTest, TheEndOfABandBelongsToTheNextWhateverTheResolution) {
    for (const double resolution_hz : {0.1, 1.0 / 3.0, 0.5}) {
        SCOPED_TRACE(resolution_hz);
        const std::vector<double> flat(2000, 1.0);
        EXPECT_NEAR(band_power(flat, resolution_hz, {"", 13.0, 30.0}), 17.0, 1e-9);
    }
}

TEST(RhythmTest, APeakIsTheHighestBetweenOneAndAHundredHertz) {
    std::vector<double> density(501, 1.0);
    density[0] = 50.0;
    density[18] = 8.0;
    density[101] = 9.0;
    const Rhythm rhythm = rhythm_of(density, 1.0);
    EXPECT_EQ(rhythm.peak.value().frequency_hz, 18.0);
    EXPECT_EQ(rhythm.peak.value().density, 8.0);
    EXPECT_EQ(rhythm.peak.value().over_median, 8.0);
    density[100] = 9.0;
    EXPECT_EQ(rhythm_of(density, 1.0).peak.value().frequency_hz, 100.0);
}

TEST(RhythmTest, NoPeakLiesBeyondAHundredHertzWhateverTheResolution) {
    for (const double resolution_hz : {125.0, 1000.0 / 15.0, 1000.0 / 33.0, 256.41 / 256.0}) {
        SCOPED_TRACE(resolution_hz);
        std::vector<double> rising;
        for (int k = 0; k != 300; ++k) rising.push_back(k);
        const auto peak = rhythm_of(rising, resolution_hz).peak;
        if (peak) {
            EXPECT_LE(peak->frequency_hz, 100.0);
        }
        EXPECT_EQ(peak.has_value(), resolution_hz <= 100.0);
    }
}

TEST(RhythmTest, TheMedianOfAnEvenNumberIsTheMeanOfTheMiddleTwo) {
    // 1 and 2 Hz, then beyond 100 Hz nothing is looked at.
    const Rhythm rhythm = rhythm_of(std::vector<double>{0.0, 1.0, 3.0}, 1.0);
    EXPECT_DOUBLE_EQ(rhythm.peak.value().over_median, 1.5);
}

TEST(RhythmTest, WithoutPowerThereIsNoPeak) {
    const Rhythm rhythm = rhythm_of(std::vector<double>(501, 0.0), 1.0);
    EXPECT_EQ(rhythm.total_power, 0.0);
    EXPECT_FALSE(rhythm.peak.has_value());
    EXPECT_EQ(rhythm.band_share(0), std::nullopt);
    EXPECT_FALSE(rhythm_of({}, 1.0).peak.has_value());
}

TEST(RhythmTest, ACoarseSpectrumMayHaveNoFrequencyInABand) {
    const std::vector<double> density(6, 1.0);  // 0, 50, ... 250 Hz
    const Rhythm rhythm = rhythm_of(density, 50.0);
    EXPECT_EQ(rhythm.band_power[3], 0.0);
    EXPECT_EQ(rhythm.band_share(3), std::nullopt);
    EXPECT_DOUBLE_EQ(rhythm.band_power[4], 50.0);
    EXPECT_EQ(rhythm.peak.value().frequency_hz, 50.0);
}

TEST(RhythmTest, APeakIsLookedForInABandWithBothOfItsEnds) {
    const std::vector<double> density = {9.0, 1.0, 5.0, 2.0, 3.0, 7.0};  // every 2 Hz
    EXPECT_EQ(peak_of(density, 2.0, 1.0, 100.0)->frequency_hz, 10.0);
    EXPECT_EQ(peak_of(density, 2.0, 1.0, 8.0)->frequency_hz, 4.0);
    EXPECT_EQ(peak_of(density, 2.0, 6.0, 8.0)->frequency_hz, 8.0);
    EXPECT_EQ(peak_of(density, 2.0, 6.0, 8.0)->over_median, 3.0 / 2.5);
    EXPECT_FALSE(peak_of(density, 2.0, 10.5, 11.5)) << "between two frequencies";
    EXPECT_FALSE(peak_of(std::vector<double>(6), 2.0, 1.0, 8.0)) << "no power";
}

}  // namespace
}  // namespace bgsim::analysis
