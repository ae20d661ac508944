#include "bgsim/config/compare.hpp"

#include <gmock/gmock.h>

namespace bgsim::config {
namespace {

std::vector<std::string> shown(const std::string& then, const std::string& now) {
    std::vector<std::string> lines;
    for (const auto& d : differences(then, now)) {
        lines.push_back(d.path + ": " + d.then + " | " + d.now);
    }
    return lines;
}

using testing::ElementsAre;
using testing::IsEmpty;

TEST(CompareTest, TheOrderOfKeysDoesNotMatter) {
    EXPECT_THAT(shown("a: 1\nb: {c: 2, d: [x, y]}", "b: {d: [x, y], c: 2}\na: 1"), IsEmpty());
}

TEST(CompareTest, EachValueThatDiffersIsNamedByItsPath) {
    EXPECT_THAT(shown("time: {dt: 0.1 ms}\npopulations: {STN: {size: 4}}",
                      "time: {dt: 0.2 ms}\npopulations: {STN: {size: 5}}"),
                ElementsAre("time.dt: 0.1 ms | 0.2 ms", "populations.STN.size: 4 | 5"));
}

TEST(CompareTest, WhatOnlyOneHasIsNothingInTheOther) {
    EXPECT_THAT(shown("a: 1", "b: 2"), ElementsAre("a: 1 | (nothing)", "b: (nothing) | 2"));
}

TEST(CompareTest, ListsOfEqualLengthAreComparedByPlace) {
    EXPECT_THAT(shown("a: [1, 2]", "a: [1, 3]"), ElementsAre("a[1]: 2 | 3"));
    EXPECT_THAT(shown("a: [1, 2]", "a: [1]"), ElementsAre("a: [1, 2] | [1]"));
    EXPECT_THAT(shown("a: [1]", "a: {b: 1}"), ElementsAre("a: [1] | {b: 1}"));
}

TEST(CompareTest, APathLiesBelowAKeyOnlyAtABorder) {
    EXPECT_TRUE(is_at_or_below("time.duration", "time.duration"));
    EXPECT_TRUE(is_at_or_below("limits.max_rate", "limits"));
    EXPECT_TRUE(is_at_or_below("targets[1]", "targets"));
    EXPECT_FALSE(is_at_or_below("time.durations", "time.duration"));
    EXPECT_FALSE(is_at_or_below("time", "time.duration"));
}

}  // namespace
}  // namespace bgsim::config
