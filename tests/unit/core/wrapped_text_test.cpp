#include "core/wrapped_text.hpp"

#include <gmock/gmock.h>

namespace bgsim::core {
namespace {

using testing::ElementsAre;

TEST(WrappedTextTest, LinesAreBrokenAtBlanks) {
    EXPECT_THAT(lines_of("one two three", 8), ElementsAre("one two", "three"));
    EXPECT_THAT(lines_of("one two three", 7), ElementsAre("one two", "three"));
    EXPECT_THAT(lines_of("one two three", 6), ElementsAre("one", "two", "three"));
}

TEST(WrappedTextTest, AWordThatIsTooLongHasItsOwnLine) {
    EXPECT_THAT(lines_of("a verylongword b", 4), ElementsAre("a", "verylongword", "b"));
}

TEST(WrappedTextTest, SeveralBlanksAreOneAndNothingIsOneEmptyLine) {
    EXPECT_THAT(lines_of("  a   b ", 10), ElementsAre("a b"));
    EXPECT_THAT(lines_of("", 10), ElementsAre(""));
}

TEST(WrappedTextTest, LettersOfSeveralBytesTakeOnePlace) {
    EXPECT_THAT(lines_of("Lién Lién", 9), ElementsAre("Lién Lién"));
}

TEST(WrappedTextTest, TextHangsBesideItsHeading) {
    EXPECT_EQ(hanging("name", "one two three", 6, 14), "name  one two\n      three\n");
    EXPECT_EQ(hanging("", "one", 2, 14), "  one\n");
    EXPECT_EQ(hanging("name", "", 6, 14), "name\n");
}

TEST(WrappedTextTest, AHeadingThatIsTooLongKeepsTwoBlanks) {
    EXPECT_EQ(hanging("heading", "one two", 4, 9), "heading  one\n    two\n");
}

}  // namespace
}  // namespace bgsim::core
