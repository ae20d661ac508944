#include "analysis/verdict.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <limits>

namespace bgsim::analysis {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr double unknown = std::numeric_limits<double>::quiet_NaN();

/// Verdicts on one target with a rate, from the rates of some members.
std::vector<Verdict> verdicts_on(PublishedTarget::Range range,
                                 double tolerance,
                                 const std::vector<double>& rates) {
    std::vector<std::vector<Measured>> measured;
    for (const double rate : rates) {
        measured.push_back({{.rate_hz = rate, .cv = unknown, .peak_hz = unknown}});
    }
    return verdicts({{.name = "STN",
                      .populations = {"STN"},
                      .rate_hz = range,
                      .rate_tolerance_hz = tolerance,
                      .source = "A (2001)"}},
                    measured);
}

bool passes(PublishedTarget::Range range, double tolerance, const std::vector<double>& rates) {
    return all_passed(verdicts_on(range, tolerance, rates));
}

TEST(VerdictTest, TheMeanOverMembersDecides) {
    EXPECT_TRUE(passes({10.0, 13.0}, 0.0, {9.0, 12.0}));
    EXPECT_FALSE(passes({10.0, 13.0}, 0.0, {9.0, 10.9}));
    EXPECT_FALSE(passes({10.0, 13.0}, 0.0, {12.0, 14.1}));
}

TEST(VerdictTest, ATolerancePassesOnBothSidesAndItsEndsBelongToIt) {
    EXPECT_TRUE(passes({30.0, 30.0}, 1.5, {28.5}));
    EXPECT_TRUE(passes({30.0, 30.0}, 1.5, {31.5}));
    EXPECT_FALSE(passes({30.0, 30.0}, 1.5, {28.49}));
    EXPECT_FALSE(passes({30.0, 30.0}, 1.5, {31.51}));
    EXPECT_TRUE(passes({0.3, 0.3}, 0.0, {0.1 + 0.2})) << "up to rounding";
}

TEST(VerdictTest, AMemberWithoutValueFails) {
    const auto found = verdicts_on({10.0, 13.0}, 0.0, {12.0, unknown, 12.0});
    EXPECT_FALSE(found.front().passed);
    EXPECT_THAT(verdict_table(found), HasSubstr("FAIL: no value in 1 of 3"));
    EXPECT_FALSE(passes({10.0, 13.0}, 0.0, {unknown}));
}

TEST(VerdictTest, EachPublishedNumberHasOne) {
    const std::vector<PublishedTarget> targets = {
        {.name = "both",
         .populations = {"STN", "GPe"},
         .cv = {{0.8, 0.8}},
         .peak_hz = {{16.0, 17.0}},
         .cv_tolerance = 0.04,
         .source = "B (2002)"},
        {.name = "none", .populations = {"STN"}},
        {.name = "STN", .populations = {"STN"}, .rate_hz = {{10.0, 13.0}}}};
    const std::vector<std::vector<Measured>> measured = {
        {{unknown, 0.7, 16.0}, {}, {11.0, unknown, unknown}},
        {{unknown, 0.9, 18.0}, {}, {12.0, unknown, unknown}}};
    const auto found = verdicts(targets, measured);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].measure, "cv");
    EXPECT_THAT(found[0].values, ElementsAre(0.7, 0.9));
    EXPECT_TRUE(found[0].passed);
    EXPECT_EQ(found[1].measure, "peak");
    EXPECT_DOUBLE_EQ(found[1].estimate.mean, 17.0);
    EXPECT_TRUE(found[1].passed);
    EXPECT_EQ(found[2].target, "STN");
    EXPECT_EQ(found[2].unit, "Hz");
}

TEST(VerdictTest, TheTableHasNumbersAndSource) {
    const std::string text = verdict_table(verdicts_on({30.4, 30.4}, 1.52, {33.0, 35.0}));
    EXPECT_THAT(text, testing::ContainsRegex("STN +rate +30.4 Hz +28.88 to 31.92 Hz +34 +1.414 "
                                             "+2 +FAIL: above +A \\(2001\\)"));
    EXPECT_THAT(text, HasSubstr("0 of 1 passed"));
}

TEST(VerdictTest, JsonHasTheValuesOfEachMember) {
    const std::string text = verdict_json(verdicts_on({10.0, 13.0}, 0.0, {12.0, unknown}),
                                          {.experiment = "x", .seeds = {1, 2}, .to_ms = 100.0});
    EXPECT_THAT(text, HasSubstr("\"passed\": false"));
    EXPECT_THAT(text, testing::ContainsRegex("\"values\": \\[[ \n]+12.0,[ \n]+null"));
}

}  // namespace
}  // namespace bgsim::analysis
