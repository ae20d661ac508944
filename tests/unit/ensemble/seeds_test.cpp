#include "ensemble/seeds.hpp"

#include <gmock/gmock.h>

#include "bgsim/error.hpp"

namespace bgsim::ensemble {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Why `text` is refused; "accepted" if it is not.
std::string problem_with_seeds(const std::string& text) {
    try {
        parse_seeds(text);
    } catch (const InputError& error) {
        EXPECT_EQ(ExitCode::usage, error.code());
        return error.what();
    }
    return "accepted";
}

TEST(SeedsTest, AreARangeOrAList) {
    EXPECT_THAT(parse_seeds("1-5"), ElementsAre(1, 2, 3, 4, 5));
    EXPECT_THAT(parse_seeds("7"), ElementsAre(7));
    EXPECT_THAT(parse_seeds("0,2"), ElementsAre(0, 2));
}

TEST(SeedsTest, KeepTheOrderInWhichTheyAreWritten) {
    EXPECT_THAT(parse_seeds("9,1,4-6,2"), ElementsAre(9, 1, 4, 5, 6, 2));
}

TEST(SeedsTest, GoUpToTheLargest) {
    EXPECT_THAT(parse_seeds("18446744073709551614-18446744073709551615"),
                ElementsAre(18446744073709551614U, 18446744073709551615U));
}

TEST(SeedsTest, MustBeNumbers) {
    for (const char* text :
         {"", "x", "1,", ",1", "1-", "-1", "1--2", "1-2-3", "1.5", "1 2", "18446744073709551616"}) {
        SCOPED_TRACE(text);
        EXPECT_THAT(problem_with_seeds(text),
                    HasSubstr("is no seed or range; write for example 1-100"));
    }
}

TEST(SeedsTest, AreNeverDoubled) {
    EXPECT_THAT(problem_with_seeds("1-5,3"), HasSubstr("--seeds 1-5,3: seed 3 is named twice"));
}

TEST(SeedsTest, RangesGoUpwards) {
    EXPECT_THAT(problem_with_seeds("5-1"), HasSubstr("goes downwards"));
}

TEST(SeedsTest, AreNotMoreThanAMillion) {
    EXPECT_EQ(1'000'000U, parse_seeds("1-1000000").size());
    EXPECT_THAT(problem_with_seeds("1-1000001"), HasSubstr("more than 1000000 seeds"));
    EXPECT_THAT(problem_with_seeds("0-18446744073709551615"), HasSubstr("more than 1000000 seeds"));
    EXPECT_THAT(problem_with_seeds("5000000,1-1000000"), HasSubstr("more than 1000000 seeds"));
}

}  // namespace
}  // namespace bgsim::ensemble
