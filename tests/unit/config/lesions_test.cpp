#include <gmock/gmock.h>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "support/fake_models.hpp"

namespace bgsim::config {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

/// A run of 1 s of two populations with cells; `more` is added to it.
Specification lesioned(const std::string& more) {
    const Overrides overrides{.set = {},
                              .params = {BGSIM_SOURCE_DIR "/tests/unit/config/data/params"}};
    return load_text(
        "experiment: a\ntime: {duration: 1 s}\n"
        "populations: {STN: {size: 30, cell: stn}, MSN: {size: 50, cell: stn}}\n" +
            more,
        "a.yaml", overrides, test::fake_models());
}

std::string faults_of_lesions(const std::string& more) {
    try {
        lesioned(more);
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

const std::string network =
    "projections: {STN -> MSN: {port: AMPA, connect: {rule: all_to_all}, weight: 1 nS, delay: 1 "
    "ms}, "
    "MSN -> MSN: {port: GABA_A, connect: {rule: all_to_all}, weight: 1 nS, delay: 1 ms}}\n"
    "inputs: {CTX -> STN: {poisson: {rate: 5 Hz}, ports: {AMPA: 1 nS}}, bias -> MSN: {current: 1 "
    "pA}}\n"
    "record: {spikes: [STN, MSN], lfp: {every: 1 ms, populations: [STN]}, state: {STN: {variables: "
    "[V_m]}}}\n"
    "blockers: {NBQX: {populations: [STN, MSN], ports: [AMPA]}}\n"
    "targets: {STN: {rate: 5 Hz}, both: {populations: [STN, MSN], rate: 5 Hz}}\n";

TEST(LesionsTest, APathwayIsTakenOut) {
    const auto s = lesioned(network + "lesions: [STN -> MSN, bias -> MSN]");
    ASSERT_EQ(s.projections.size(), 1U);
    EXPECT_EQ(s.projections[0].name, "MSN -> MSN");
    ASSERT_EQ(s.inputs.size(), 1U);
    EXPECT_EQ(s.inputs[0].name, "CTX -> STN");
    EXPECT_THAT(s.notes, ElementsAre("lesion: without STN -> MSN", "lesion: without bias -> MSN"));
}

TEST(LesionsTest, APopulationGoesWithAllThatMeetsIt) {
    const auto s = lesioned(network + "lesions: [STN]");
    ASSERT_EQ(s.populations.size(), 1U);
    EXPECT_EQ(s.populations[0].name, "MSN");
    ASSERT_EQ(s.projections.size(), 1U);
    ASSERT_EQ(s.inputs.size(), 1U);
    EXPECT_TRUE(s.recording.states.empty());
    EXPECT_FALSE(s.recording.lfp.has_value());
    EXPECT_EQ(s.recording.spikes, std::vector<bool>{true});
    ASSERT_EQ(s.blockers.size(), 1U);
    ASSERT_EQ(s.targets.size(), 1U);
    EXPECT_THAT(s.targets[0].populations, ElementsAre(0U));
}

TEST(LesionsTest, TheResolvedConfigurationIsThatOfWhatIsLeft) {
    const auto s = lesioned(network + "lesions: [STN]");
    EXPECT_THAT(s.resolved_yaml, Not(HasSubstr("STN")));
    EXPECT_THAT(s.resolved_yaml, Not(HasSubstr("lesions")));
    EXPECT_EQ(load_text(s.resolved_yaml, "again.yaml", {}, test::fake_models()).populations.size(),
              1U);
}

TEST(LesionsTest, WhatIsNotThereCannotBeLesioned) {
    EXPECT_THAT(faults_of_lesions(network + "lesions: [STN -> MSM]"),
                AllOf(HasSubstr("a.yaml:9:"),
                      HasSubstr("which is no population, projection or "
                                "input"),
                      HasSubstr("did you mean 'STN -> MSN'?")));
    EXPECT_THAT(faults_of_lesions("lesions: STN"), HasSubstr("'lesions'"));
}

}  // namespace
}  // namespace bgsim::config
