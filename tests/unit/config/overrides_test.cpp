#include <gmock/gmock.h>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "support/bytes_without_places.hpp"
#include "support/fake_models.hpp"
#include "support/temporary_folder.hpp"

namespace bgsim::config {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Specification load_with(const Overrides& overrides) {
    return load(test::example_data / "experiment.yaml", overrides, test::fake_models());
}

TEST(OverridesTest, SetReplacesOneValue) {
    const Specification s = load_with({.set = {"time.duration=2s", "populations.MSN_D1.size=500",
                                               "projections.MSN_D1 -> STN.weight=0.9 nS",
                                               "inputs.bias -> STN.current={value: 3 pA}",
                                               "projections.MSN_D1 -> STN (again)=~"}});
    EXPECT_EQ(s.duration, 20000);
    EXPECT_EQ(s.populations[0].size, 500U);
    EXPECT_EQ(s.projections.size(), 3U);
    EXPECT_EQ(s.projections[1].weight.first, 0.9);
    EXPECT_EQ(s.inputs[1].waveform.kind, Waveform::Kind::constant);
    EXPECT_EQ(s.inputs[1].waveform.mean, 3.0);
}

TEST(OverridesTest, SetCreatesSectionsThatAreMissing) {
    const auto set = load_with({.set = {"limits=~", "limits.max_rate=200 Hz"}});
    EXPECT_EQ(set.limits.max_rate_hz, 200.0);
    EXPECT_TRUE(set.limits.stop_on_nan);
}

/// What is said about `--set description=value`; empty if it is accepted.
std::string complaint(const std::string& value) {
    try {
        load_with({.set = {"description=" + value}});
    } catch (const InputError& error) {
        return error.what();
    }
    return {};
}

TEST(OverridesTest, AValueThatIsNoYamlIsReportedWithWhatItLacks) {
    EXPECT_THAT(complaint("{rate: 5 Hz"), HasSubstr("not valid YAML; } is missing at the end"));
    EXPECT_THAT(complaint("{a: [1, 2"), HasSubstr("not valid YAML; ]} is missing at the end"));
    EXPECT_THAT(complaint("{a: [1, 2}"), HasSubstr("not valid YAML; there is no ']' before '}'"));
    EXPECT_THAT(complaint("{a: \"1}"), HasSubstr("not valid YAML; \"} is missing at the end"));
    EXPECT_THAT(complaint("'1"), HasSubstr("not valid YAML; ' is missing at the end"));
    EXPECT_THAT(complaint("[1]]"), HasSubstr("not valid YAML; remove the ']' that nothing opens"));
    EXPECT_EQ(complaint("an animal's brain ] with {"), "");
    EXPECT_EQ(complaint("'{'"), "");
}

TEST(OverridesTest, TheLastSetWins) {
    EXPECT_EQ(load_with({.set = {"seed=1", "seed=2"}}).seed, 2U);
    EXPECT_EQ(load_with({.set = {"seed=1"}, .seed = 3}).seed, 3U);
}

TEST(OverridesTest, ScaleKeepsInDegrees) {
    const Specification s = load_with({.scale = 0.5});
    EXPECT_EQ(s.populations[0].size, 500U);
    EXPECT_EQ(s.populations[1].size, 25U);
    EXPECT_EQ(s.projections[0].rule.number, 12U);
    EXPECT_EQ(s.projections[1].rule.probability, 0.1) << "half the sources, twice the probability";
    EXPECT_EQ(s.projections[2].rule.number, 500U) << "half the targets, half the synapses";
    EXPECT_TRUE(s.notes.empty());
}

TEST(OverridesTest, ScaleLowersWhatIsNotPossibleAndSaysSo) {
    const Specification s = load_with({.scale = 0.01});
    EXPECT_EQ(s.populations[0].size, 10U);
    EXPECT_EQ(s.populations[1].size, 1U);
    EXPECT_EQ(s.projections[0].rule.number, 1U);
    EXPECT_EQ(s.projections[1].rule.probability, 1.0);
    EXPECT_THAT(s.notes, ElementsAre(HasSubstr("'STN -> MSN_D1': --scale lowered the in-degree "
                                               "from 12 to 1"),
                                     HasSubstr("'MSN_D1 -> STN': --scale lowered"),
                                     HasSubstr("record.state.STN"), HasSubstr("record.state.STN"),
                                     HasSubstr("record.state.STN")));
    EXPECT_THAT(s.recording.states.at(0).neurons, ElementsAre(testing::Pair(0U, 0U)));
}

TEST(OverridesTest, TheResolvedConfigurationGivesTheSameSpecification) {
    const test::TemporaryFolder folder;
    for (const double scale : {1.0, 0.5, 0.01}) {
        SCOPED_TRACE(scale);
        Overrides overrides{.set = {"populations.STN.size=60"}, .seed = 7};
        if (scale != 1.0) overrides.scale = scale;
        if (scale == 0.01) overrides.set.emplace_back("record.state=~");
        const Specification first = load_with(overrides);
        const auto file = folder.write("resolved.yaml", first.resolved_yaml);
        const Specification second = load(file, {}, test::fake_models());
        EXPECT_EQ(test::bytes_without_places(first), test::bytes_without_places(second));
        EXPECT_EQ(first.resolved_yaml, second.resolved_yaml);
    }
}

}  // namespace
}  // namespace bgsim::config
