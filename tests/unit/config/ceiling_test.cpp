/// Ceilings of projections: what is read, and what is refused.
#include <gmock/gmock.h>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "model/neuron_models.hpp"
#include "support/bytes_without_places.hpp"

namespace bgsim::config {
namespace {

using ::testing::HasSubstr;

const std::string limited_network =
    "experiment: ceiling\n"
    "time: {duration: 1 s, dt: 0.1 ms}\n"
    "populations:\n"
    "  A: {size: 5, spikes: {times: [1 ms]}}\n"
    "  B: {size: 5, model: lif, parameters: {C_m: 100 pF, g_L: 10 nS, E_L: -70 mV, V_th: -50 mV, "
    "V_reset: -65 mV}, ports: {g: {tau: 5 ms, E_rev: 0 mV}, a: {shape: alpha, tau: 5 ms, E_rev: 0 "
    "mV}, i: {type: current, tau: 5 ms}, d: {type: delta}}}\n";

Specification limited(const std::string& port, const std::string& unit, const std::string& key) {
    return load_text(limited_network + "projections: {A -> B: {port: " + port +
                         ", connect: {rule: all_to_all}, weight: 1 " + unit + ", delay: 1 ms" +
                         key + "}}\n",
                     "ceiling.yaml", {}, model::catalogue());
}

std::string refused_ceiling(const std::string& port,
                            const std::string& unit,
                            const std::string& ceiling) {
    try {
        limited(port, unit, ", ceiling: " + ceiling);
    } catch (const InputError& error) {
        return error.what();
    }
    return "loaded";
}

TEST(CeilingTest, IsAConductance) {
    EXPECT_EQ(limited("g", "nS", ", ceiling: 0.005 uS").projections.at(0).ceiling, 5.0);
    EXPECT_EQ(limited("g", "nS", "").projections.at(0).ceiling, std::nullopt);
    EXPECT_EQ(limited("{tau: 7 ms, E_rev: 0 mV}", "nS", ", ceiling: 5 nS").projections[0].ceiling,
              5.0);
}

TEST(CeilingTest, IsInTheResolvedConfigurationAndItsBytes) {
    const auto s = limited("g", "nS", ", ceiling: 5 nS");
    const auto again = load_text(s.resolved_yaml, "again.yaml", {}, model::catalogue());
    EXPECT_EQ(test::bytes_without_places(again), test::bytes_without_places(s));
    EXPECT_EQ(unpack(pack(s)).projections[0].ceiling, 5.0);
}

TEST(CeilingTest, IsPositive) {
    EXPECT_THAT(refused_ceiling("g", "nS", "0 nS"),
                HasSubstr("'ceiling' must be positive ('0 nS' found)"));
    EXPECT_THAT(refused_ceiling("g", "nS", "-1 nS"), HasSubstr("ceiling.yaml:6:"));
    EXPECT_THAT(refused_ceiling("g", "nS", "5 pA"),
                HasSubstr("'ceiling' needs a conductance, '5 pA' is a current"));
    EXPECT_THAT(refused_ceiling("g", "nS", "{uniform: [1 nS, 2 nS]}"),
                HasSubstr("'ceiling' needs a conductance, a map was found"));
}

TEST(CeilingTest, BelongsToASinglePort) {
    const std::string several =
        limited_network +
        "projections: {A -> B: {ports: {g: 1 nS, a: 50 %}, connect: {rule: all_to_all}, delay: 1 "
        "ms, ceiling: 2 nS}}\n";
    try {
        load_text(several, "ceiling.yaml", {}, model::catalogue());
        ADD_FAILURE();
    } catch (const InputError& error) {
        EXPECT_THAT(error.what(),
                    HasSubstr("'projections.A -> B' has a 'ceiling', which limits a single port, "
                              "and 'ports'; remove it, or write a projection with 'port' and "
                              "'weight'"));
    }
}

TEST(CeilingTest, NeedsAConductanceThatJumps) {
    const auto expected = [](const std::string& what) {
        return HasSubstr(
            "ceiling.yaml:6:98: 'ceiling' limits conductances that jump and decay "
            "exponentially, the port " +
            what + " ('2 nS' found); remove it, or choose another port");
    };
    EXPECT_THAT(refused_ceiling("a", "nS", "2 nS"), expected("'a' is one that rises"));
    EXPECT_THAT(refused_ceiling("i", "pA", "2 nS"), expected("'i' is a current"));
    EXPECT_THAT(refused_ceiling("d", "mV", "2 nS"), expected("'d' is of type delta"));
}

}  // namespace
}  // namespace bgsim::config
