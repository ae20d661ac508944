#include "core/wall_duration.hpp"

#include <gtest/gtest.h>

namespace bgsim::core {
namespace {

TEST(WallDurationTest, IsASumOfParts) {
    EXPECT_EQ(parse_wall_duration("4h"), 14400.0);
    EXPECT_EQ(parse_wall_duration("3h50min"), 13800.0);
    EXPECT_EQ(parse_wall_duration("15 min"), 900.0);
    EXPECT_EQ(parse_wall_duration("90s"), 90.0);
    EXPECT_EQ(parse_wall_duration("1d 12h"), 129600.0);
    EXPECT_EQ(parse_wall_duration("0.5 h"), 1800.0);
}

TEST(WallDurationTest, OtherTextsAreRefused) {
    for (const char* text : {"", " ", "4", "h", "4 hours", "4h4h", "5min1h", "-1h", "0s", "inf h",
                             "nan s", "1e999h", "4h!", "1:00:00"}) {
        EXPECT_EQ(parse_wall_duration(text), std::nullopt) << text;
    }
}

TEST(WallDurationTest, IsWrittenAsSlurmReadsIt) {
    EXPECT_EQ(slurm_duration(1.0), "00:00:01");
    EXPECT_EQ(slurm_duration(13800.0), "03:50:00");
    EXPECT_EQ(slurm_duration(13800.2), "03:50:01");
    EXPECT_EQ(slurm_duration(86400.0 * 3 + 9000.0), "3-02:30:00");
}

}  // namespace
}  // namespace bgsim::core
