#include "cli/value_range.hpp"

#include <gmock/gmock.h>

#include "bgsim/error.hpp"

namespace bgsim::cli {
namespace {

ValueRange parse_window(const std::string& text) { return parse_range("--window", text, "1s:10s"); }

TEST(ValueRangeTest, TimesHaveUnits) {
    const ValueRange window = parse_window("500ms:10 s");
    EXPECT_EQ(window.from, 500.0);
    EXPECT_EQ(window.to, 10'000.0);
    EXPECT_EQ(parse_window("-100ms:1s").from, -100.0);
}

TEST(ValueRangeTest, FrequenciesAreRangesToo) {
    const ValueRange band = parse_range("--band", "13 Hz:0.03 kHz", "13Hz:30Hz", "Hz");
    EXPECT_EQ(band.from, 13.0);
    EXPECT_EQ(band.to, 30.0);
    EXPECT_THROW(parse_range("--band", "13ms:30ms", "13Hz:30Hz", "Hz"), InputError);
}

TEST(ValueRangeTest, EitherEndMayBeOpen) {
    EXPECT_EQ(parse_window("1s:").from, 1000.0);
    EXPECT_EQ(parse_window("1s:").to, std::nullopt);
    EXPECT_EQ(parse_window(":1s").to, 1000.0);
    EXPECT_EQ(parse_window(":").from, std::nullopt);
}

TEST(ValueRangeTest, WhatIsNoWindowIsRefusedWithAnExample) {
    for (const char* text : {"", "1s", "1:2", "1mV:2mV", "a:b", "2s:1s", "1s:1s", "0s:inf s"}) {
        SCOPED_TRACE(text);
        try {
            parse_window(text);
            ADD_FAILURE() << "no exception";
        } catch (const InputError& error) {
            EXPECT_EQ(error.code(), ExitCode::usage);
            EXPECT_THAT(error.what(), testing::HasSubstr("write for example 1s:10s"));
        }
    }
}

}  // namespace
}  // namespace bgsim::cli
