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

/// Stands for any value in an initialiser.
struct Anything {
    template <typename T>
    operator T() const {  // NOLINT: implicit on purpose
        throw InternalError("never called");
    }
};

/// How many initialisers an aggregate takes.
template <typename T, typename... Given>
consteval std::size_t n_members() {
    if constexpr (requires { T{Given{}..., Anything{}}; }) {
        return n_members<T, Given..., Anything>();
    } else {
        return sizeof...(Given);
    }
}

/// A member that is forgotten in serialize.cpp keeps its default on all ranks, silently. When a
/// number here is wrong, look there first.
TEST(SerializeTest, NoMemberWasAddedWithoutALookAtTheArchive) {
    EXPECT_EQ(n_members<Specification>(), 22U);
    EXPECT_EQ(n_members<Population>(), 14U);
    EXPECT_EQ(n_members<Port>(), 9U);
    EXPECT_EQ(n_members<FieldValue>(), 3U);
    EXPECT_EQ(n_members<Waveform>(), 13U);
    EXPECT_EQ(n_members<ConnectionRule>(), 8U);
    EXPECT_EQ(n_members<Projection>(), 16U);
    EXPECT_EQ(n_members<Input>(), 9U);
    EXPECT_EQ(n_members<Input::PortWeight>(), 3U);
    EXPECT_EQ(n_members<Blocker>(), 7U);
    EXPECT_EQ(n_members<Recording>(), 4U);
    EXPECT_EQ(n_members<Limits>(), 4U);
    EXPECT_EQ(n_members<Target>(), 10U);
}

}  // namespace
}  // namespace bgsim::config
