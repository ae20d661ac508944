#include "cli/option_checks.hpp"

#include <gmock/gmock.h>

#include <array>

#include "cli/usage.hpp"

namespace bgsim::cli {
namespace {

TEST(OptionChecksTest, FactorsAreAboveZeroAndFinite) {
    for (const char* text : {"0.1", "1", "2e3"}) EXPECT_EQ(must_be_a_factor(text), "") << text;
    for (const char* text : {"", "0", "-1", "nan", "inf", "10%", "1e999", "x"}) {
        EXPECT_EQ(must_be_a_factor(text),
                  std::string("must be a factor above 0, for example 0.1, not ") + text);
    }
}

TEST(OptionChecksTest, AssignmentsHaveAPath) {
    EXPECT_EQ(must_be_an_assignment("time.duration=2s"), "");
    EXPECT_EQ(must_be_an_assignment("a="), "");
    for (const char* text : {"", "=", "=3", "seed"}) EXPECT_NE(must_be_an_assignment(text), "");
}

TEST(CommandLineTest, IsQuotedWhereAShellNeedsIt) {
    const std::array words = {"bgsim", "run", "--set", "description=it's a b", ""};
    EXPECT_EQ(command_line(words), "bgsim run --set 'description=it'\\''s a b' ''");
}

}  // namespace
}  // namespace bgsim::cli
