#include "simulation/progress.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <nlohmann/json.hpp>

namespace bgsim::simulation {
namespace {

using testing::HasSubstr;

/// Keeps what is written; its clock stands at Thursday, 23:29:08 UTC.
struct FakeDevice {
    std::string written;

    ProgressDevice device(bool is_terminal, std::size_t width = 200) {
        setenv("TZ", "UTC", 1);
        tzset();
        return {.write = [this](std::string_view text) { written += text; },
                .now = [] { return core::WallTime(std::chrono::seconds(1'740'698'948)); },
                .memory_bytes = [] { return std::uint64_t{5'100'000'000}; },
                .is_terminal = is_terminal,
                .width = width};
    }

    long count(char c) const { return std::ranges::count(written, c); }
};

RunStatus at(double model_ms, double elapsed_s) {
    return {.model_ms = model_ms, .duration_ms = 10'000.0, .elapsed_s = elapsed_s, .rates_hz = {}};
}

TEST(ProgressTest, LineSaysWhereTheRunStands) {
    FakeDevice fake;
    Progress progress(ProgressMode::plain, fake.device(false));
    progress.update(at(1250.0, 256.0));
    EXPECT_EQ(fake.written,
              "t=1250.0/10000.0 ms (12.5%) | real-time factor 204.80 | elapsed 0:04:16 | "
              "ETA 0:29:52 (Thu 23:59) | 5.1 GB\n");
}

TEST(ProgressTest, WithoutATerminalThereAreLinesAtMilestonesAndNoCarriageReturn) {
    FakeDevice fake;
    Progress progress(ProgressMode::automatic, fake.device(false));
    for (int ms = 1; ms <= 10'000; ++ms) progress.update(at(ms, ms / 1000.0));
    EXPECT_EQ(fake.count('\n'), 6);  // 1, 10, 25, 50, 75, 100 %
    EXPECT_EQ(fake.count('\r'), 0);
    EXPECT_THAT(fake.written, HasSubstr("(100.0%)"));
}

TEST(ProgressTest, WithoutATerminalThereIsALineEvery30Seconds) {
    FakeDevice fake;
    Progress progress(ProgressMode::plain, fake.device(false));
    for (int second = 1; second <= 95; ++second) progress.update(at(0.1 * second, second));
    EXPECT_EQ(fake.count('\n'), 3);
}

TEST(ProgressTest, TwoMilestonesAtOnceGiveOneLine) {
    FakeDevice fake;
    Progress progress(ProgressMode::plain, fake.device(false));
    progress.update(at(10'000.0, 0.1));
    EXPECT_EQ(fake.count('\n'), 1);
}

TEST(ProgressTest, TerminalLineIsRedrawnAtMostFiveTimesASecond) {
    FakeDevice fake;
    Progress progress(ProgressMode::automatic, fake.device(true));
    for (int i = 0; i != 1000; ++i) progress.update(at(0.01 * i, 0.002 * i));  // two seconds
    EXPECT_LE(fake.count('\r'), 11);
    EXPECT_GE(fake.count('\r'), 9);
    EXPECT_EQ(fake.count('\n'), 0);
    progress.finish();
    EXPECT_EQ(fake.count('\n'), 1);
}

TEST(ProgressTest, TerminalLineNeverWraps) {
    FakeDevice fake;
    Progress progress(ProgressMode::tty, fake.device(true, 40));
    progress.update(at(1250.0, 256.0));
    EXPECT_EQ(fake.written.size(), 40U);  // carriage return and 39 columns
}

TEST(ProgressTest, ClearedLineLeavesNothing) {
    FakeDevice fake;
    Progress progress(ProgressMode::tty, fake.device(true, 20));
    progress.clear();
    EXPECT_EQ(fake.written, "");
    progress.update(at(1250.0, 256.0));
    fake.written.clear();
    progress.clear();
    EXPECT_EQ(fake.written, '\r' + std::string(19, ' ') + '\r');
}

TEST(ProgressTest, RatesAreMeansSinceTheLastLine) {
    FakeDevice fake;
    Progress progress(ProgressMode::plain, fake.device(false));
    RunStatus status = at(50.0, 0.1);
    status.rates_hz = {{"STN", 10.0}, {"SNr", 0.0}};
    progress.update(status);
    EXPECT_EQ(fake.written, "");
    status = at(100.0, 0.2);
    status.rates_hz = {{"STN", 20.0}, {"SNr", 27.0}};
    progress.update(status);
    EXPECT_THAT(fake.written, HasSubstr("| STN 15.0 SNr 13.5 Hz\n"));
}

TEST(ProgressTest, JsonLinesCanBeParsed) {
    FakeDevice fake;
    Progress progress(ProgressMode::json, fake.device(true));
    progress.update(at(2500.0, 5.0));
    const auto line = nlohmann::json::parse(fake.written);
    EXPECT_EQ(line["fraction"], 0.25);
    EXPECT_EQ(line["real_time_factor"], 2.0);
    EXPECT_EQ(line["remaining_s"], 15.0);
    EXPECT_EQ(line["memory_bytes"], 5'100'000'000);
}

TEST(ProgressTest, BeforeTheFirstStepTheEndIsUnknown) {
    FakeDevice fake;
    Progress progress(ProgressMode::tty, fake.device(true));
    progress.update(at(0.0, 1.0));
    EXPECT_THAT(fake.written, HasSubstr("ETA ? |"));
}

TEST(ProgressTest, NoneIsSilent) {
    FakeDevice fake;
    Progress progress(ProgressMode::none, fake.device(true));
    progress.update(at(10'000.0, 100.0));
    progress.finish();
    EXPECT_EQ(fake.written, "");
}

}  // namespace
}  // namespace bgsim::simulation
