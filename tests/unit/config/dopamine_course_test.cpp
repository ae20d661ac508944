#include <gmock/gmock.h>

#include <algorithm>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "support/fake_models.hpp"

namespace bgsim::config {
namespace {

using ::testing::HasSubstr;

/// A run of 1 s of two populations with cells; `more` is added to it.
Specification with_dopamine(const std::string& more) {
    const Overrides overrides{.set = {},
                              .params = {BGSIM_SOURCE_DIR "/tests/unit/config/data/params"}};
    return load_text(
        "experiment: a\ntime: {duration: 1 s}\n"
        "populations: {STN: {size: 30, cell: stn, ports: {AMPA: {tau: 4 ms, E_rev: 0 mV, dopamine: "
        "0.25}}}, MSN: {size: 50, cell: stn}}\n" +
            more,
        "a.yaml", overrides, test::fake_models());
}

std::string faults_of_dopamine(const std::string& more) {
    try {
        with_dopamine(more);
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

using Course = std::vector<std::pair<Step, double>>;

TEST(DopamineCourseTest, StepsAreCountedFromTheBaseline) {
    const auto s = with_dopamine(
        "dopamine: {level: {value: 0.8, steps: [[100 ms, 0.2], [200 ms, 0.8]]}, baseline: 0.8}");
    ASSERT_EQ(s.dopamine_course.size(), 3U);
    EXPECT_EQ(s.dopamine_course[0].first, 0);
    EXPECT_EQ(s.dopamine_course[1].first, 1000);
    EXPECT_DOUBLE_EQ(s.dopamine_course[1].second, 0.2 - 0.8);
    EXPECT_EQ(s.dopamine_course[2].second, 0.0);
    EXPECT_EQ(s.dopamine_level, 0.8);
}

TEST(DopamineCourseTest, ALevelThatStaysHasNoCourse) {
    EXPECT_TRUE(with_dopamine("dopamine: {level: 0.2, baseline: 0.8}").dopamine_course.empty());
}

TEST(DopamineCourseTest, ARampIsFollowedInStepsOfAMillisecond) {
    const auto s =
        with_dopamine("dopamine: {depletion: {ramp: [[10 ms, 0], [14 ms, 0.8]]}, baseline: 1}");
    // phi = 1 - depletion, in the middle of each millisecond
    const Course expected = {{0, 1.0}, {100, 0.9}, {110, 0.7}, {120, 0.5}, {130, 0.3}, {140, 0.2}};
    ASSERT_EQ(s.dopamine_course.size(), expected.size());
    for (std::size_t i = 0; i != expected.size(); ++i) {
        EXPECT_EQ(s.dopamine_course[i].first, expected[i].first);
        EXPECT_NEAR(s.dopamine_course[i].second, expected[i].second, 1e-12);
    }
}

TEST(DopamineCourseTest, WhatDependsOnItIsKeptWithoutIt) {
    const std::string network =
        "projections: {STN -> MSN: {port: AMPA, connect: {rule: fixed_indegree, k: 10, dopamine: "
        "1}, "
        "weight: {value: 2 nS, dopamine: -0.5}, delay: 1 ms}}\n"
        "inputs: {CTX -> STN: {poisson: {rate: 5 Hz, dopamine: 1}, ports: {AMPA: {value: 3 nS, "
        "dopamine: 0.5}}}}\n";
    const auto s = with_dopamine(
        network + "dopamine: {level: {steps: [[0 ms, 1], [500 ms, 0.5]]}, baseline: 0.8}");
    const auto& ports = s.populations[0].ports;
    const auto AMPA = std::ranges::find(ports, "AMPA", &Port::name);
    ASSERT_NE(AMPA, ports.end());
    EXPECT_EQ(AMPA->gain, 1.0);
    EXPECT_EQ(AMPA->dopamine, 0.25);
    EXPECT_EQ(s.projections[0].weight.first, 2.0);
    EXPECT_EQ(s.projections[0].dopamine, -0.5);
    EXPECT_EQ(s.projections[0].rule.number, 12U);  // wiring stays: 10 (1 + 0.2)
    EXPECT_EQ(s.inputs[0].waveform.mean, 5.0);
    EXPECT_EQ(s.inputs[0].waveform.dopamine, 1.0);
    EXPECT_EQ(s.inputs[0].ports[0].weight.first, 3.0);
    EXPECT_EQ(s.inputs[0].ports[0].dopamine, 0.5);
    const auto constant = with_dopamine(network + "dopamine: {level: 1, baseline: 0.8}");
    EXPECT_DOUBLE_EQ(constant.inputs[0].waveform.mean, 6.0);
}

TEST(DopamineCourseTest, AllLevelsMustBePossible) {
    EXPECT_THAT(
        faults_of_dopamine("inputs: {CTX -> STN: {poisson: {rate: 5 Hz, dopamine: 2}, ports: "
                           "{AMPA: 1 nS}}}\n"
                           "dopamine: {level: {value: 0.8, steps: [[100 ms, 0.2], [200 ms, "
                           "0.8]]}, baseline: 0.8}"),
        HasSubstr("dopamine would multiply"));
}

TEST(DopamineCourseTest, MistakesAreTold) {
    EXPECT_THAT(faults_of_dopamine("dopamine: {level: {steps: [[100 ms, 0.2]]}, baseline: 0.8}"),
                HasSubstr("does not say what holds before its first step"));
    EXPECT_THAT(faults_of_dopamine("dopamine: {level: {value: 0.2}, baseline: 0.8}"),
                HasSubstr("is a map without a course"));
    EXPECT_THAT(
        faults_of_dopamine("dopamine: {level: {value: 1, steps: [[1 ms, -1]]}, baseline: 1}"),
        HasSubstr("a.yaml:4:"));
}

}  // namespace
}  // namespace bgsim::config
