#include <gtest/gtest.h>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "support/fake_models.hpp"

namespace bgsim::config {
namespace {

TEST(SerializeTest, UnpackingGivesBackEverything) {
    const Specification original =
        load(BGSIM_SOURCE_DIR "/tests/unit/config/data/experiment.yaml", {}, test::fake_models());
    const std::string bytes = pack(original);
    const Specification copy = unpack(bytes);
    EXPECT_EQ(pack(copy), bytes);
    EXPECT_EQ(copy.experiment, original.experiment);
    EXPECT_EQ(copy.seed, original.seed);
    ASSERT_EQ(copy.populations.size(), 2U);
    EXPECT_EQ(copy.populations[1].parameters[13].value,
              original.populations[1].parameters[13].value)
        << "infinity";
    EXPECT_EQ(copy.populations[1].ports, original.populations[1].ports);
    EXPECT_EQ(copy.projections[1].plasticity->tau_psc, 8.0);
    EXPECT_FALSE(copy.projections[0].plasticity);
    EXPECT_EQ(copy.inputs[1].waveform.steps, original.inputs[1].waveform.steps);
    EXPECT_EQ(copy.recording.spikes, original.recording.spikes);
    EXPECT_EQ(copy.recording.rate_bin, original.recording.rate_bin);
    EXPECT_EQ(copy.targets[0].rate_hz, original.targets[0].rate_hz);
    EXPECT_EQ(copy.resolved_yaml, original.resolved_yaml);
}

TEST(SerializeTest, AnEmptySpecificationSurvives) {
    EXPECT_EQ(pack(unpack(pack(Specification{}))), pack(Specification{}));
}

TEST(SerializeTest, DamagedBytesAreRefused) {
    EXPECT_THROW(unpack(""), InternalError);
    EXPECT_THROW(unpack(pack(Specification{}).substr(0, 60)), InternalError);
}

}  // namespace
}  // namespace bgsim::config
