// Published numbers with tolerances, and peaks of spectra.
#include <gmock/gmock.h>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "support/fake_models.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::config {
namespace {

using testing::HasSubstr;

Target target_of(const std::string& text) {
    const test::TemporaryFolder folder;
    const auto file = folder.write("a.yaml",
                                   "experiment: a\ntime: {duration: 1 s}\n"
                                   "populations: {STN: {size: 3, cell: stn}}\n"
                                   "targets: {STN: {" +
                                       text + "}}\n");
    const Overrides overrides{.set = {},
                              .params = {BGSIM_SOURCE_DIR "/tests/unit/config/data/params"}};
    return load(file, overrides, test::fake_models()).targets.at(0);
}

std::string mistakes_in(const std::string& text) {
    try {
        target_of(text);
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

TEST(TargetsTest, ASingleNumberHasATolerance) {
    const Target by_default = target_of("rate: 30 Hz, cv: 0.8, peak: 16 Hz");
    EXPECT_EQ(by_default.rate_hz, (Target::Range{30.0, 30.0}));
    EXPECT_DOUBLE_EQ(by_default.rate_tolerance_hz, 1.5);
    EXPECT_DOUBLE_EQ(by_default.cv_tolerance, 0.04);
    EXPECT_DOUBLE_EQ(by_default.peak_tolerance_hz, 1.0);
    EXPECT_DOUBLE_EQ(target_of("rate: 0.05 Hz").rate_tolerance_hz, 0.005);
    EXPECT_DOUBLE_EQ(target_of("rate: 0.1 Hz").rate_tolerance_hz, 0.005);
}

TEST(TargetsTest, AToleranceIsAShareOrANumber) {
    const Target shares = target_of(
        "rate: {value: 30 Hz, within: 10 %}, cv: {value: 0.8, within: 25%}, peak: {value: 20 Hz, "
        "within: 10 %}");
    EXPECT_DOUBLE_EQ(shares.rate_tolerance_hz, 3.0);
    EXPECT_DOUBLE_EQ(shares.cv_tolerance, 0.2);
    EXPECT_DOUBLE_EQ(shares.peak_tolerance_hz, 2.0);
    const Target numbers =
        target_of("rate: {value: 30 Hz, within: 2 Hz}, cv: {value: 0.8, within: 0.1}");
    EXPECT_DOUBLE_EQ(numbers.rate_tolerance_hz, 2.0);
    EXPECT_DOUBLE_EQ(numbers.cv_tolerance, 0.1);
    EXPECT_DOUBLE_EQ(target_of("rate: {value: 30 Hz}").rate_tolerance_hz, 1.5);
}

TEST(TargetsTest, ARangeIsItsOwnTolerance) {
    const Target ranges = target_of("rate: [10 Hz, 13 Hz], peak: [16 Hz, 17 Hz]");
    EXPECT_EQ(ranges.rate_hz, (Target::Range{10.0, 13.0}));
    EXPECT_EQ(ranges.rate_tolerance_hz, 0.0);
    EXPECT_EQ(ranges.peak_hz, (Target::Range{16.0, 17.0}));
    EXPECT_EQ(ranges.peak_tolerance_hz, 0.0);
    EXPECT_EQ(ranges.peak_band_hz, (Target::Range{1.0, 100.0}));
}

TEST(TargetsTest, APeakMayHaveABand) {
    const Target peak = target_of("peak: {value: [16 Hz, 17 Hz], band: [13 Hz, 30 Hz]}");
    EXPECT_EQ(peak.peak_hz, (Target::Range{16.0, 17.0}));
    EXPECT_EQ(peak.peak_band_hz, (Target::Range{13.0, 30.0}));
}

TEST(TargetsTest, MistakesAreNamed) {
    EXPECT_THAT(mistakes_in("rate: {value: [1 Hz, 2 Hz], within: 5 %}"),
                HasSubstr("a.yaml:4:53: 'targets.STN.rate' has a range and 'within'; give a single "
                          "value, or the range alone"));
    EXPECT_THAT(mistakes_in("rate: {value: 1 Hz, within: 0.05}"),
                HasSubstr("'within' needs a rate, '0.05' has no unit"));
    EXPECT_THAT(mistakes_in("rate: {within: 5 %}"), HasSubstr("value"));
    EXPECT_THAT(mistakes_in("rate: {value: 1 Hz, band: [1 Hz, 2 Hz]}"),
                HasSubstr("unknown key 'band' in 'targets.STN.rate'"));
    EXPECT_THAT(mistakes_in("peak: {value: 16 Hz, band: 16 Hz}"),
                HasSubstr("write for example '[13 Hz, 30 Hz]'"));
    EXPECT_THAT(mistakes_in("peak: [17 Hz, 16 Hz]"), HasSubstr("the range of 'peak' ends below"));
    EXPECT_THAT(mistakes_in("rate: {value: 1 Hz, within: -5 %}"), HasSubstr("zero or positive"));
}

}  // namespace
}  // namespace bgsim::config
