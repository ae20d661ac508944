// A current or rate on straight lines between given points.
#include <gmock/gmock.h>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "support/fake_models.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

/// The waveform of a current into STN.
Waveform waveform_of(const std::string& current) {
    const test::TemporaryFolder folder;
    const auto file = folder.write("a.yaml",
                                   "experiment: a\ntime: {duration: 1 s}\n"
                                   "populations: {STN: {size: 3, cell: stn}}\n"
                                   "inputs: {ramp -> STN: {current: " +
                                       current + "}}\n");
    const Overrides overrides{.set = {},
                              .params = {BGSIM_SOURCE_DIR "/tests/unit/config/data/params"}};
    return load(file, overrides, test::fake_models()).inputs.at(0).waveform;
}

std::string mistake_in(const std::string& current) {
    try {
        waveform_of(current);
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

TEST(RampTest, IsReadPointByPoint) {
    const Waveform w = waveform_of("{ramp: [[0 ms, 0 pA], [100 ms, 10 pA], [1 s, 0.3 nA]]}");
    EXPECT_EQ(w.kind, Waveform::Kind::ramp);
    EXPECT_THAT(w.steps, ElementsAre(Pair(0, 0.0), Pair(1000, 10.0), Pair(10'000, 300.0)));
}

TEST(RampTest, MayJumpButNotTwiceAtOneTime) {
    EXPECT_EQ(waveform_of("{ramp: [[5 ms, 0 pA], [5 ms, 10 pA], [9 ms, 0 pA]]}").steps.size(), 3U);
    EXPECT_THAT(mistake_in("{ramp: [[5 ms, 0 pA], [5 ms, 10 pA], [5 ms, 0 pA]]}"),
                HasSubstr("the times of 'ramp' must increase ('[5 ms, 0 pA]' found"));
    EXPECT_THAT(mistake_in("{ramp: [[5 ms, 0 pA], [4 ms, 10 pA]]}"),
                HasSubstr("the times of 'ramp' must increase"));
}

TEST(RampTest, StandsAlone) {
    EXPECT_THAT(mistake_in("{value: 3 pA, ramp: [[0 ms, 0 pA], [1 s, 1 pA]]}"),
                HasSubstr("'value' has no meaning beside a ramp; remove it"));
    EXPECT_THAT(mistake_in("{steps: [[0 ms, 3 pA]], ramp: [[0 ms, 0 pA], [1 s, 1 pA]]}"),
                HasSubstr("'inputs.ramp -> STN.current' has both 'steps' and 'ramp'; keep one"));
    EXPECT_THAT(mistake_in("{ramp: 3 pA}"),
                HasSubstr("write for example 'ramp: [[0 ms, 0 pA], [1 s, 20 pA]]'"));
}

}  // namespace
}  // namespace bgsim::config
