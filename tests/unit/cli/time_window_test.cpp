#include "cli/time_window.hpp"

#include <gmock/gmock.h>

#include "bgsim/error.hpp"

namespace bgsim::cli {
namespace {

TEST(TimeWindowTest, TimesHaveUnits) {
    const TimeWindow window = parse_window("500ms:10 s");
    EXPECT_EQ(window.from_ms, 500.0);
    EXPECT_EQ(window.to_ms, 10'000.0);
}

TEST(TimeWindowTest, EitherEndMayBeOpen) {
    EXPECT_EQ(parse_window("1s:").from_ms, 1000.0);
    EXPECT_EQ(parse_window("1s:").to_ms, std::nullopt);
    EXPECT_EQ(parse_window(":1s").to_ms, 1000.0);
    EXPECT_EQ(parse_window(":").from_ms, std::nullopt);
}

TEST(TimeWindowTest, WhatIsNoWindowIsRefusedWithAnExample) {
    for (const char* text : {"", "1s", "1:2", "1mV:2mV", "a:b", "2s:1s", "1s:1s", "0s:inf s"}) {
        SCOPED_TRACE(text);
        try {
            parse_window(text);
            ADD_FAILURE() << "no exception";
        } catch (const InputError& error) {
            EXPECT_EQ(error.code(), ExitCode::usage);
            EXPECT_THAT(error.what(), ::testing::HasSubstr("write for example 1s:10s"));
        }
    }
}

}  // namespace
}  // namespace bgsim::cli
