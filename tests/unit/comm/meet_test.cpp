#include <gtest/gtest.h>

#include "comm/communicator.hpp"

namespace bgsim::comm {
namespace {

TEST(MeetTest, RanksThatAllComeMeet) {
    const auto world = Communicator::world();
    EXPECT_TRUE(world.meet(60.0));
    EXPECT_TRUE(world.meet(60.0));
    world.barrier();
}

TEST(MeetTest, SerialCommunicatorNeedsNobody) { EXPECT_TRUE(Communicator().meet(0.0)); }

}  // namespace
}  // namespace bgsim::comm
