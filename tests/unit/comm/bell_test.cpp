#include "comm/bell.hpp"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

namespace bgsim::comm {
namespace {

/// Messages take their time; a bell that is never heard fails the test after a while.
bool is_heard_soon(Bell& bell) {
    for (int i = 0; i != 5000; ++i) {
        if (bell.has_rung()) return true;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
    return false;
}

TEST(BellTest, IsSilentUntilARankRings) {
    const auto world = Communicator::world();
    Bell bell(world);
    EXPECT_FALSE(bell.has_rung());
    EXPECT_FALSE(bell.fall_still());
}

TEST(BellTest, IsHeardByAllRanksWithoutTheirTakingPart) {
    const auto world = Communicator::world();
    Bell bell(world);
    if (world.rank() == world.size() - 1) bell.ring();
    EXPECT_TRUE(is_heard_soon(bell));
    EXPECT_TRUE(bell.fall_still());
}

TEST(BellTest, FallsStillAlsoIfNobodyListened) {
    const auto world = Communicator::world();
    Bell bell(world);
    bell.ring();
    bell.ring();  // once is enough
    EXPECT_TRUE(bell.fall_still());
}

TEST(BellTest, DoesNotDisturbCollectives) {
    const auto world = Communicator::world();
    Bell bell(world);
    if (world.is_root()) bell.ring();
    EXPECT_EQ(static_cast<std::uint64_t>(world.size()), world.sum(std::uint64_t{1}));
    EXPECT_TRUE(bell.fall_still());
}

}  // namespace
}  // namespace bgsim::comm
