#include "protocol/table.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace bgsim::protocol {
namespace {

TEST(TableTest, CsvQuotesWhatNeedsIt) {
    const Table table{.header = {"cell", "note"},
                      .rows = {{"MSN, D1", "says \"hello\""}, {"", "two\nlines"}}};
    EXPECT_EQ(to_csv(table), "cell,note\n\"MSN, D1\",\"says \"\"hello\"\"\"\n,\"two\nlines\"\n");
}

TEST(TableTest, TextAlignsNumbers) {
    const Table table{.header = {"cell", "rate"}, .rows = {{"fsn", "9.5"}, {"snr", "-"}}};
    EXPECT_EQ(to_text(table), "cell  rate\nfsn    9.5\nsnr      -\n");
}

TEST(TableTest, NumbersAreShownWithoutNoise) {
    EXPECT_EQ(shown(1.005, 1), "1.0");
    EXPECT_EQ(shown(-0.001, 2), "0.00");
    EXPECT_EQ(shown(std::nullopt, 2), "-");
    EXPECT_EQ(shown(std::numeric_limits<double>::quiet_NaN(), 2), "-");
    EXPECT_EQ(significant(259.3262, 4), "259.3");
    EXPECT_EQ(significant(0.0123456, 3), "0.0123");
    EXPECT_EQ(significant(123456.0, 3), "123456");
    EXPECT_EQ(significant(-81.85, 4), "-81.85");
    EXPECT_EQ(significant(0.0, 4), "0");
}

TEST(TableTest, ProgramsGetAllDigits) {
    EXPECT_EQ(exact(0.1 + 0.2), "0.30000000000000004");
    EXPECT_EQ(exact(std::nullopt), "");
}

}  // namespace
}  // namespace bgsim::protocol
