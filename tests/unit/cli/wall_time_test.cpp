#include "cli/wall_time.hpp"

#include <gtest/gtest.h>

namespace bgsim::cli {
namespace {

TEST(WallTimeTest, MayBeWrittenWithUnitsOrAsSlurmDoes) {
    EXPECT_EQ(parse_wall_time("3h50min"), 13800.0);  // core::parse_wall_duration
    EXPECT_EQ(parse_wall_time("3:50:00"), 13800.0);
    EXPECT_EQ(parse_wall_time("1-12:00:00"), 129600.0);
}

TEST(WallTimeTest, AnythingElseIsRefused) {
    for (const char* text : {"", "15", "min", "-5min", "0s", "never", "3h x", "1e300 h", "3:xx"}) {
        EXPECT_EQ(parse_wall_time(text), std::nullopt) << text;
        EXPECT_NE(must_be_a_wall_time(text), "") << text;
    }
}

TEST(WallTimeTest, NeverIsOneOnlyWhereItIsOffered) {
    EXPECT_EQ(must_be_a_wall_time_or_never("never"), "");
    EXPECT_EQ(must_be_a_wall_time_or_never("15min"), "");
    EXPECT_NE(must_be_a_wall_time_or_never("always"), "");
}

}  // namespace
}  // namespace bgsim::cli
