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

TEST(OptionChecksTest, QuantitiesHaveAUnitAndAreAboveZero) {
    EXPECT_EQ(must_be_a_quantity("64 GB", "GB", "64 GB"), "");
    EXPECT_EQ(must_be_a_quantity("500MB", "GB", "64 GB"), "");
    EXPECT_EQ(quantity_in("GB", "500MB"), 0.5);
    for (const char* text : {"", "64", "64 Hz", "0 GB", "-1 GB", "inf GB", "x"}) {
        EXPECT_EQ(must_be_a_quantity(text, "GB", "64 GB"),
                  std::string("must be a size in bytes above 0, for example '64 GB', not ") + text);
    }
}

TEST(OptionChecksTest, ArraysNameSeeds) {
    for (const char* text : {"1-100", "7", "1,5,7-9", "0-98:2", "1-100%8"}) {
        EXPECT_EQ(must_be_an_array(text), "") << text;
    }
    for (const char* text : {"", "a", "1-", "1..5", "1-5;rm", "1 2", "-1", "%8"}) {
        EXPECT_NE(must_be_an_array(text), "") << text;
    }
}

TEST(CommandLineTest, IsQuotedWhereAShellNeedsIt) {
    const std::array words = {"bgsim", "run", "--set", "description=it's a b", ""};
    EXPECT_EQ(command_line(words), "bgsim run --set 'description=it'\\''s a b' ''");
}

}  // namespace
}  // namespace bgsim::cli
