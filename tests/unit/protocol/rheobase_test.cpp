#include "protocol/rheobase.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace bgsim::protocol {
namespace {

using testing::ElementsAre;

const std::vector<double> currents = {0.0, 10.0, 20.0, 30.0};

TEST(RheobaseTest, LiesBetweenTheLastSilentAndTheFirstFiringCurrent) {
    const Rheobase found = rheobase_of(currents, {false, false, true, true});
    EXPECT_EQ(found.kind, Rheobase::Kind::found);
    EXPECT_EQ(found.current, 20.0);
    EXPECT_EQ(found.resolution, 10.0);
}

TEST(RheobaseTest, DepolarisationBlockAboveDoesNotMatter) {
    EXPECT_EQ(rheobase_of(currents, {false, true, false, false}).current, 10.0);
}

TEST(RheobaseTest, MayLieOutsideOfWhatWasTried) {
    const Rheobase below = rheobase_of(currents, {true, true, true, true});
    EXPECT_EQ(below.kind, Rheobase::Kind::below);
    EXPECT_EQ(below.current, 0.0);
    const Rheobase above = rheobase_of(currents, {false, false, false, false});
    EXPECT_EQ(above.kind, Rheobase::Kind::above);
    EXPECT_EQ(above.current, 30.0);
}

TEST(RheobaseTest, RefiningTwiceNarrowsTheBracketByTheSquareOfTheNumberOfCurrents) {
    const double true_rheobase = 13.37;
    Bracket bracket{10.0, 20.0};
    for (int i = 0; i != 2; ++i) {
        const auto tried = between(bracket, 256);
        ASSERT_EQ(tried.size(), 256U);
        EXPECT_GT(tried.front(), bracket.silent);
        EXPECT_EQ(tried.back(), bracket.firing);
        std::vector<bool> fired;
        for (const double current : tried) fired.push_back(current >= true_rheobase);
        bracket = {tried[0], first_firing(tried, fired)->firing};
        bracket.silent = std::max(bracket.firing - (tried[1] - tried[0]), bracket.silent);
    }
    EXPECT_GE(bracket.firing, true_rheobase);
    EXPECT_LE(bracket.firing - true_rheobase, 10.0 / 256 / 256 + 1e-12);
}

TEST(RheobaseTest, WithoutAnySilentCurrentTheLowerEndIsUnknown) {
    EXPECT_TRUE(std::isnan(first_firing(currents, {true, true, true, true})->silent));
    EXPECT_FALSE(first_firing(currents, {false, false, false, false}));
    EXPECT_THAT(between({0.0, 1.0}, 2), ElementsAre(0.5, 1.0));
}

}  // namespace
}  // namespace bgsim::protocol
