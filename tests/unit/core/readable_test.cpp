#include "core/readable.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <ctime>
#include <limits>

namespace bgsim::core {
namespace {

constexpr WallTime noon{
    std::chrono::seconds(1'740'830'400)};  // 2025-03-01 12:00:00 UTC, a Saturday

TEST(ReadableTest, BytesHavePowersOfThousand) {
    EXPECT_EQ(readable_bytes(0), "0 B");
    EXPECT_EQ(readable_bytes(999), "999 B");
    EXPECT_EQ(readable_bytes(5.1e9), "5.1 GB");
    EXPECT_EQ(readable_bytes(999.9e6), "1.0 GB");
    EXPECT_EQ(readable_bytes(123.4e6), "123 MB");
}

TEST(ReadableTest, CountsAreWholeUntilTheyAreLong) {
    EXPECT_EQ(readable_count(970), "970");
    EXPECT_EQ(readable_count(1.25), "1.2");
    EXPECT_EQ(readable_count(9999), "9999");
    EXPECT_EQ(readable_count(53.1e6), "53.1 M");
    EXPECT_EQ(readable_count(1.23e10), "12.3 G");
}

TEST(ReadableTest, WhatIsNotThereIsADash) {
    EXPECT_EQ(fixed_or_dash(0.254, 2), "0.25");
    EXPECT_EQ(fixed_or_dash(-2.0, 0), "-2");
    EXPECT_EQ(fixed_or_dash(std::nullopt, 2), "-");
}

TEST(ReadableTest, DurationsAreRoundedToSeconds) {
    EXPECT_EQ(hours_minutes_seconds(0.4), "0:00:00");
    EXPECT_EQ(hours_minutes_seconds(256.2), "0:04:16");
    EXPECT_EQ(hours_minutes_seconds(100 * 3600.0), "100:00:00");
    EXPECT_EQ(hours_minutes_seconds(std::numeric_limits<double>::infinity()), "?");
    EXPECT_EQ(hours_minutes_seconds(std::numeric_limits<double>::quiet_NaN()), "?");
}

TEST(ReadableTest, ClocksKnowTheirTimeZone) {
    setenv("TZ", "UTC-1", 1);  // POSIX: one hour east of Greenwich
    tzset();
    EXPECT_EQ(local_clock(noon), "Sat 13:00");
    EXPECT_EQ(utc_date_time(noon), "2025-03-01T12:00:00Z");
}

}  // namespace
}  // namespace bgsim::core
