#include "simulation/signals.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace bgsim::simulation {
namespace {

TEST(StopSignalsTest, RememberWhatTheyCaught) {
    const StopSignals signals;
    EXPECT_FALSE(StopSignals::caught());
    std::raise(SIGUSR2);
    EXPECT_TRUE(StopSignals::caught());
    EXPECT_EQ("SIGUSR2", StopSignals::name());
}

TEST(StopSignalsTest, WhatIsCaughtWithinAnotherIsKeptForThatOne) {
    const StopSignals outer;
    {
        const StopSignals inner;
        std::raise(SIGTERM);
    }
    EXPECT_EQ("SIGTERM", StopSignals::name());
    const StopSignals next;
    EXPECT_EQ("SIGTERM", StopSignals::name());
}

TEST(StopSignalsTest, TheOuterOneStillCatchesAfterAnInner) {
    const StopSignals outer;
    { const StopSignals inner; }
    std::raise(SIGINT);
    EXPECT_EQ("SIGINT", StopSignals::name());
    std::raise(SIGUSR1);
    EXPECT_TRUE(StopSignals::take_wish());
}

TEST(StopSignalsTest, TheNextOneForgets) {
    {
        const StopSignals signals;
        std::raise(SIGUSR2);
    }
    const StopSignals next;
    EXPECT_FALSE(StopSignals::caught());
}

TEST(StopSignalsDeathTest, TheSecondSignalEndsTheProgramAlsoWithin) {
    EXPECT_EXIT(
        {
            const StopSignals outer;
            std::raise(SIGTERM);
            const StopSignals inner;
            std::raise(SIGTERM);
        },
        testing::KilledBySignal(SIGTERM), "");
}

}  // namespace
}  // namespace bgsim::simulation
