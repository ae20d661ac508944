#include <gmock/gmock.h>

#include "bgsim/config/load.hpp"
#include "bgsim/error.hpp"
#include "support/fake_models.hpp"

namespace bgsim::config {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// A run of 1 s of two populations with cells; `more` is added to it.
Specification with_blockers(const std::string& more) {
    const Overrides overrides{.set = {},
                              .params = {BGSIM_SOURCE_DIR "/tests/unit/config/data/params"}};
    return load_text(
        "experiment: a\ntime: {duration: 1 s}\n"
        "populations: {STN: {size: 30, cell: stn}, MSN: {size: 50, cell: stn}}\n" +
            more,
        "a.yaml", overrides, test::fake_models());
}

std::string faults_of_blockers(const std::string& more) {
    try {
        with_blockers(more);
    } catch (const InputError& error) {
        return error.what();
    }
    return "";
}

TEST(BlockersTest, EachPopulationGetsOne) {
    const auto s = with_blockers(
        "blockers: {NBQX: {populations: [STN, MSN], ports: [AMPA], scale: 0.2, from: 100 ms, to: "
        "300 ms}, gabazine: {populations: MSN, ports: [GABA_A, AMPA]}}");
    ASSERT_EQ(s.blockers.size(), 3U);
    EXPECT_EQ(s.blockers[0].name, "NBQX");
    EXPECT_EQ(s.blockers[0].population, 0U);
    EXPECT_EQ(s.blockers[1].population, 1U);
    EXPECT_THAT(s.blockers[1].ports, ElementsAre(0U));
    EXPECT_EQ(s.blockers[1].scale, 0.2);
    EXPECT_EQ(s.blockers[1].from, 1000);
    EXPECT_EQ(s.blockers[1].to, 3000);
    EXPECT_THAT(s.blockers[2].ports, ElementsAre(1U, 0U));
    EXPECT_EQ(s.blockers[2].scale, 0.0);
    EXPECT_EQ(s.blockers[2].from, 0);
    EXPECT_EQ(s.blockers[2].to, 10'000);
}

TEST(BlockersTest, OutsideTheRunIsAMistake) {
    EXPECT_THAT(faults_of_blockers("blockers: {NBQX: {populations: STN, ports: AMPA, from: 1 s}}"),
                AllOf(HasSubstr("a.yaml:4:"),
                      HasSubstr("would begin at 1000 ms, but the run ends at "
                                "1000 ms"),
                      HasSubstr("lengthen 'time.duration'")));
    EXPECT_THAT(faults_of_blockers(
                    "blockers: {NBQX: {populations: STN, ports: AMPA, from: 20 ms, to: 20 ms}}"),
                HasSubstr("would end at 20 ms, not after its beginning at 20 ms"));
}

TEST(BlockersTest, UnknownNamesAreToldWithASuggestion) {
    const auto faults = faults_of_blockers(
        "blockers: {NBQX: {populations: [SNT], ports: [AMPA], scale: -1}, b: "
        "{populations: STN, ports: [AMPB]}, c: {port: AMPA}}");
    EXPECT_THAT(faults, HasSubstr("did you mean 'STN'?"));
    EXPECT_THAT(faults, HasSubstr("did you mean 'AMPA'?"));
    EXPECT_THAT(faults, HasSubstr("'scale'"));
    EXPECT_THAT(faults, HasSubstr("unknown key 'port' in 'blockers.c'"));
    EXPECT_THAT(faults, HasSubstr("'populations' is missing"));
}

}  // namespace
}  // namespace bgsim::config
