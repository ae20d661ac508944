#include "config/diagnostics.hpp"

#include <gtest/gtest.h>

#include "config/spelling.hpp"

namespace bgsim::config {
namespace {

TEST(DiagnosticsTest, MistakesComeTogetherInTheOrderOfTheFiles) {
    Diagnostics diagnostics;
    diagnostics.announce_file("main.yaml");
    diagnostics.announce_file("included.yaml");
    diagnostics.error({"--set a=b", 0, 0}, "e", "do");
    diagnostics.error({"included.yaml", 1, 1}, "d", "do");
    diagnostics.error({"main.yaml", 10, 2}, "c", "do");
    diagnostics.error({"main.yaml", 2, 9}, "b", "do");
    diagnostics.error({"main.yaml", 2, 3}, "a", "do");
    diagnostics.error({"main.yaml", 2, 3}, "a", "do");
    try {
        diagnostics.throw_if_any();
        FAIL() << "should have thrown";
    } catch (const InputError& error) {
        EXPECT_EQ(error.code(), ExitCode::configuration);
        EXPECT_STREQ(error.what(),
                     "main.yaml:2:3: a; do\n"
                     "main.yaml:2:9: b; do\n"
                     "main.yaml:10:2: c; do\n"
                     "included.yaml:1:1: d; do\n"
                     "--set a=b: e; do\n"
                     "5 errors; nothing was simulated");
    }
}

TEST(DiagnosticsTest, AMissingFileDecidesTheExitCode) {
    Diagnostics diagnostics;
    EXPECT_NO_THROW(diagnostics.throw_if_any());
    diagnostics.missing_file({"a.yaml", 1, 1}, "no file", "look for it");
    diagnostics.error({"a.yaml", 2, 1}, "wrong", "right");
    try {
        diagnostics.throw_if_any();
        FAIL() << "should have thrown";
    } catch (const InputError& error) {
        EXPECT_EQ(error.code(), ExitCode::missing_input);
    }
}

TEST(SpellingTest, FindsTheNearestName) {
    const std::vector<std::string> names = {"delay", "weight", "port", "E_L"};
    EXPECT_EQ(closest_match("dealy", names), "delay");
    EXPECT_EQ(closest_match("Weigth", names), "weight");
    EXPECT_EQ(closest_match("e_l", names), "E_L");
    EXPECT_EQ(closest_match("something", names), "");
    EXPECT_EQ(closest_match("x", names), "");
    EXPECT_EQ(closest_match("", names), "");
    EXPECT_EQ(suggestion("something", names, ""), "use delay, weight, port or E_L");
    EXPECT_EQ(suggestion("something", {}, "define one"), "define one");
}

}  // namespace
}  // namespace bgsim::config
