#include <gmock/gmock.h>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "support/fake_models.hpp"

namespace bgsim::config {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;

/// A run of 1 s of two populations with cells; `more` is added to it.
Specification joined(const std::string& more) {
    const Overrides overrides{.set = {},
                              .params = {BGSIM_SOURCE_DIR "/tests/unit/config/data/params"}};
    return load_text(
        "experiment: a\ntime: {duration: 1 s}\n"
        "populations: {STN: {size: 30, cell: stn}, MSN: {size: 50, cell: stn}}\n" +
            more,
        "a.yaml", overrides, test::fake_models());
}

std::string faults_of_joined(const std::string& more) {
    try {
        joined(more);
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

std::string projection(const std::string& what) {
    return "projections: {STN -> MSN: {" + what + ", delay: 1 ms}}";
}

const std::string ten = "connect: {rule: fixed_indegree, k: 10}, ";

TEST(TwinsTest, FurtherPortsFollowTheFirst) {
    for (const std::string ports :
         {"ports: {AMPA: 2 nS, GABA_A: 25 %}", "ports: {AMPA: 2 nS, GABA_A: 0.25}",
          "ports: {AMPA: 2 nS, GABA_A: 0.5 nS}"}) {
        SCOPED_TRACE(ports);
        const auto s = joined(projection(ten + ports));
        const auto& p = s.projections.at(0);
        EXPECT_EQ(p.port, 0U);
        EXPECT_EQ(p.weight.first, 2.0);
        ASSERT_EQ(p.twins.size(), 1U);
        EXPECT_EQ(p.twins[0].port, 1U);
        EXPECT_EQ(p.twins[0].share, 0.25);
    }
}

TEST(TwinsTest, ADrawnWeightHasShares) {
    const auto s = joined(projection(ten + "ports: {AMPA: {uniform: [1 nS, 3 nS]}, GABA_A: 50 %}"));
    EXPECT_EQ(s.projections.at(0).weight.second, 3.0);
    EXPECT_EQ(s.projections.at(0).twins.at(0).share, 0.5);
    EXPECT_THAT(
        faults_of_joined(projection(ten + "ports: {AMPA: {uniform: [1 nS, 3 nS]}, GABA_A: 1 nS}")),
        AllOf(HasSubstr("the weight of 'GABA_A' must follow that of 'AMPA'"),
              HasSubstr("'GABA_A: 20 %'")));
}

TEST(TwinsTest, MistakesAreTold) {
    EXPECT_THAT(faults_of_joined(projection(ten + "port: AMPA, ports: {AMPA: 1 nS}")),
                HasSubstr("has both 'ports' and 'port'"));
    EXPECT_THAT(faults_of_joined(projection(ten + "ports: {AMPA: 1 nS, GABA: 10 %}")),
                HasSubstr("has no port 'GABA'; use AMPA or GABA_A"));
    EXPECT_THAT(faults_of_joined(projection(ten + "ports: {AMPA: 1 nS, GABA_A: -1}")),
                HasSubstr("'GABA_A'"));
    EXPECT_THAT(faults_of_joined(projection(ten + "ports: AMPA")),
                HasSubstr("a map from ports to weights"));
}

TEST(FractionalInDegreeTest, TheWholePartIsForEachTarget) {
    const auto s = joined(projection(
        "connect: {rule: fixed_indegree, k: 2.3, multapses: yes}, port: AMPA, weight: 1 nS"));
    EXPECT_EQ(s.projections.at(0).rule.number, 2U);
    EXPECT_EQ(s.projections.at(0).rule.extra, 15U);  // 0.3 x 50
}

TEST(FractionalInDegreeTest, NeedsMultapses) {
    EXPECT_THAT(faults_of_joined(projection("connect: {rule: fixed_indegree, k: 2.3}, port: AMPA, "
                                            "weight: 1 nS")),
                AllOf(HasSubstr("a mean in-degree of k = 2.3"), HasSubstr("'multapses: yes'"),
                      HasSubstr("'k: 2'")));
    EXPECT_THAT(faults_of_joined(projection("connect: {rule: fixed_outdegree, k: 2.3, multapses: "
                                            "yes}, port: AMPA, weight: 1 nS")),
                HasSubstr("'k' must be a whole number"));
    EXPECT_THAT(faults_of_joined(
                    projection("connect: {rule: fixed_indegree, k: 2.3, multapses: yes, dopamine: "
                               "1}, port: AMPA, weight: 1 nS")),
                HasSubstr("dopamine rounds the in-degree"));
}

}  // namespace
}  // namespace bgsim::config
