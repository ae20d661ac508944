#include "ensemble/failure.hpp"

#include <gtest/gtest.h>

namespace bgsim::ensemble {
namespace {

TEST(FailureTest, OfAllRanksAreGatheredOnceAndInOrder) {
    const auto world = comm::Communicator::world();
    const auto rank = static_cast<std::size_t>(world.rank());
    const std::vector<Failure> own = {{100, ExitCode::cannot_create, "the same\nfor all"},
                                      {10 - rank, ExitCode::numerical_stop, ""}};
    const auto all = gather(own, world);
    if (!world.is_root()) {
        EXPECT_TRUE(all.empty());
        return;
    }
    const auto n = static_cast<std::size_t>(world.size());
    ASSERT_EQ(n + 1, all.size());
    for (std::size_t i = 0; i != n; ++i) {
        EXPECT_EQ(11 - n + i, all[i].member);
        EXPECT_EQ(ExitCode::numerical_stop, all[i].code);
        EXPECT_EQ("", all[i].why);
    }
    EXPECT_EQ(100U, all[n].member);
    EXPECT_EQ("the same\nfor all", all[n].why);
}

}  // namespace
}  // namespace bgsim::ensemble
