#include "config/distribution.hpp"

#include <cmath>
#include <limits>

#include <gmock/gmock.h>

#include "config/yaml_reader.hpp"

namespace bgsim::config {
namespace {

using Bounds = Distribution::Bounds;
using Kind = Distribution::Kind;
using testing::HasSubstr;
using testing::Pair;

const double infinity = std::numeric_limits<double>::infinity();

std::optional<Distribution> read(const std::string& text,
                                 Diagnostics& diagnostics,
                                 model::Constraint constraint = model::Constraint::any) {
    const auto node = parse_yaml(text, "test.yaml", diagnostics);
    return read_distribution(*node, "C_m", {.unit = "pF", .constraint = constraint}, diagnostics);
}

Distribution accepted(const std::string& text,
                      model::Constraint constraint = model::Constraint::any) {
    Diagnostics diagnostics;
    const auto distribution = read(text, diagnostics, constraint);
    EXPECT_EQ(diagnostics.count(), 0U) << text;
    return distribution.value_or(Distribution{});
}

std::string refused(const std::string& text, model::Constraint constraint) {
    Diagnostics diagnostics;
    EXPECT_FALSE(read(text, diagnostics, constraint)) << text;
    try {
        diagnostics.throw_if_any();
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

TEST(DistributionTest, ReadsEachForm) {
    EXPECT_EQ(accepted("2 nF"), constant(2000.0));
    const Distribution uniform = accepted("{uniform: [1 pF, 3 pF]}");
    EXPECT_EQ(uniform.kind, Kind::uniform);
    EXPECT_EQ(uniform.first, 1.0);
    EXPECT_EQ(uniform.second, 3.0);
    const Distribution normal = accepted("{normal: [-10 pF, 20 %], limits: [-12 pF, -8 pF]}");
    EXPECT_EQ(normal.kind, Kind::normal);
    EXPECT_EQ(normal.second, 2.0) << "of the size of the mean";
    EXPECT_EQ(normal.bounds, Bounds::redraw);
    EXPECT_EQ(normal.low, -12.0);
    EXPECT_EQ(normal.high, -8.0);
    EXPECT_EQ(accepted("{lognormal: [1 pF, 0.5 pF]}").kind, Kind::lognormal);
}

TEST(DistributionTest, BoundsMayBeGivenInStandardDeviations) {
    for (const char* text :
         {"{normal: [10 pF, 1 pF], clip: 3 sd}", "{normal: [10 pF, 1 pF], clip: 3sd}"}) {
        const Distribution d = accepted(text);
        EXPECT_EQ(d.bounds, Bounds::clip);
        EXPECT_EQ(d.low, 7.0);
        EXPECT_EQ(d.high, 13.0);
    }
}

TEST(DistributionTest, SupportIsWhatCanBeDrawn) {
    EXPECT_THAT(support(constant(2.0)), Pair(2.0, 2.0));
    EXPECT_THAT(support(accepted("{uniform: [1 pF, 3 pF]}")), Pair(1.0, 3.0));
    EXPECT_THAT(support(accepted("{uniform: [1 pF, 3 pF], clip: [2 pF, 9 pF]}")), Pair(2.0, 3.0));
    EXPECT_THAT(support(accepted("{normal: [1 pF, 1 pF]}")), Pair(-infinity, infinity));
    EXPECT_THAT(support(accepted("{normal: [1 pF, 0 pF]}")), Pair(1.0, 1.0));
    EXPECT_THAT(support(accepted("{lognormal: [1 pF, 1 pF]}")), Pair(0.0, infinity));
    EXPECT_THAT(support(accepted("{lognormal: [1 pF, 1 pF], limits: [-1 pF, 5 pF]}")),
                Pair(0.0, 5.0));
}

TEST(DistributionTest, EveryDrawMustSatisfyTheConstraint) {
    using enum model::Constraint;
    EXPECT_THAT(refused("{normal: [10 pF, 1 pF]}", positive), HasSubstr("add for example 'limits"));
    EXPECT_THAT(refused("{uniform: [0 pF, 1 pF]}", positive), HasSubstr("as low as 0 pF"));
    EXPECT_THAT(refused("{normal: [10 pF, 5 pF], clip: 3 sd}", non_negative),
                HasSubstr("as low as -5 pF"));
    EXPECT_THAT(refused("{lognormal: [1 pF, 1 pF], clip: [0 pF, 2 pF]}", positive),
                HasSubstr("as low as 0 pF"));
    accepted("{lognormal: [1 pF, 1 pF]}", positive);
    accepted("{uniform: [0 pF, 1 pF]}", non_negative);
    accepted("{normal: [10 pF, 1 pF], limits: [1 pF, 19 pF]}", positive);
}

TEST(DistributionTest, ScalingMultipliesEveryDraw) {
    const Distribution d = scaled(accepted("{normal: [10 pF, 1 pF], clip: 3 sd}"), 0.5);
    EXPECT_EQ(d.first, 5.0);
    EXPECT_EQ(d.second, 0.5);
    EXPECT_EQ(d.low, 3.5);
    EXPECT_EQ(d.high, 6.5);
    EXPECT_EQ(scaled(accepted("{uniform: [1 pF, 3 pF]}"), 0.0).low, -infinity);
}

}  // namespace
}  // namespace bgsim::config
