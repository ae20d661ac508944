#include "simulation/rate_table.hpp"

#include <gmock/gmock.h>

#include <limits>

#include "support/example_specification.hpp"

namespace bgsim::simulation {
namespace {

using testing::ContainsRegex;

RunSummary with_rates(double stn, double gpe) {
    RunSummary summary;
    summary.rates_hz = {{"STN", stn}, {"GPe", gpe}};
    return summary;
}

TEST(RateTableTest, PopulationStandsBesideItsTarget) {
    const auto s = test::example_specification();
    EXPECT_THAT(rate_table(s, with_rates(12.0, 30.0)),
                ContainsRegex("STN +100 +12.00 +10..13 +within +A \\(2001\\)\n"));
    EXPECT_THAT(rate_table(s, with_rates(14.0, 30.0)), ContainsRegex("STN .* above "));
    EXPECT_THAT(rate_table(s, with_rates(1.0, 30.0)), ContainsRegex("STN .* below "));
}

TEST(RateTableTest, GroupIsTheMeanOverItsCells) {
    const auto text = rate_table(test::example_specification(), with_rates(10.0, 30.0));
    EXPECT_THAT(text, ContainsRegex("all +400 +25.00 +33.6 +x 0.74 +B \\(2002\\)\n"));
}

TEST(RateTableTest, RunThatEndedBeforeDiscardHasNoRates) {
    const double none = std::numeric_limits<double>::quiet_NaN();
    const auto text = rate_table(test::example_specification(), with_rates(none, none));
    EXPECT_THAT(text, ContainsRegex("STN +100 +- +10..13 +A"));
    EXPECT_THAT(text, ContainsRegex("all +400 +- +33.6 +B"));
}

TEST(RateTableTest, WithoutTargetsThereAreOnlyRates) {
    auto s = test::example_specification();
    s.targets.clear();
    EXPECT_EQ(rate_table(s, with_rates(10.0, 30.0)),
              "population  cells  rate (Hz)\n"
              "STN           100      10.00\n"
              "GPe           300      30.00\n");
}

}  // namespace
}  // namespace bgsim::simulation
