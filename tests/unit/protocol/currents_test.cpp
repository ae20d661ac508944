#include "protocol/currents.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bgsim/error.hpp"
#include "config/yaml_reader.hpp"

namespace bgsim::protocol {
namespace {

using testing::DoubleNear;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pointwise;

const config::SourceLocation option{"--step", 0, 0};

/// Currents of an option such as --step 0:20:100pA.
std::optional<Currents> from_option(const std::string& text, config::Diagnostics& diagnostics) {
    const auto node = split_option(text, {"from", "by", "to"}, option, diagnostics);
    return node ? read_currents(*node, "step", diagnostics) : std::nullopt;
}

Currents from_option(const std::string& text) {
    config::Diagnostics diagnostics;
    const auto currents = from_option(text, diagnostics);
    diagnostics.throw_if_any();
    return currents.value();
}

std::string mistake_in(const std::string& text) {
    config::Diagnostics diagnostics;
    EXPECT_FALSE(from_option(text, diagnostics)) << text;
    EXPECT_EQ(diagnostics.count(), 1U) << text;
    try {
        diagnostics.throw_if_any();
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

TEST(CurrentsTest, AnOptionIsFromByTo) {
    const Currents currents = from_option("0:20:100pA");
    EXPECT_THAT(currents.values, ElementsAre(0, 20, 40, 60, 80, 100));
    EXPECT_EQ(currents.unit, "pA");
}

TEST(CurrentsTest, TheEndIsMetInSpiteOfRoundingAndNeverPassed) {
    EXPECT_EQ(from_option("0:0.1:1nA").values.size(), 11U);
    EXPECT_THAT(from_option("0:0.1:0.3uA/cm^2").values,
                Pointwise(DoubleNear(1e-12), {0.0, 0.1, 0.2, 0.3}));
    EXPECT_THAT(from_option("0:3:10pA").values, ElementsAre(0, 3, 6, 9));
}

TEST(CurrentsTest, MayRunDownwardsAndBeNegative) {
    EXPECT_THAT(from_option("10:-5:-5mV/ms").values, ElementsAre(10, 5, 0, -5));
    EXPECT_THAT(from_option("-20:10:0pA").values, ElementsAre(-20, -10, 0));
}

TEST(CurrentsTest, ASingleCurrentNeedsNoGrid) {
    EXPECT_THAT(from_option("100pA").values, ElementsAre(100));
}

TEST(CurrentsTest, UnitsMayDifferWithinTheSameKind) {
    const Currents currents = from_option("0pA:100pA:0.3nA");
    EXPECT_THAT(currents.values, Pointwise(DoubleNear(1e-12), {0.0, 0.1, 0.2, 0.3}));
    EXPECT_EQ(currents.unit, "nA");
}

TEST(CurrentsTest, MistakesOfAnOptionAreNamedOnce) {
    EXPECT_EQ(mistake_in("0:20:300mV"),
              "--step: 'to' needs a current, '300mV' is a voltage; write for example '300 pA'\n"
              "1 error; nothing was simulated");
    EXPECT_THAT(mistake_in("0:20:300"),
                HasSubstr("'to' needs a current, '300' has no unit; write for example '300 pA'"));
    EXPECT_THAT(mistake_in("0:20pA"), HasSubstr("this has 2 parts; write from:by:to, for example "
                                                "'0:20:300pA'"));
    EXPECT_THAT(mistake_in("0:twenty:300pA"), HasSubstr("'by' needs a current, 'twenty' is not"));
    EXPECT_THAT(mistake_in("300:20:0pA"),
                HasSubstr("steps of 20 pA never lead from 300 pA to 0 pA; write for example 'by' "
                          "as -30 pA"));
    EXPECT_THAT(mistake_in("0:0:300pA"), HasSubstr("steps of 0 pA never lead from 0 pA to 300 pA"));
    EXPECT_THAT(mistake_in("0:1:300nA:5"), HasSubstr("this has 4 parts"));
    EXPECT_THAT(mistake_in("0:0.001:300pA"),
                HasSubstr("steps of 0.001 pA from 0 pA to 300 pA are 300001 currents; use at most "
                          "4096"));
}

TEST(CurrentsTest, AFileMayListThem) {
    config::Diagnostics diagnostics;
    const auto list = config::parse_yaml_value("[0 pA, 0.1 nA, 50 pA]", option, diagnostics);
    EXPECT_THAT(read_currents(*list, "step", diagnostics)->values, ElementsAre(0, 100, 50));
    const auto mixed = config::parse_yaml_value("[0 pA, 5 mV/ms]", option, diagnostics);
    EXPECT_FALSE(read_currents(*mixed, "step", diagnostics));
    EXPECT_EQ(diagnostics.count(), 1U);
}

TEST(CurrentsTest, ARampHasTwoDifferentEnds) {
    config::Diagnostics diagnostics;
    const auto ends = split_option("-10:30pA", {"from", "to"}, option, diagnostics);
    EXPECT_THAT(read_ramp(*ends, "ramp", diagnostics)->values, ElementsAre(-10, 30));
    const auto flat = split_option("30:30pA", {"from", "to"}, option, diagnostics);
    EXPECT_FALSE(read_ramp(*flat, "ramp", diagnostics));
    EXPECT_EQ(diagnostics.count(), 1U);
}

}  // namespace
}  // namespace bgsim::protocol
