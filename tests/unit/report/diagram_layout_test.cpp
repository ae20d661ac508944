#include "report/diagram_layout.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace bgsim::report {
namespace {

using testing::AllOf;
using testing::Ge;
using testing::Le;

void expect_apart_and_within(const DiagramLayout& layout) {
    constexpr double largest_radius = 40.0;
    for (std::size_t i = 0; i != layout.places.size(); ++i) {
        const Place& a = layout.places[i];
        EXPECT_THAT(a.x, AllOf(Ge(largest_radius), Le(layout.width - largest_radius)));
        EXPECT_THAT(a.y, AllOf(Ge(largest_radius), Le(layout.height - largest_radius)));
        for (std::size_t j = 0; j != i; ++j) {
            const Place& b = layout.places[j];
            EXPECT_GT(std::hypot(a.x - b.x, a.y - b.y), 2.0 * largest_radius) << i << ' ' << j;
        }
    }
}

TEST(DiagramLayoutTest, NucleiStandAsInTextbooks) {
    const auto layout =
        diagram_layout({"SNr", "MSN_D1", "CTX", "GPe_TI", "STN", "FSN", "MSN_D2", "GPe_TA"});
    const auto y = [&](std::size_t i) { return layout.places[i].y; };
    EXPECT_LT(y(2), y(1));  // cortex above striatum
    EXPECT_LT(y(1), y(3));  // striatum above pallidum
    EXPECT_LT(y(4), y(0));  // subthalamic nucleus above the output
    expect_apart_and_within(layout);
}

TEST(DiagramLayoutTest, NamesThatSayNothingStandOnACircle) {
    for (const std::size_t n : {1U, 2U, 3U, 7U, 20U}) {
        SCOPED_TRACE(n);
        std::vector<std::string> names;
        for (std::size_t i = 0; i != n; ++i) names.emplace_back(i + 1, 'x');
        expect_apart_and_within(diagram_layout(names));
    }
}

TEST(DiagramLayoutTest, OneUnknownNameHasARowOfItsOwn) {
    const auto layout = diagram_layout({"STN", "GPe", "X", "SNr"});
    EXPECT_GT(layout.places[2].y, layout.places[3].y);
    expect_apart_and_within(layout);
}

}  // namespace
}  // namespace bgsim::report
