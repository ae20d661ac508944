#include "ensemble/grid.hpp"

#include <gmock/gmock.h>

#include <set>

#include "bgsim/error.hpp"

namespace bgsim::ensemble {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::MatchesRegex;

/// Why the texts are refused; "accepted" if they are not.
std::string problem_with_axes(const std::vector<std::string>& texts) {
    try {
        grid_of(parse_axes(texts));
    } catch (const InputError& error) {
        EXPECT_EQ(ExitCode::usage, error.code());
        return error.what();
    }
    return "accepted";
}

std::vector<std::string> labels_of(const std::vector<std::string>& texts) {
    std::vector<std::string> labels;
    for (const auto& point : grid_of(parse_axes(texts))) labels.push_back(point.label);
    return labels;
}

TEST(AxisTest, HasAPathAndValues) {
    const Axis axis = parse_axis("dopamine.level=0,0.4, 0.8 ");
    EXPECT_EQ("dopamine.level", axis.path);
    EXPECT_THAT(axis.values, ElementsAre("0", "0.4", "0.8"));
}

TEST(AxisTest, KeepsCommasWithinBracketsBracesAndQuotes) {
    EXPECT_THAT(parse_axis("a={uniform: [1 nS, 2 nS]},3 nS").values,
                ElementsAre("{uniform: [1 nS, 2 nS]}", "3 nS"));
    EXPECT_THAT(parse_axis("a=[1, [2, 3]],[4]").values, ElementsAre("[1, [2, 3]]", "[4]"));
    EXPECT_THAT(parse_axis("a='x,y',\"z,]\",w").values, ElementsAre("'x,y'", "\"z,]\"", "w"));
}

TEST(AxisTest, TakesOnlyTheFirstEqualsSignForItsOwn) {
    EXPECT_EQ("projections.STN -> SNr.weight", parse_axis("projections.STN -> SNr.weight=1").path);
    EXPECT_THAT(parse_axis("description=a=b").values, ElementsAre("a=b"));
}

TEST(AxisTest, IsRefusedIfItIsIncomplete) {
    EXPECT_THAT(problem_with_axes({"dopamine.level"}), HasSubstr("this is not PATH=VALUE,VALUE"));
    EXPECT_THAT(problem_with_axes({"=1"}), HasSubstr("this is not PATH=VALUE,VALUE"));
    EXPECT_THAT(problem_with_axes({"a=1,,2"}), HasSubstr("a value is empty"));
    EXPECT_THAT(problem_with_axes({"a="}), HasSubstr("a value is empty"));
    EXPECT_THAT(problem_with_axes({"a=[1,2"}), HasSubstr("not closed"));
    EXPECT_THAT(problem_with_axes({"a=1,2, 1"}), HasSubstr("'1' is there twice"));
}

TEST(AxisTest, VariesAValueOnceAndNoSeeds) {
    EXPECT_THAT(problem_with_axes({"a=1,2", "b=1", "a=3"}), HasSubstr("'a' is varied twice"));
    EXPECT_THAT(problem_with_axes({"seed=1,2"}), HasSubstr("seeds are given by --seeds"));
}

TEST(GridTest, IsASinglePointWithoutAxes) {
    const auto points = grid_of({});
    ASSERT_EQ(1U, points.size());
    EXPECT_EQ("", points[0].label);
    EXPECT_TRUE(points[0].values.empty());
}

TEST(GridTest, HasAllCombinationsTheLastAxisFastest) {
    EXPECT_THAT(labels_of({"a=1,2", "b=x,y"}),
                ElementsAre("a=1,b=x", "a=1,b=y", "a=2,b=x", "a=2,b=y"));
    const auto axes = parse_axes({"a=1,2", "b=x,y"});
    EXPECT_THAT(grid_of(axes)[1].assignments(axes), ElementsAre("a=1", "b=y"));
}

TEST(GridTest, LabelsAreFitForFileNames) {
    EXPECT_THAT(labels_of({"time.dt=0.1 ms"}), ElementsAre("time.dt=0.1ms"));
    EXPECT_THAT(labels_of({"projections.STN -> SNr.weight=0.9 nS"})[0],
                MatchesRegex("projections\\.STN-_SNr\\.weight=0\\.9nS-[0-9a-f]{8}"));
    const std::string escape = labels_of({"a=../../b"})[0];
    EXPECT_EQ(std::string::npos, escape.find('/'));
}

TEST(GridTest, LabelsDifferWhereverValuesDo) {
    const auto labels = labels_of({"a=[1],{1},<1>,'1',1"});
    EXPECT_EQ(5U, std::set<std::string>(labels.begin(), labels.end()).size());
}

TEST(GridTest, LongLabelsAreCutAndStillDiffer) {
    const std::string same(300, 'x');
    const auto labels = labels_of({"a=" + same + "1," + same + "2"});
    EXPECT_NE(labels[0], labels[1]);
    EXPECT_LE(labels[0].size(), 140U);
}

TEST(GridTest, LabelsDoNotDependOnTheOtherValues) {
    EXPECT_EQ(labels_of({"a=[1, 2]"})[0], labels_of({"a=[3],[1, 2]"})[1]);
    EXPECT_EQ("a=_1_-e28eb3d2", labels_of({"a=[1]"})[0]);  // folders of former ensembles
}

TEST(GridTest, ValuesThatDifferInBlanksAloneAreRefused) {
    EXPECT_THAT(problem_with_axes({"a=1ms,1 ms"}), HasSubstr("would both be called 'a=1ms'"));
}

TEST(NumberWithUnitTest, ReadsNumbersAndQuantities) {
    EXPECT_EQ(0.4, number_with_unit("0.4")->number);
    EXPECT_EQ("", number_with_unit("0.4")->unit);
    EXPECT_EQ(0.9, number_with_unit("0.9 nS")->number);
    EXPECT_EQ("nS", number_with_unit("0.9 nS")->unit);
    EXPECT_FALSE(number_with_unit("single"));
    EXPECT_FALSE(number_with_unit("[1, 2]"));
}

}  // namespace
}  // namespace bgsim::ensemble
