#include "engine/pending_events.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <utility>
#include <vector>

namespace bgsim::engine {
namespace {

using Taken = std::vector<std::pair<std::uint32_t, double>>;

Taken taken_at(PendingEvents<double>& pending, Step step) {
    Taken taken;
    pending.take(step, [&](const auto& event) { taken.emplace_back(event.place, event.weight); });
    return taken;
}

TEST(PendingEventsTest, EventsComeAtTheirStepInTheOrderInWhichTheyWereAdded) {
    PendingEvents<double> pending(4);
    pending.add(7, 3, 0.5);
    pending.add(8, 1, 2.0);
    pending.add(7, 3, 0.25);
    EXPECT_EQ(taken_at(pending, 6), Taken{});
    EXPECT_EQ(taken_at(pending, 7), (Taken{{3, 0.5}, {3, 0.25}}));
    EXPECT_EQ(taken_at(pending, 7), Taken{}) << "each comes once";
    pending.add(11, 9, 1.0);  // the list of step 7 again
    EXPECT_EQ(taken_at(pending, 8), (Taken{{1, 2.0}}));
    EXPECT_EQ(taken_at(pending, 11), (Taken{{9, 1.0}}));
    EXPECT_GT(pending.bytes(), 0U);
}

TEST(PendingEventsTest, WithoutSpreadOfDelaysThereAreNone) {
    PendingEvents<float> pending;
    pending.take(3, [](const auto&) { FAIL(); });
    EXPECT_EQ(pending.bytes(), 0U);
}

}  // namespace
}  // namespace bgsim::engine
